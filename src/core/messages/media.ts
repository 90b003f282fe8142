import type { Text } from './text.ts'

/** Messages: what lies beside a bundle and on its discs: README, label, image, encryption. */
export const mediaTexts = {
  'media.name': {
    en: 'a name on media has at most 31 characters of a-z, 0-9, ".", "_" and "-", and begins with a letter or digit',
    zh: '介质上的文件名至多 31 个字符，仅限 a-z、0-9、“.”、“_”、“-”，且以字母或数字开头',
  },
  'media.words.site': { en: 'Site', zh: '站点' },
  'media.words.origin': { en: 'Origin', zh: '来源日志' },
  'media.words.entries': { en: 'Entries', zh: '条目' },
  'media.words.date': { en: 'Date', zh: '日期' },
  'media.words.header': { en: 'SHA-256 of the header', zh: '包头 SHA-256' },
  'media.words.discs': { en: 'Discs', zh: '光盘数' },
  'label.title': { en: 'Go modules for an isolated network', zh: '隔离网络 Go 模块摆渡包' },
  'label.files': { en: 'Files on this disc', zh: '本盘文件' },
  'label.more': { en: '{n} more', zh: '另有 {n} 个：' },
  'label.written': { en: 'Written by', zh: '刻录人' },
  'label.received': { en: 'Received by', zh: '接收人' },
  'readme.title': { en: 'Bundle gf-{id}', zh: '摆渡包 gf-{id}' },
  'readme.what': {
    en: 'A signed bundle of Go modules, tools and toolchains, written by goferry to be carried into an isolated network.',
    zh: '由 goferry 生成的已签名摆渡包，内含 Go 模块、工具和工具链，供带入隔离网络。',
  },
  'readme.range': { en: '{from} up to, not including, {to}', zh: '从 {from} 起，至 {to} 止（不含）' },
  'readme.files': { en: 'Files (SHA-256, bytes, name)', zh: '文件（SHA-256、字节数、文件名）' },
  'readme.disc': { en: 'Disc {n} of {discs}', zh: '第 {n} 张，共 {discs} 张' },
  'readme.check': {
    en: 'To check the files, with nothing but coreutils, in the folder where they lie:',
    zh: '校验文件只需 coreutils，在文件所在目录中运行：',
  },
  'readme.check-one': {
    en: 'With only some of the discs at hand:',
    zh: '手边只有部分光盘时：',
  },
  'readme.check-limits': {
    en: 'This finds damage. Who made the bundle is proved by its signature, which goferry checks when it imports.',
    zh: '以上只能发现损坏；摆渡包出自何人由签名证明，goferry 导入时会验证签名。',
  },
  'readme.import': {
    en: 'To import it, from one disc after the other or from all at once, in any order:',
    zh: '导入时可逐张光盘进行，也可一次给出全部，顺序不限：',
  },
  'readme.lost': {
    en: 'A disc is lost, or cannot be read:',
    zh: '光盘遗失或无法读取：',
  },
  'readme.lost-what': {
    en: 'Import the others. goferry keeps what came and names the files that it lacks: only these have to be sent again.',
    zh: '先导入其余光盘。goferry 会保留已收到的内容，并列出所缺文件：只需重新发送这些文件。',
  },
  'iso.no-xorriso': {
    en: 'install the program xorriso (Debian, openEuler, Kylin: package xorriso)',
    zh: '请安装 xorriso 程序（Debian、openEuler、麒麟：软件包 xorriso）',
  },
  'iso.label': {
    en: 'a disc is named with at most 16 of A-Z, 0-9 and "_"',
    zh: '光盘卷标至多 16 个字符，仅限 A-Z、0-9 和“_”',
  },
  'iso.files': {
    en: 'a disc needs files, no name twice, and no two names of one file',
    zh: '光盘须有文件，文件名不得重复，也不得有两个名称指向同一文件',
  },
  'iso.said': { en: 'it says: {said}', zh: '输出为：{said}' },
  'iso.form': {
    en: 'what was read back is not the file system that was to be written',
    zh: '读回的内容不是应写入的文件系统',
  },
  'iso.other': {
    en: 'its bytes in the image are not those that the bundle names',
    zh: '映像中该文件的内容与摆渡包所记不符',
  },
  'seal.recipient': {
    en: 'a key to seal for begins with age1 and is of the X25519 kind',
    zh: '加密公钥应为 X25519 类型，以 age1 开头',
  },
  'seal.identity': {
    en: 'a key to unseal with begins with AGE-SECRET-KEY-1',
    zh: '解密私钥应以 AGE-SECRET-KEY-1 开头',
  },
  'seal.form': {
    en: 'it does not begin as a file encrypted by age does, or its beginning was altered',
    zh: '开头不是 age 加密文件的格式，或已被改动',
  },
  'seal.other-key': {
    en: 'it was sealed for other keys than those of this site',
    zh: '它是用其他密钥加密的，不是本站点的密钥',
  },
  'seal.many': {
    en: 'at most {limit} keys can be sealed for at once',
    zh: '一次至多可为 {limit} 个公钥加密',
  },
  'seal.damaged': {
    en: 'it was cut, altered or added to: nothing that came out of it may be used',
    zh: '内容被截断、改动或追加：已解出的内容一律不得使用',
  },
} as const satisfies Record<string, Text>
