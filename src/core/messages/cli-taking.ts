import type { Text } from './text.ts'

/** Messages: the commands for bundles that came in, and for receipts. */
export const cliTakingTexts = {
  'cli.ferry.show': { en: 'show what an import is and brings, and what was decided', zh: '查看导入的内容与审批情况' },
  'cli.ferry.show.withheld': { en: 'withheld by the mirror', zh: '镜像站未装入' },
  'cli.ferry.show.lacking': { en: 'not held by the mirror', zh: '镜像站没有' },
  'cli.ferry.id': { en: 'the id of the bundle, or the beginning of its digest', zh: '摆渡包的编号，或其摘要的开头' },
  'cli.ferry.approve': { en: 'approve an import, or a part of it, with a key', zh: '用密钥批准导入的全部或一部分' },
  'cli.ferry.refuse': { en: 'refuse an import, or a part of it, with a key', zh: '用密钥拒绝导入的全部或一部分' },
  'cli.ferry.only': {
    en: 'only modules that match, as in GOPRIVATE; default: all of it',
    zh: '仅限匹配的模块，写法同 GOPRIVATE；默认为全部',
  },
  'cli.ferry.reason': { en: 'why, in one line', zh: '一行理由' },
  'cli.ferry.key': {
    en: "the file of the approver's key: it stays with this command",
    zh: '审批人的密钥文件：仅由本命令使用',
  },
  'cli.ferry.signature': { en: 'the file of a decision that was signed elsewhere', zh: '在别处签名的审批文件' },
  'cli.ferry.unsigned': {
    en: 'write the decision to a new file, to be signed elsewhere with goferry ferry sign',
    zh: '把审批写入新文件，供在别处用 goferry ferry sign 签名',
  },
  'cli.ferry.unsigned.made': {
    en: 'it lies in {file}: sign it with goferry ferry sign, and bring it back with --signature',
    zh: '文件位于 {file}：用 goferry ferry sign 签名后，以 --signature 带回',
  },
  'cli.ferry.sign': {
    en: 'show a decision on an import or the header of a bundle, and sign it with a key',
    zh: '查看导入审批或摆渡包包头，并用密钥签名',
  },
  'cli.ferry.sign.file': { en: 'the file of the decision or of the header', zh: '审批文件或包头文件' },
  'cli.ferry.sign.key': {
    en: 'the file of the key to sign with; without it nothing is signed',
    zh: '签名所用的密钥文件；不给出则不签名',
  },
  'cli.ferry.sign.out': { en: 'the new file with all signatures', zh: '存放全部签名的新文件' },
  'cli.ferry.sign.said': {
    en: 'what follows was written by the machine that made the file: what is signed is the above',
    zh: '以下由生成此文件的机器写入：签名的是以上内容',
  },
  'cli.ferry.sign.made': { en: '{key} signed it: {file}', zh: '{key} 已签名：{file}' },
  'sign.key-and-out': { en: '--key FILE and --out FILE go together', zh: '--key 文件与 --out 文件须同时给出' },
  'sign.again': { en: 'this key has signed it', zh: '该密钥已签过名' },
  'sign.unknown': {
    en: 'it is no decision on a bundle and no signed header of one',
    zh: '既不是摆渡包的审批，也不是已签名的包头',
  },
  'cli.ferry.keys': {
    en: 'make keys of approvers, and of those who sign headers too',
    zh: '生成审批人及包头共同签名人的密钥',
  },
  'cli.ferry.key.new': {
    en: 'make a key; the line that is printed goes into the trust policy',
    zh: '生成密钥；将打印的一行写入信任策略',
  },
  'cli.ferry.key.name': { en: 'whose it is', zh: '密钥归属' },
  'cli.ferry.key.out': { en: 'the new file of the private key', zh: '新的私钥文件' },
  'cli.ferry.site': { en: 'the sites that this mirror carries to', zh: '本镜像站的摆渡站点' },
  'cli.ferry.site.add': { en: 'pin the key by which a site signs receipts', zh: '登记站点的回执密钥' },
  'cli.ferry.site.name': { en: 'the name of the site', zh: '站点名称' },
  'cli.ferry.site.key': {
    en: 'as goferry ferry receipt key prints it there',
    zh: '即该站点上 goferry ferry receipt key 的输出',
  },
  'cli.ferry.site.ls': { en: 'list sites, and how far each acknowledged the log', zh: '列出站点及其确认到的位置' },
  'cli.ferry.receipt': { en: 'receipts for what was imported', zh: '导入的回执' },
  'cli.ferry.receipt.show': { en: 'print the newest receipt, whole', zh: '打印最新的回执全文' },
  'cli.ferry.receipt.origin': {
    en: "the name of the mirror's log; default: of the last import",
    zh: '镜像站日志名；默认为最近一次导入',
  },
  'cli.ferry.receipt.file': { en: 'it lies in {file}: take it to the mirror', zh: '文件位于 {file}：请带给镜像站' },
  'cli.ferry.receipt.key': { en: "print the public key that signs this site's receipts", zh: '打印本站点的回执公钥' },
  'cli.ferry.receipt.accept': { en: 'take a receipt of a site over', zh: '接收站点的回执' },
  'cli.ferry.receipt.accept.file': { en: 'the file of the receipt', zh: '回执文件' },
  'cli.ferry.receipt.site': { en: 'the site that signed it', zh: '签署回执的站点' },
  'decide.no-key': {
    en: '--key FILE, --signature FILE or --unsigned FILE is needed',
    zh: '须给出 --key、--signature 或 --unsigned 文件',
  },
  'decide.unsigned': {
    en: 'nobody signed it yet: goferry ferry sign does',
    zh: '尚无人签名：请用 goferry ferry sign 签名',
  },
  'decide.other': {
    en: 'it says {decision}: goferry ferry {decision} takes it',
    zh: '其内容为 {decision}：请用 goferry ferry {decision} 提交',
  },
  'cli.show.imported': {
    en: 'imported     {at}, entry {entry}: from {origin}, by the bundle with the header digest {bundle}',
    zh: '导入         {at}，条目 {entry}：来自 {origin}，摆渡包的包头摘要为 {bundle}',
  },
  'cli.show.bundle': {
    en: 'bundle       {id}, entries {from} to {to}, cut {created}',
    zh: '摆渡包       {id}，条目 {from} 至 {to}，制作于 {created}',
  },
  'cli.show.places': { en: 'there        entries of {origin}: {entries}', zh: '镜像站条目   {origin}：{entries}' },
  'cli.show.carried': { en: 'carried by   {names}', zh: '携带者       {names}' },
  'cli.show.approved': { en: 'approved by  {keys}', zh: '审批者       {keys}' },
  'cli.show.not-approved': { en: 'approved by  nobody: no approval was needed', zh: '审批者       无：当时不需要审批' },
  'cli.show.unverified': {
    en: '{key} (the trust policy has no such key now)',
    zh: '{key}（信任策略中现无此密钥）',
  },
  'cli.show.no-evidence': {
    en: 'evidence     {evidence} is lost or damaged: bring it back from a backup; who carried and approved it stands there alone',
    zh: '证据         {evidence} 丢失或损坏：请从备份恢复；携带者与审批者只记录在其中',
  },
  'decide.pattern': { en: 'it is no pattern of module paths', zh: '不是模块路径模式' },
  'decide.in-log': {
    en: '{names} {n:is:are} in the log already, and a refusal changes nothing there: deny in the settings hides a module from clients',
    zh: '{n} 个版本（{names}）已写入日志，拒绝对其不起作用：可用配置项 deny 对客户端隐藏该模块',
  },
  'decide.ineffective': {
    en: '{name} is in the log already: the refusal changes nothing of it; deny in the settings hides a module from clients',
    zh: '{name} 已写入日志：拒绝对其不起作用；可用配置项 deny 对客户端隐藏该模块',
  },
  'decide.none-match': { en: 'nothing in the bundle matches', zh: '包中没有匹配的模块' },
} as const satisfies Record<string, Text>
