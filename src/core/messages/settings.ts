import type { Text } from './text.ts'

/** Messages: what each setting means; shown where one is wrong, and in docs/reference/settings.md. */
export const settingTexts = {
  'settings.unknown': {
    en: 'there is no such setting; there are: {allowed}',
    zh: '没有该配置项；可用的有：{allowed}',
  },
  'settings.unreadable': { en: 'it cannot be read as YAML: {problem}', zh: '无法按 YAML 解析：{problem}' },
  'settings.no-file': { en: 'it cannot be read: {problem}', zh: '无法读取：{problem}' },
  'settings.no-map': { en: 'a map of settings is wanted', zh: '应为配置项的映射' },
  'settings.too-long': { en: 'a settings file has at most {limit} bytes', zh: '配置文件最长 {limit} 字节' },
  'settings.file': {
    en: 'Settings of goferry. A line that begins with # and a name is a setting: take the # away to set it.\nA flag goes before an environment variable, that before this file. The node reads it when it starts.',
    zh: 'goferry 配置文件。以 # 加名称开头的行是配置项：删去 # 即可设置。\n优先级：命令行选项、环境变量、本文件。节点在启动时读取。',
  },
  'settings.example': { en: 'the value below is an example', zh: '下面的值仅为示例' },
  'settings.role': { en: 'what the node is: {allowed}', zh: '节点的角色：{allowed}' },
  'settings.listen': {
    en: 'HOST:PORT to serve on; loopback unless told otherwise',
    zh: '监听地址 HOST:PORT；默认仅本机回环',
  },
  'settings.base': {
    en: 'the path under which clients find the node, for example /goproxy; no slash at its end',
    zh: '客户端访问节点的路径，例如 /goproxy；末尾不带斜杠',
  },
  'settings.name': {
    en: "the log's name, given once at the first start; default goferry-HASH.local",
    zh: '透明日志的名称，首次启动时指定一次；默认 goferry-HASH.local',
  },
  'settings.upstream': {
    en: 'the GOPROXY to take modules from: a URL, or off; default: what go env GOPROXY says',
    zh: '获取模块的上游 GOPROXY：URL 或 off；默认取 go env GOPROXY 的值',
  },
  'settings.sumdb': {
    en: 'verifier key of the public checksum database, as in GOSUMDB: name+hash+key',
    zh: '公共校验数据库的验证密钥，格式同 GOSUMDB：name+hash+key',
  },
  'settings.unlisted': {
    en: 'PATTERN=REASON, a list: take modules that the public checksum database does not list, and why',
    zh: 'PATTERN=原因 的列表：接受公共校验数据库未收录的模块，并记录原因',
  },
  'settings.allow': {
    en: 'patterns as in GOPRIVATE (corp.example/*), a list: only these modules are served; empty: all',
    zh: 'GOPRIVATE 形式的匹配列表（corp.example/*）：只提供这些模块；为空则全部提供',
  },
  'settings.deny': { en: 'patterns, a list: these modules are refused', zh: '匹配列表：拒绝这些模块' },
  'settings.reserved': {
    en: 'patterns, a list: internal modules, never asked upstream nor accepted from there',
    zh: '匹配列表：内部模块，从不向上游请求，也不从上游接受',
  },
  'settings.reserve': {
    en: 'bytes of the disk that stay free, such as 100MB; 0: none',
    zh: '磁盘上保留的空闲字节数，例如 100MB；0 表示不保留',
  },
  'settings.quota': {
    en: 'the most bytes of zips that the node takes, such as 500GB; default: no bound but the disk',
    zh: '节点最多收入的 zip 字节数，例如 500GB；默认仅受磁盘限制',
  },
  'settings.pinned': {
    en: 'patterns or MODULE@VERSION, a list: zips that gc never gives up',
    zh: '匹配或 MODULE@VERSION 的列表：gc 永不放弃这些 zip',
  },
  'settings.keepNewest': {
    en: 'newest versions of each module whose zips gc keeps, 0 to 1000',
    zh: 'gc 为每个模块保留的最新版本 zip 数，0 到 1000',
  },
  'settings.keepFor': {
    en: 'how long gc keeps a zip after it was taken: 90d, 12w, 2y; default: age gives nothing up',
    zh: 'gc 在收入后保留 zip 的时长：90d、12w、2y；默认不因时长放弃',
  },
  'settings.replica': {
    en: 'where the log is written too before anything is acknowledged: a folder on another disk, by its whole path, or s3://BUCKET/PREFIX?endpoint=URL; off: nowhere any more',
    zh: '日志在确认之前也写入何处：另一块磁盘上的目录（绝对路径），或 s3://存储桶/前缀?endpoint=URL；off 表示今后不再使用副本',
  },
  'settings.replica-url': {
    en: 'a replica in an object store is named s3://BUCKET/PREFIX?endpoint=https://HOST:PORT, and &region=REGION where it is not us-east-1',
    zh: '对象存储中的副本写作 s3://存储桶/前缀?endpoint=https://主机:端口；区域不是 us-east-1 时再加 &region=区域',
  },
  'settings.replica-secret': {
    en: 'a URL holds no user, password or key: give those as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment',
    zh: 'URL 中不得含有用户名、密码或密钥：请通过环境变量 AWS_ACCESS_KEY_ID 与 AWS_SECRET_ACCESS_KEY 提供',
  },
  'settings.replica-http': {
    en: 'over plain http anybody on the way could change what the object store answers: name an https endpoint (http is for this machine alone)',
    zh: '明文 http 的应答可能在途中被篡改：请使用 https 端点（http 仅限本机）',
  },
  'settings.database': {
    en: 'where index and jobs live: sqlite (files in the data folder), or postgres://USER@HOST/DATABASE without a password; see docs/operate/database.md',
    zh: '索引与任务的存放处：sqlite（数据目录中的文件），或不含密码的 postgres://用户@主机/数据库；参见 docs/operate/database.zh-CN.md',
  },
  'settings.ferry': {
    en: 'trust: the file that says whose bundles are taken and who approves them; default: trust.yaml in the data folder; scan: the checks that look at every bundle; see docs/operate/import.md',
    zh: 'trust：规定接受谁的摆渡包、由谁审批的文件；默认为数据目录中的 trust.yaml；scan：检查每个摆渡包的程序；参见 docs/operate/import.zh-CN.md',
  },
  'settings.tls': {
    en: 'PEM files cert and key; without them the node speaks plain HTTP',
    zh: 'PEM 文件 cert 与 key；不配置则使用明文 HTTP',
  },
  'settings.tls-pair': {
    en: 'these are no certificate and key in PEM that belong together',
    zh: '这不是一对匹配的 PEM 证书与密钥',
  },
  'settings.lang': {
    en: 'the language of messages: {allowed}; default: what LANG says',
    zh: '消息语言：{allowed}；默认由 LANG 决定',
  },
  'settings.workers': {
    en: 'processes that answer requests, 0 to 64; default: one a core, at most 8; 0: the writer itself',
    zh: '应答请求的进程数，0 到 64；默认每核一个，最多 8 个；0 表示由写入进程应答',
  },
  'settings.connections': { en: 'open connections a process, 1 to 65535', zh: '每个进程的最大连接数，1 到 65535' },
  'settings.stopSeconds': {
    en: 'how long a stop waits for downloads that run, 1 to 3600 seconds',
    zh: '停止时等待进行中下载的秒数，1 到 3600',
  },
  'settings.jobs': {
    en: 'jobs that run at once, 1 to 64; the others wait for their turn',
    zh: '同时运行的任务数，1 到 64；其余排队等待',
  },
  'settings.jobHistory': {
    en: 'how long jobs that have ended are kept, with their records: 30d, 12w, 2y',
    zh: '已结束的任务及其记录的保留时长：30d、12w、2y',
  },
  'settings.requests': {
    en: 'which requests are written to the journal: {allowed}',
    zh: '写入运行日志的请求：{allowed}',
  },
  'settings.logFile': { en: 'where the JSON journal goes; default: stderr', zh: 'JSON 运行日志的文件；默认 stderr' },
} as const satisfies Record<string, Text>
