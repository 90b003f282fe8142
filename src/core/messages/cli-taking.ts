import type { Text } from './text.ts'

/** Messages: the commands for bundles that came in, and for receipts. */
export const cliTakingTexts = {
  'cli.ferry.show': { en: 'show what an import is and brings, and what was decided', zh: '查看导入的内容与审批情况' },
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
  'cli.ferry.keys': { en: 'make keys of approvers', zh: '生成审批人密钥' },
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
  'decide.no-key': { en: '--key FILE or --signature FILE is needed', zh: '须给出 --key 文件或 --signature 文件' },
  'decide.pattern': { en: 'it is no pattern of module paths', zh: '不是模块路径模式' },
  'decide.none-match': { en: 'nothing in the bundle matches', zh: '包中没有匹配的模块' },
} as const satisfies Record<string, Text>
