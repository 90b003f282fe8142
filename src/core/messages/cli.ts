import type { Text } from './text.ts'

/** Messages: what commands print. */
export const cliTexts = {
  'cli.about': {
    en: 'goferry (摆渡) brings Go modules, tools and toolchains into networks that are cut off, and proves what it brought',
    zh: 'goferry（摆渡）把 Go 模块、工具和工具链带入隔离网络，并证明所带内容的真实性',
  },
  'cli.option.data': {
    en: "the node's folder (default: GOFERRY_DATA, else ~/.goferry)",
    zh: '节点目录（默认取 GOFERRY_DATA，否则为 ~/.goferry）',
  },
  'cli.option.config': {
    en: "the settings file, YAML (default: goferry.yaml in the node's folder)",
    zh: '配置文件，YAML（默认为节点目录中的 goferry.yaml）',
  },
  'cli.option.json': {
    en: 'results, progress and errors as JSON, one object a line',
    zh: '结果、进度与错误均输出为 JSON，每行一个对象',
  },
  'cli.option.lang': { en: 'language of messages; default: what LANG says', zh: '消息语言；默认由 LANG 决定' },
  'cli.help.usage': { en: 'Usage:', zh: '用法：' },
  'cli.help.arguments': { en: 'Arguments:', zh: '参数：' },
  'cli.help.options': { en: 'Options:', zh: '选项：' },
  'cli.help.commands': { en: 'Commands:', zh: '命令：' },
  'cli.help.examples': { en: 'Examples:', zh: '示例：' },
  'cli.help.some-options': { en: '[options]', zh: '[选项]' },
  'cli.help.some-command': { en: '[command]', zh: '[命令]' },
  'cli.help.option': { en: 'show this help', zh: '显示本帮助' },
  'cli.help.command': { en: 'show the help of a command', zh: '显示某命令的帮助' },
  'cli.help.version': { en: 'show the version', zh: '显示版本号' },
  'cli.help.choices': { en: ' (one of: {choices})', zh: '（可选：{choices}）' },
  'cli.help.default': { en: ' (default: {value})', zh: '（默认 {value}）' },
  'cli.bad-choice': { en: 'it is to be one of: {choices}', zh: '应为以下之一：{choices}' },
  'cli.unknown-command': { en: 'there is no such command; see goferry help', zh: '没有该命令；请运行 goferry help' },
  'cli.unknown-option': { en: 'there is no such option; see --help', zh: '没有该选项；请参阅 --help' },
  'cli.missing-argument': { en: 'this argument is missing; see --help', zh: '缺少该参数；请参阅 --help' },
  'cli.missing-option': { en: 'this option is needed; see --help', zh: '必须给出该选项；请参阅 --help' },
  'cli.out-folder': { en: 'the folder of the file that is to be written', zh: '要写入的文件所在的目录' },
  'cli.conflict': { en: 'it cannot be used with {other}', zh: '不能与 {other} 同时使用' },
  'cli.missing-value': { en: 'this option takes a value', zh: '该选项需要一个值' },
  'cli.too-many-arguments': { en: 'too many arguments; see --help', zh: '参数过多；请参阅 --help' },
  'cli.module-version': { en: 'a module and its version: MODULE@VERSION', zh: '模块及版本：MODULE@VERSION' },
  'cli.module-none': {
    en: 'none stands for no version: there is nothing to take or to show',
    zh: 'none 表示不要任何版本：没有可获取或显示的内容',
  },
  'cli.no-entry': { en: 'the log has no such entry', zh: '透明日志中没有该条目' },
  'cli.no-node': {
    en: 'no node was ever started in this folder; start one with: goferry up (goferry keys make makes its keys alone)',
    zh: '该目录中从未启动过节点；请先运行：goferry up（goferry keys make 只生成密钥）',
  },
  'cli.whole-number': {
    en: 'it is to be a whole number from {low} to {high}',
    zh: '应为 {low} 到 {high} 的整数',
  },
  'cli.size': {
    en: 'it is to be a number of bytes such as 500GB, 1.5TiB or 0; the units are B, kB, MB, GB, TB, KiB, MiB, GiB, TiB',
    zh: '应为字节数，例如 500GB、1.5TiB 或 0；单位为 B、kB、MB、GB、TB、KiB、MiB、GiB、TiB',
  },
  'cli.size-range': { en: 'it is to be from {low} to {high} bytes', zh: '应为 {low} 到 {high} 字节' },
  'cli.age-range': { en: 'it is to be from {low} to {high}', zh: '应为 {low} 到 {high}' },
  'cli.age': {
    en: 'it is to be a number of days, weeks or years, 0 to 99999: 90d, 12w, 2y',
    zh: '应为天数、周数或年数，0 到 99999：90d、12w、2y',
  },
  'cli.not-owner': {
    en: 'only the user that runs the node may ask it: call this as that user',
    zh: '只有运行节点的用户可以向其发出请求：请以该用户执行',
  },
  'cli.node-ended': {
    en: 'the node ended before it answered; start it again and look whether the change was made',
    zh: '节点在应答之前就结束了；请重新启动节点，并查看更改是否已生效',
  },
  'cli.up': { en: 'run a node until it is stopped', zh: '运行节点，直到被停止' },
  'cli.up.listen': { en: 'where to serve (default 127.0.0.1:8642)', zh: '监听地址（默认 127.0.0.1:8642）' },
  'cli.up.base': {
    en: 'path under which clients find the node, for example /goproxy',
    zh: '客户端访问节点的路径，例如 /goproxy',
  },
  'cli.up.role': {
    en: 'mirror (default): takes from the upstream what clients ask for; centre: serves only what was added or published',
    zh: '角色：mirror（默认）按客户端请求从上游获取；centre 只提供已收入或已发布的内容',
  },
  'cli.up.upstream': {
    en: 'GOPROXY to take modules from: a URL, or off (default: what go env GOPROXY says)',
    zh: '上游 GOPROXY：URL 或 off（默认取 go env GOPROXY 的值）',
  },
  'cli.up.unlisted': {
    en: 'PATTERN=REASON: take modules that the public checksum database does not list, and why; repeatable',
    zh: 'PATTERN=原因：接受公共校验数据库未收录的模块并记录原因；可重复指定',
  },
  'cli.up.name': {
    en: "the log's name, given once, before or at the first start (default: goferry-HASH.local)",
    zh: '透明日志的名称，在首次启动时或之前指定一次（默认 goferry-HASH.local）',
  },
  'cli.up.replica': {
    en: 'where the log is written too: a folder on another disk or s3://BUCKET/PREFIX?endpoint=URL',
    zh: '日志副本的位置：另一块磁盘上的目录，或 s3://存储桶/前缀?endpoint=URL',
  },
  'cli.up.workers': {
    en: 'processes that answer requests, 0 to 64 (default: one a core, at most 8)',
    zh: '应答请求的进程数，0 到 64（默认每核一个，最多 8 个）',
  },
  'cli.up.serving': { en: 'goferry {role} {name} serves at {url}', zh: 'goferry {role} {name} 正在 {url} 提供服务' },
  'cli.up.upstream-is': { en: 'modules come from {upstream}', zh: '模块取自 {upstream}' },
  'cli.up.no-upstream': {
    en: 'no upstream: the node serves what it holds ({why})',
    zh: '没有上游：节点只提供已有内容（{why}）',
  },
  'cli.up.sealed': {
    en: 'SEALED: the folder was restored from a backup, and the log {name} signs nothing. What it holds is served; nothing new is taken, and who has seen a newer head of it waits. Stop the node, name the replica of the log by the setting replica, and start it again; where the replica is lost, go on under a new name: goferry keys rename NAME',
    zh: '日志已封存：数据目录由备份恢复而来，日志 {name} 不再签名。已持有的内容照常提供；不收入新内容，见过更新树头的客户端会等待。请停止节点，用 replica 配置指明日志的副本后重新启动；若副本已丢失，请以新名称继续：goferry keys rename NAME',
  },
  'cli.up.paste': { en: 'For every developer, paste:', zh: '开发者请执行以下两行：' },
  'cli.up.stopping': { en: 'stopping: running downloads are finished first', zh: '正在停止：先完成进行中的下载' },
  'cli.up.why-role': { en: 'the role takes none', zh: '该角色不使用上游' },
  'cli.up.why-off': { en: 'upstream is off', zh: '上游已关闭' },
  'cli.up.why-worker': { en: 'a process that answers requests ended again and again', zh: '应答进程反复退出' },
  'cli.up.why-listen': { en: 'cannot listen there: {problem}', zh: '无法监听该地址：{problem}' },
  'cli.other-name': {
    en: 'the log of this folder is named {name}; a name is given once',
    zh: '该目录的日志名为 {name}；名称只能指定一次',
  },
  'cli.data-too-long': {
    en: 'the path of the data folder is too long for a control socket (at most 107 bytes)',
    zh: '数据目录路径过长，无法创建控制套接字（最多 107 字节）',
  },
  'cli.keys-have-node': {
    en: 'this change of keys is only for a folder in which no node runs',
    zh: '此密钥操作只能在没有节点运行的目录中进行',
  },
  'cli.env': {
    en: 'print the lines that set up a client (GOPROXY, GOSUMDB)',
    zh: '打印客户端的设置命令（GOPROXY、GOSUMDB）',
  },
  'cli.env.profile': {
    en: 'all: everything checked by the log of the node (recommended); public, internal: other ways; default: each',
    zh: 'all：全部由节点日志核对（推荐）；public、internal：其他方式；默认全部列出',
  },
  'cli.env.shell': {
    en: 'the form of the lines; go stands for go env -w',
    zh: '输出格式；go 即 go env -w',
  },
  'cli.env.url': {
    en: "the node's URL as clients see it (default: that of the running node, else of the settings)",
    zh: '客户端所见的节点 URL（默认取运行中的节点，否则取配置）',
  },
  'cli.env.public': {
    en: 'public modules only, checked against the public checksum database through the node',
    zh: '仅公共模块，经节点用公共校验数据库核对',
  },
  'cli.env.all': {
    en: "recommended: everything, internal modules too, checked against the node's own log",
    zh: '推荐：全部模块（含内部模块）均用节点自己的透明日志核对',
  },
  'cli.env.internal': {
    en: 'public modules checked against the public database, internal ones not at all',
    zh: '公共模块用公共校验数据库核对，内部模块不核对',
  },
  'cli.ls': {
    en: 'list the modules that the node holds, or the versions of one',
    zh: '列出节点持有的模块，或某模块的版本',
  },
  'cli.ls.module': { en: 'a module path', zh: '模块路径' },
  'cli.ls.export': {
    en: 'list that as a wish list for goferry add --from, without internal modules',
    zh: '以愿望清单的形式列出缺失内容，供 goferry add --from 使用，不含内部模块',
  },
  'cli.ls.kept': {
    en: '{kept} {kept:wish:wishes} for internal modules left out',
    zh: '略过内部模块 {kept} 项',
  },
  'cli.ls.misses': { en: 'list instead what clients asked for in vain', zh: '改为列出客户端请求过但缺失的内容' },
  'cli.show': { en: 'show origin, hashes and log positions of a version', zh: '显示某版本的来源、哈希与日志位置' },
  'cli.log': { en: 'show the log: entries, proofs, checkpoint', zh: '显示透明日志：条目、证明、检查点' },
  'cli.log.from': {
    en: 'number of the first entry to show (default: the newest ones)',
    zh: '起始条目的编号（默认显示最新的条目）',
  },
  'cli.log.limit': { en: 'at most so many entries', zh: '最多显示的条目数' },
  'cli.log.checkpoint': { en: 'only the signed head', zh: '仅显示签名的树头' },
  'cli.log.prove': {
    en: 'prove that an entry (number or MODULE@VERSION) is in the log',
    zh: '证明条目（编号或 MODULE@VERSION）在日志中',
  },
  'cli.keys': { en: "make, show, back up and rotate the log's keys", zh: '创建、显示、备份与轮换日志密钥' },
  'cli.keys.show': { en: 'the public keys', zh: '显示公钥' },
  'cli.keys.make': { en: 'make the first key, before the first start', zh: '首次启动前创建密钥' },
  'cli.keys.backup': {
    en: 'write keys and name to a new file of mode 0600; keep it safe',
    zh: '将密钥与名称写入新文件（权限 0600），请妥善保管',
  },
  'cli.keys.backed-up': {
    en: 'the keys are in {file}: whoever has it can sign as this node',
    zh: '密钥已写入 {file}：持有者可以本节点名义签名',
  },
  'cli.keys.restore': { en: 'take keys and name from a backup', zh: '从备份恢复密钥与名称' },
  'cli.keys.rotate': {
    en: 'add a new key: heads carry both signatures until --finish',
    zh: '新增密钥：在 --finish 之前树头同时带有新旧签名',
  },
  'cli.keys.finish': { en: 'retire the old key', zh: '停用旧密钥' },
  'cli.keys.rename': {
    en: 'after a compromise: a new name and a new key; the old ones are never used again',
    zh: '密钥泄露后：启用新名称与新密钥，旧的永不再用',
  },
} as const satisfies Record<string, Text>
