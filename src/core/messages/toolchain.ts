import type { Text } from './text.ts'

/** Messages: toolchains, their archives, and the download site that serves them. */
export const toolchainTexts = {
  'toolchain.query': {
    en: 'a version of Go such as 1.26.8, 1.26.x, latest or ">=1.25.3,<1.26" is expected',
    zh: '应为 Go 版本，如 1.26.8、1.26.x、latest 或 ">=1.25.3,<1.26"',
  },
  'answer.archive-not-made': {
    en: 'its archive is not made yet: on the node, run goferry toolchain add {go} --platform {platform}',
    zh: '归档尚未生成：请在节点上运行 goferry toolchain add {go} --platform {platform}',
  },
  'answer.no-toolchain': {
    en: 'this node does not hold it: on the node, run goferry toolchain add {go} --platform {platform}',
    zh: '本节点没有该工具链：请在节点上运行 goferry toolchain add {go} --platform {platform}',
  },
  'toolchain.no-release': { en: 'no release of Go answers it', zh: '没有符合条件的 Go 版本' },
  'toolchain.platform': {
    en: 'a platform such as linux/amd64 is expected, as in GOOS/GOARCH',
    zh: '应为 GOOS/GOARCH 形式的平台，如 linux/amd64',
  },
  'toolchain.nothing': {
    en: 'name a version of Go, or with --keep how many of each supported minor version',
    zh: '请指定 Go 版本，或用 --keep 指定每个受支持次版本保留的个数',
  },
  'toolchain.no-zip': {
    en: 'its zip is not held, so that no archive can be made of it',
    zh: '没有其压缩包，无法生成归档',
  },
  'toolchain.official-lost': {
    en: "the publisher's own archive is not there any more: import the file with SHA-256 {sha256} again",
    zh: '官方归档文件已丢失：请重新导入 SHA-256 为 {sha256} 的文件',
  },
  'toolchain.archive-differs': {
    en: 'its archive came out as {found} and was {wanted} before, by the same recipe: a disk, memory or program is damaged',
    zh: '归档结果为 {found}，而此前同一方法得到 {wanted}：磁盘、内存或程序可能已损坏',
  },
  'toolchain.failed': {
    en: '{failed} {failed:item:items} could not be had; see above',
    zh: '{failed} 项未能取得，均已列出',
  },
  'journal.archive-differs': {
    en: 'the archive of {module} came out as {found} and was {wanted} before, by the same recipe',
    zh: '{module} 的归档结果为 {found}，而此前同一方法得到 {wanted}',
  },
  'cli.toolchain': {
    en: 'Go toolchains: for the go command as a module, and as archives to install',
    zh: 'Go 工具链：供 go 命令以模块方式使用，也可下载归档安装',
  },
  'cli.toolchain.add': {
    en: 'take toolchains into the node, and make their archives',
    zh: '将工具链收入节点并生成归档',
  },
  'cli.toolchain.versions': {
    en: '1.26.8, 1.26.x, latest, ">=1.25.3,<1.26": the newest release that fits',
    zh: '1.26.8、1.26.x、latest、">=1.25.3,<1.26"：取符合条件的最新版本',
  },
  'cli.toolchain.platform': {
    en: 'platforms, as GOOS/GOARCH, parted by commas',
    zh: '平台，GOOS/GOARCH 形式，以逗号分隔',
  },
  'cli.toolchain.keep': {
    en: 'besides, the newest N releases of each of the two minor versions that Go supports',
    zh: '另取 Go 当前支持的两个次版本各自最新的 N 个版本',
  },
  'cli.toolchain.add.upstream': {
    en: 'where to take them from, in the form of GOPROXY',
    zh: '来源，格式同 GOPROXY',
  },
  'cli.toolchain.add.total': {
    en: '{added} added, {held} held already, {failed} failed; {archives} {archives:archive:archives} made; {size} fetched',
    zh: '新增 {added}，已有 {held}，失败 {failed}；生成归档 {archives} 个；下载 {size}',
  },
  'toolchain.archive-name': {
    en: 'its name is to be that on the download site, such as go1.26.8.linux-amd64.tar.gz or go1.26.8.windows-amd64.zip',
    zh: '文件名须与下载站一致，如 go1.26.8.linux-amd64.tar.gz 或 go1.26.8.windows-amd64.zip',
  },
  'toolchain.needs-proof': {
    en: "what vouches for it? --sha256 of Go's download site, --signature and --key; or --vendor, whose it is",
    zh: '请用 --sha256 给出 Go 下载站公布的值，或用 --signature 与 --key 给出其签名，或用 --vendor 说明其来源',
  },
  'toolchain.signature-and-key': {
    en: '--signature and --key belong together: a signature, and the key by which you know its publisher',
    zh: '--signature 与 --key 须同时给出：签名，以及您所信任的发布者公钥',
  },
  'toolchain.sha256-form': { en: '64 hexadecimal digits are expected', zh: '应为 64 位十六进制数字' },
  'toolchain.label': {
    en: 'a label of 2 to 32 lower-case letters, digits and hyphens is expected, and none that stands for Go itself',
    zh: '标签应为 2 至 32 个小写字母、数字或连字符，且不得与 Go 官方混淆',
  },
  'toolchain.sha256': {
    en: 'its SHA-256 is {found}, not {wanted}: it is damaged, or not the file of its publisher',
    zh: '其 SHA-256 为 {found}，而非 {wanted}：文件已损坏，或并非发布者的文件',
  },
  'toolchain.other-files': {
    en: 'its files have the hash {found}, and those of the toolchain that the log knows {wanted}',
    zh: '其中文件的哈希为 {found}，而日志所知的工具链为 {wanted}',
  },
  'toolchain.other-official': {
    en: "the publisher's own archive of that name is held with SHA-256 {held}; this one has {found}",
    zh: '该名称的官方归档已存，SHA-256 为 {held}；此文件为 {found}',
  },
  'toolchain.no-record': {
    en: 'the log does not know its checksums, and there is no upstream to ask: take the module in first',
    zh: '日志中没有其校验和，且没有上游可查询：请先收入该模块',
  },
  'cli.toolchain.import': {
    en: "take a publisher's own archive of a toolchain from a file",
    zh: '从文件导入发布者的工具链归档',
  },
  'cli.toolchain.import.file': {
    en: 'the archive, under its name on the download site',
    zh: '归档文件，名称与下载站一致',
  },
  'cli.toolchain.import.sha256': {
    en: 'what the publisher says of it; an archive of Go itself needs this or a signature',
    zh: '发布者公布的 SHA-256；Go 官方归档须提供此值或签名',
  },
  'cli.toolchain.import.signature': {
    en: "the publisher's detached OpenPGP signature of it (.asc), checked with --key",
    zh: '发布者对该文件的 OpenPGP 分离签名（.asc），用 --key 校验',
  },
  'cli.toolchain.import.key': {
    en: 'the OpenPGP public keys that you have of the publisher; none is built in or fetched',
    zh: '您持有的发布者 OpenPGP 公钥；程序不内置也不下载任何公钥',
  },
  'cli.toolchain.import.signed': { en: 'signed by the key {key}', zh: '由密钥 {key} 签名' },
  'cli.toolchain.import.vendor': {
    en: "whose it is, where it is not Go's own: it is served below /dl/LABEL/",
    zh: '非 Go 官方的归档注明其来源标签，将在 /dl/LABEL/ 下提供',
  },
  'cli.toolchain.import.total': { en: '{name}: {bytes}, SHA-256 {sha256}', zh: '{name}：{bytes}，SHA-256 {sha256}' },
  'cli.toolchain.ls': { en: 'list the toolchains that the node holds', zh: '列出节点持有的工具链' },
  'dl.title': { en: 'Go toolchains', zh: 'Go 工具链' },
  'dl.vendor-title': { en: "Toolchains of {vendor}, not Go's own", zh: '{vendor} 的工具链（非 Go 官方）' },
  'dl.node': { en: 'Archives that the node {node} holds.', zh: '节点 {node} 持有的归档。' },
  'dl.none': { en: 'It holds none.', zh: '尚无归档。' },
  'dl.unstable': { en: 'to try out', zh: '试用版' },
  'dl.file': { en: 'file', zh: '文件' },
  'dl.platform': { en: 'platform', zh: '平台' },
  'dl.size': { en: 'size', zh: '大小' },
  'dl.kind': { en: 'kind', zh: '类型' },
  'dl.sha256': { en: 'SHA-256', zh: 'SHA-256' },
  'dl.rebuilt': { en: 'rebuilt', zh: '重建' },
  'dl.rebuilt-means': {
    en: 'Rebuilt: made on the node from the verified module of the toolchain; its SHA-256 is not that of the publisher.',
    zh: '重建：由节点根据已验证的工具链模块生成，其 SHA-256 与发布者公布的不同。',
  },
  'dl.vendors': { en: 'Toolchains of vendors:', zh: '厂商工具链：' },
  'toolchain.none': { en: 'it is no toolchain', zh: '不是工具链' },
} as const satisfies Record<string, Text>
