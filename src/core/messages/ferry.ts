import type { Text } from './text.ts'

/** Messages: the commands about bundles. */
export const ferryTexts = {
  'cli.ferry': { en: 'carry modules over an air gap in signed bundles', zh: '用签名的摆渡包跨网闸搬运模块' },
  'cli.ferry.out': {
    en: 'cut a bundle of what a site lacks, in volumes that fit the medium',
    zh: '为站点制作摆渡包：只含其缺少的内容，按介质分卷',
  },
  'cli.ferry.out.to': { en: 'the site that it is for', zh: '目标站点' },
  'cli.ferry.out.out': { en: 'the folder that the discs are made in', zh: '存放各盘内容的目录' },
  'cli.ferry.out.from': {
    en: 'where it begins: after the newest receipt of the site (receipt), after the last bundle (last), or at an entry of the log (0: everything)',
    zh: '起点：该站点最新回执之后（receipt）、上一个摆渡包之后（last），或日志的某一条（0 为全部）',
  },
  'cli.ferry.out.only': {
    en: 'only these modules (globs, as in GOPRIVATE); the log travels whole',
    zh: '只装入这些模块（通配符，同 GOPRIVATE）；日志仍完整随行',
  },
  'cli.ferry.out.for': {
    en: 'only what a project, go.sum, MODULE@QUERY, wish list or a list of these needs, as far as it is held; beside --only: both',
    zh: '只装入项目、go.sum、MODULE@QUERY、愿望清单或其列表所需且已持有的内容；与 --only 同用时取并集',
  },
  'cli.ferry.out.unheld': {
    en: 'asked for with --for and not held whole here: {n} {n:version:versions}: {names}',
    zh: '--for 所需而本节点未完整持有：{n} 个版本：{names}',
  },
  'cli.ferry.out.medium': {
    en: 'what a disc holds: {names}, or bytes such as 4GB; without it all goes into one folder',
    zh: '介质容量：{names}，或 4GB 这样的字节数；不给出则全部放入一个目录',
  },
  'cli.ferry.out.volume': { en: 'the most bytes of a volume', zh: '每卷的最大字节数' },
  'cli.ferry.out.parity': {
    en: 'how many discs may be lost (without --medium: volumes)',
    zh: '允许丢失的盘数（未给出 --medium 时为卷数）',
  },
  'cli.ferry.out.encrypt': {
    en: 'encrypt it to this age key (age1…); may be given again',
    zh: '用此 age 公钥（age1…）加密；可多次给出',
  },
  'cli.ferry.out.iso': {
    en: 'also make an ISO image of each disc (needs xorriso)',
    zh: '同时为每张盘制作 ISO 映像（需要 xorriso）',
  },
  'cli.ferry.out.valid': { en: 'how long it may be imported', zh: '可导入的期限' },
  'cli.ferry.out.created': {
    en: 'when it was cut, for the same bytes again (RFC 3339, UTC)',
    zh: '制作时间，用于复现相同字节（RFC 3339，UTC）',
  },
  'cli.ferry.out.dry': { en: 'only say what it would hold', zh: '只说明将包含什么' },
  'cli.ferry.out.made': {
    en: 'bundle {id}: entries {from} to {to} of {origin}, {versions} {versions:version:versions}, {size} in {volumes} {volumes:volume:volumes} and {parity} of parity on {discs} {discs:disc:discs}',
    zh: '摆渡包 {id}：{origin} 的条目 {from} 至 {to}，{versions} 个版本，{size}，{volumes} 卷，另有 {parity} 个校验卷，共 {discs} 张盘',
  },
  'cli.ferry.out.would': {
    en: 'it would be bundle {id}: entries {from} to {to} of {origin}, {versions} {versions:version:versions}, {size} in {volumes} {volumes:volume:volumes} and {parity} of parity on {discs} {discs:disc:discs}',
    zh: '将得到摆渡包 {id}：{origin} 的条目 {from} 至 {to}，{versions} 个版本，{size}，{volumes} 卷，另有 {parity} 个校验卷，共 {discs} 张盘',
  },
  'cli.ferry.out.withheld': { en: 'withheld: the blobs of entries {entries}', zh: '未装入：条目 {entries} 的内容' },
  'cli.ferry.out.lacking': {
    en: 'not held here: the blobs of entries {entries}',
    zh: '本节点没有：条目 {entries} 的内容',
  },
  'cli.ferry.out.of': {
    en: '  of {n} {n:version:versions}: {names}',
    zh: '  涉及 {n} 个版本：{names}',
  },
  'cli.ferry.out.disc': { en: 'disc {n}: {size} in {location}', zh: '第 {n} 张盘：{size}，位于 {location}' },
  'cli.ferry.out.digest': { en: 'header digest {digest}', zh: '包头摘要 {digest}' },
  'cli.ferry.trust': {
    en: 'print what a centre pins to take the bundles of this node',
    zh: '输出总部中心接收本节点摆渡包所需的信任策略',
  },
  'cli.ferry.trust.hint': {
    en: 'take it to the centre by another way than the bundles, compare the keys by voice, and save it as trust.yaml in the folder of that node',
    zh: '请通过摆渡包以外的途径带到总部中心，人工核对密钥，并在该节点目录中存为 trust.yaml',
  },
  'cli.ferry.recipient': {
    en: 'print the public key that a mirror encrypts bundles for this node to',
    zh: '输出镜像站为本节点加密摆渡包所用的公钥',
  },
  'cli.ferry.site-name': {
    en: 'a site has a name of a-z, 0-9 and -, at most 32',
    zh: '站点名由 a-z、0-9 和 - 组成，最长 32 个字符',
  },
  'cli.ferry.begin': {
    en: 'it is to be receipt, last, or the number of an entry',
    zh: '应为 receipt、last，或条目序号',
  },
  'cli.ferry.patterns': { en: 'they are no globs of module paths', zh: '不是模块路径的通配符' },
  'cli.ferry.medium': {
    en: 'a medium is one of {names}, or bytes such as 4GB',
    zh: '介质为 {names} 之一，或 4GB 这样的字节数',
  },
  'cli.ferry.time-range': {
    en: 'it is to be from 1970-01-01T00:00:00Z to a day from now',
    zh: '应在 1970-01-01T00:00:00Z 到一天之后的范围内',
  },
  'cli.ferry.unknown-site': {
    en: 'site {site} is not known here, only {names}: is it mistyped? goferry ferry site add {site} --key KEY makes it known',
    zh: '此处没有登记站点 {site}，只有 {names}：是否拼写有误？可用 goferry ferry site add {site} --key 密钥 登记',
  },
  'cli.ferry.no-site': {
    en: 'site {site} is not known here, nor is any other: goferry ferry site add {site} --key KEY makes it known',
    zh: '此处没有登记站点 {site}，也没有登记任何站点：可用 goferry ferry site add {site} --key 密钥 登记',
  },
  'cli.ferry.time': { en: 'a time is given as 2026-01-31T12:00:00Z', zh: '时间格式为 2026-01-31T12:00:00Z' },
} as const satisfies Record<string, Text>
