import type { BarId } from './bars.ts'
import type { HashingTool, LinkTool, PathKind, ResolveTool } from './results.ts'

/** The tables of the page. */
export type PageTable =
  | 'bars'
  | 'downloads'
  | 'requests'
  | 'slow'
  | 'cold'
  | 'hashing'
  | 'resolve'
  | 'link'
  | 'killedJobs'
  | 'quietJobs'
  | 'besideJobs'
  | 'ferry'
  | 'littleCut'

/** What the page says beside figures, in one language. */
export interface PageTexts {
  readonly heads: Readonly<Record<PageTable, readonly string[]>>
  readonly titles: Readonly<Record<PageTable, string>>
  readonly bars: Readonly<Record<BarId, string>>
  readonly kinds: Readonly<Record<PathKind, string>>
  readonly tools: Readonly<Record<HashingTool, string>>
  readonly resolvers: Readonly<Record<ResolveTool, string>>
  readonly downloaders: Readonly<Record<LinkTool, string>>
  readonly file: string
  readonly beside: { readonly jobs: string; readonly nothing: string }
  readonly verdict: { readonly yes: string; readonly no: string; readonly unmeasured: string }
  readonly sense: { readonly 'at least': string; readonly 'at most': string }
  /** One line about machine, versions and project; places in braces. */
  readonly setting: string
}

/** Both languages of the page. */
export const pageTexts: Readonly<Record<'en' | 'zh', PageTexts>> = {
  en: {
    titles: {
      bars: 'Bars',
      downloads: 'A whole project, from a warm node',
      requests: 'One file under load',
      slow: 'Slow clients',
      cold: 'Cold: clients at once on an empty node',
      hashing: 'Reading every zip',
      resolve: 'Resolving: the module graph, all go.mods held',
      link: 'Over a slow line',
      killedJobs: 'Jobs, while their workers are killed',
      quietJobs: 'Jobs that do nothing',
      besideJobs: 'Serving beside jobs that misbehave',
      ferry: 'A bundle, out and in',
      littleCut: 'A bundle of what is new in a large store',
    },
    heads: {
      bars: ['what', 'bar', 'measured', 'reached'],
      downloads: ['server', 'wall s', 'wall, to nginx', 'server CPU s', 'peak MB per process'],
      requests: [
        'file',
        'server',
        'requests/s',
        'to nginx',
        'CPU µs per request',
        'MB per CPU s',
        'to nginx',
        'p50 ms',
        'p99 ms',
      ],
      slow: ['server', 'clients', 'broken off', 'peak MB per process', 'CPU s', '.info p50 ms', '.info worst ms'],
      cold: [
        'clients',
        'wall s',
        'CPU s',
        'peak MB per process',
        'files fetched',
        'most fetches of one',
        'MB',
        'unasked',
      ],
      hashing: ['tool', 'wall s', 'CPU s', 'zip MB/s', 'zip MB per CPU s', 'to `go mod verify`'],
      resolve: ['tool', 'wall ms', 'CPU ms', 'wall, to `go mod graph`'],
      link: [
        'line',
        'tool',
        'wall s',
        'CPU s',
        'MB on the line',
        'share of the line',
        'wall, to `go mod download`',
        'peak MB',
      ],
      killedJobs: ['database', 'jobs', 'kills', 'wall s', 'jobs/s', 'attempts', 'lost with their worker'],
      quietJobs: ['database', 'submitted/s', 'ended/s, 1 worker', 'ended/s, 4 workers', 'begin p50 ms', 'begin p99 ms'],
      besideJobs: ['beside', '`.info` requests/s', 'to nothing', 'p50 ms', 'p99 ms'],
      ferry: ['tool', 'wall s', 'CPU s', 'MB/s', 'to `tar`', 'MB per CPU s', 'to `tar`', 'peak MB per process'],
      littleCut: ['versions', 'MB read', 'MB written', 'wall s', 'peak MB per process'],
    },
    bars: {
      'info-nginx': '`.info`: requests a second, to nginx',
      'mod-nginx': '`.mod`: requests a second, to nginx',
      'small-peers': '`.info` and `.mod`: requests a second, to the quickest other Go proxy',
      'zip1-nginx': '1 MB zip: bytes per CPU second, to nginx',
      'zip30-nginx': '30 MB zip: bytes per CPU second, to nginx',
      'list-info': '`@v/list`: requests a second, to `.info`',
      'cold-fetches': 'cold: most fetches of one file',
      'cold-unasked': 'cold: bytes that no client asked for',
      'hash-go': 'hashing: zip bytes per CPU second, to `go mod verify`',
      'resolve-go':
        'reading go.mods and solving the graph, in a process that runs: wall, to the command `go mod graph`',
      'slow-memory': 'slow clients: resident MB per process',
      'ferry-out': '`ferry out`: bytes a second, to `tar | sha256sum`',
      'ferry-memory': '`ferry out` and `ferry in`: resident MB per process',
    },
    kinds: { info: '`.info`', mod: '`.mod`', list: '`@v/list`', zip1: 'zip of {size}', zip30: 'zip of {size}' },
    tools: {
      'go mod verify': '`go mod verify`',
      'h1 of each zip': 'goferry: check and `h1:` of each zip',
      'goferry add': '`goferry add --modcache`',
      'goferry verify': '`goferry verify`',
    },
    resolvers: {
      'go mod graph': '`go mod graph`, the command',
      'goferry resolve': '`goferry resolve`, the command',
      'first call': 'goferry in a process: first call',
      'later calls': 'goferry in a process: later calls',
      'the graph alone': 'of these: go.mods and graph',
      'go version': '`go version`, the command',
      'goferry --version': '`goferry --version`, the command',
    },
    downloaders: {
      curl: '`curl` of the large zip',
      'go mod download': '`go mod download`',
      'goferry add': '`goferry add --from go.sum`',
    },
    file: '`GOPROXY=file://`',
    beside: { jobs: 'jobs that leak, spin, hang', nothing: 'nothing' },
    verdict: { yes: 'yes', no: '**no**', unmeasured: 'not measured' },
    sense: { 'at least': '≥ {n}', 'at most': '≤ {n}' },
    setting:
      '{date}, goferry {goferry}. {cpu}, {cores} cores, {memory} GB, Linux {kernel}, load average {load} at the start. ' +
      'Node {node}, {go}, nginx {nginx}, wrk {wrk}. Project: {project}, {zips} zips and {mods} go.mod files, {size}. ' +
      '{rounds} rounds, {workers} worker(s) each; servers on core {servers}, load on core {loaders}.',
  },
  zh: {
    titles: {
      bars: '指标',
      downloads: '从热节点下载整个项目',
      requests: '单个文件的负载',
      slow: '慢客户端',
      cold: '冷启动：多个客户端同时访问空节点',
      hashing: '读取每个 zip',
      resolve: '解析模块图（全部 go.mod 已在库中）',
      link: '慢速线路',
      killedJobs: '工作进程不断被杀时的任务',
      quietJobs: '空任务',
      besideJobs: '有异常任务时的服务',
      ferry: '摆渡包的制作与导入',
      littleCut: '大型存储中新增内容的摆渡包',
    },
    heads: {
      bars: ['项目', '指标', '实测', '是否达到'],
      downloads: ['服务器', '耗时（秒）', '耗时，相对 nginx', '服务器 CPU（秒）', '每进程内存峰值（MB）'],
      requests: [
        '文件',
        '服务器',
        '请求/秒',
        '相对 nginx',
        '每请求 CPU（微秒）',
        '每 CPU 秒 MB',
        '相对 nginx',
        'p50（毫秒）',
        'p99（毫秒）',
      ],
      slow: [
        '服务器',
        '客户端',
        '中断',
        '每进程内存峰值（MB）',
        'CPU（秒）',
        '.info p50（毫秒）',
        '.info 最慢（毫秒）',
      ],
      cold: [
        '客户端',
        '耗时（秒）',
        'CPU（秒）',
        '每进程内存峰值（MB）',
        '取回文件',
        '单个文件最多取回次数',
        'MB',
        '无人请求',
      ],
      killedJobs: ['数据库', '任务', '杀死次数', '耗时（秒）', '任务/秒', '尝试', '随工作进程丢失的尝试'],
      quietJobs: [
        '数据库',
        '提交/秒',
        '完成/秒，1 个进程',
        '完成/秒，4 个进程',
        '开始 p50（毫秒）',
        '开始 p99（毫秒）',
      ],
      besideJobs: ['同时运行', '`.info` 请求/秒', '相对空闲', 'p50（毫秒）', 'p99（毫秒）'],
      resolve: ['工具', '耗时（毫秒）', 'CPU（毫秒）', '耗时，相对 `go mod graph`'],
      link: [
        '线路',
        '工具',
        '耗时（秒）',
        'CPU（秒）',
        '线路上的 MB',
        '线路利用率',
        '耗时，相对 `go mod download`',
        '内存峰值（MB）',
      ],
      ferry: [
        '工具',
        '耗时（秒）',
        'CPU（秒）',
        'MB/秒',
        '相对 `tar`',
        '每 CPU 秒 MB',
        '相对 `tar`',
        '每进程内存峰值（MB）',
      ],
      littleCut: ['版本', '读取（MB）', '写出（MB）', '耗时（秒）', '每进程内存峰值（MB）'],
      hashing: ['工具', '耗时（秒）', 'CPU（秒）', 'zip MB/秒', '每 CPU 秒 zip MB', '相对 `go mod verify`'],
    },
    bars: {
      'info-nginx': '`.info`：每秒请求数，相对 nginx',
      'mod-nginx': '`.mod`：每秒请求数，相对 nginx',
      'small-peers': '`.info` 与 `.mod`：每秒请求数，相对最快的其他 Go 代理',
      'zip1-nginx': '1 MB 的 zip：每 CPU 秒字节数，相对 nginx',
      'zip30-nginx': '30 MB 的 zip：每 CPU 秒字节数，相对 nginx',
      'list-info': '`@v/list`：每秒请求数，相对 `.info`',
      'cold-fetches': '冷启动：单个文件最多取回次数',
      'cold-unasked': '冷启动：无客户端请求的字节数',
      'hash-go': '哈希：每 CPU 秒 zip 字节数，相对 `go mod verify`',
      'resolve-go': '在已运行的进程中读取 go.mod 并求解模块图：耗时，相对 `go mod graph` 命令',
      'slow-memory': '慢客户端：每进程常驻内存（MB）',
      'ferry-out': '`ferry out`：每秒字节数，相对 `tar | sha256sum`',
      'ferry-memory': '`ferry out` 与 `ferry in`：每进程常驻内存（MB）',
    },
    kinds: { info: '`.info`', mod: '`.mod`', list: '`@v/list`', zip1: '{size} 的 zip', zip30: '{size} 的 zip' },
    tools: {
      'go mod verify': '`go mod verify`',
      'h1 of each zip': 'goferry：检查每个 zip 并计算 `h1:`',
      'goferry add': '`goferry add --modcache`',
      'goferry verify': '`goferry verify`',
    },
    resolvers: {
      'go mod graph': '`go mod graph` 命令',
      'goferry resolve': '`goferry resolve` 命令',
      'first call': 'goferry 进程内：首次',
      'later calls': 'goferry 进程内：其后各次',
      'the graph alone': '其中：读取 go.mod 并求解模块图',
      'go version': '`go version` 命令',
      'goferry --version': '`goferry --version` 命令',
    },
    downloaders: {
      curl: '`curl` 下载大 zip',
      'go mod download': '`go mod download`',
      'goferry add': '`goferry add --from go.sum`',
    },
    file: '`GOPROXY=file://`',
    beside: { jobs: '泄漏、空转、挂起的任务', nothing: '无' },
    verdict: { yes: '是', no: '**否**', unmeasured: '未测' },
    sense: { 'at least': '≥ {n}', 'at most': '≤ {n}' },
    setting:
      '{date}，goferry {goferry}。{cpu}，{cores} 核，{memory} GB，Linux {kernel}，开始时平均负载 {load}。' +
      'Node {node}，{go}，nginx {nginx}，wrk {wrk}。项目：{project}，{zips} 个 zip、{mods} 个 go.mod，共 {size}。' +
      '{rounds} 轮，每个服务器 {workers} 个工作进程；服务器在核 {servers}，负载在核 {loaders}。',
  },
}
