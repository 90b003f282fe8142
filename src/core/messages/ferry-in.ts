import type { Text } from './text.ts'

/** Messages: bundles that come in. */
export const ferryInTexts = {
  'bundle.fork': {
    en: 'its log {origin} had root {known} at {size} entries when it was imported, and here has {brought}: the mirror signed both; nothing is taken, the header is kept as evidence',
    zh: '日志 {origin} 在 {size} 条处，先前导入时的根为 {known}，此包中为 {brought}：镜像站对两者都签了名；未导入任何内容，包头保留为证据',
  },
  'bundle.gap': {
    en: 'it begins at entry {from} of {origin}, and {have} {have:entry is:entries are} here: bring the bundle between; this one is kept and goes on then',
    zh: '它从 {origin} 的第 {from} 条开始，本地已有 {have} 条：请带来中间的摆渡包；此包已保留，届时继续',
  },
  'bundle.replay': {
    en: 'it ends at entry {to} of {origin}, and {have} {have:entry is:entries are} here: there is nothing new in it; --heal verifies it and mends damaged files from it',
    zh: '它止于 {origin} 的第 {to} 条，本地已有 {have} 条：没有新内容；加 --heal 可校验并用它修复损坏的文件',
  },
  'bundle.missing': {
    en: 'bring {names}; what came is kept',
    zh: '请带来 {names}；已收到的部分会保留',
  },
  'bundle.missing-or-parity': {
    en: 'bring {names}; any of its parity files {parity} does in the place of a volume; what came is kept',
    zh: '请带来 {names}；任意一个校验文件（{parity}）可代替一个缺失的卷；已收到的部分会保留',
  },
  'bundle.no-identity': {
    en: 'it is encrypted, and this node has no key to open it: have it cut for the key that goferry ferry recipient prints',
    zh: '该包已加密，而本节点没有解密密钥：请让镜像站用 goferry ferry recipient 输出的公钥重新制作',
  },
  'bundle.other-bytes': {
    en: 'its bytes are not those that the header names: bring it again',
    zh: '其内容与包头所列不符：请重新带来',
  },
  'bundle.other-size': {
    en: 'it has {size} bytes, and the header says {expected}: bring it again',
    zh: '其大小为 {size} 字节，包头所列为 {expected} 字节：请重新带来',
  },
  'bundle.no-room-in': {
    en: '{needed} bytes are needed for its volumes and what they hold, and {free} are free beyond the reserve',
    zh: '其各卷及内容需要 {needed} 字节，除保留空间外仅剩 {free} 字节',
  },
  'bundle.no-header': {
    en: 'no header of a bundle lies in {folders}, and none waits for volumes: bring the disc with the file …-header.txt',
    zh: '{folders} 中没有摆渡包的包头，也没有正在等待卷的摆渡包：请带来含有 …-header.txt 文件的介质',
  },
  'bundle.no-such': {
    en: 'goferry ferry ls shows those that there are',
    zh: '可用 goferry ferry ls 查看现有的摆渡包',
  },
  'bundle.many-such': { en: 'it could be any of {ids}', zh: '可能是以下任意一个：{ids}' },
  'bundle.volume-gone': { en: '{name} is gone: bring it again', zh: '{name} 已不在：请重新带来' },
  'bundle.other-tree': {
    en: 'its entries do not lead from the first tree of the header to the second',
    zh: '其条目不能从包头中的第一棵树得到第二棵树',
  },
  'bundle.short': { en: 'it ends before its size', zh: '其内容未达到应有大小' },
  'bundle.internal': {
    en: '{module} has the prefix of an internal module: such never come from outside',
    zh: '{module} 属于内部模块前缀：此类模块绝不从外部接收',
  },
  'bundle.broken': { en: 'it breaks a rule: {code}', zh: '违反规则：{code}' },
  'bundle.before-record': {
    en: 'an entry names a version that has no record before it',
    zh: '条目所指的版本此前没有校验和记录',
  },
  'bundle.without': {
    en: 'the header says of an entry that its blob stays at home, and it names none, or says so twice',
    zh: '包头称某条目的内容未随包携带，但该条目不指向内容，或重复声明',
  },
  'bundle.other-object': {
    en: 'the stream has {found} there, and the log says {expected}',
    zh: '数据流此处为 {found}，日志要求 {expected}',
  },
  'bundle.object-size': {
    en: 'it has {size} bytes, and may have {limit}',
    zh: '其大小为 {size} 字节，允许 {limit} 字节',
  },
  'bundle.object-digest': {
    en: 'it has the digest {found}, and the log says {expected}',
    zh: '其摘要为 {found}，日志记录为 {expected}',
  },
  'bundle.certificate': { en: 'it is no certificate of a rehearsal', zh: '不是演练证书' },
  'bundle.counts': {
    en: 'it holds {objects} objects, and the header says {expected}',
    zh: '其中有 {objects} 个对象，包头所列为 {expected} 个',
  },
  'bundle.first': {
    en: 'the first object of {name} begins elsewhere than the header says',
    zh: '{name} 中第一个对象的起点与包头所列不同',
  },
  'bundle.other-hashes': {
    en: '{module} has {brought} there, and {known} in the log of this node: two authorities differ',
    zh: '{module} 在此包中为 {brought}，在本节点日志中为 {known}：两个权威不一致',
  },
  'cli.ferry.in': {
    en: 'take bundles in from folders and discs, in any order; without one, go on with what came before',
    zh: '从目录或光盘导入摆渡包，顺序不限；不指定目录则继续先前的导入',
  },
  'cli.ferry.in.paths': { en: 'folders and discs; only read', zh: '目录或光盘；只读取' },
  'cli.ferry.in.heal': {
    en: 'take a bundle that brings nothing new too: verify it and mend damaged files from it',
    zh: '也接收没有新内容的包：校验它，并用它修复损坏的文件',
  },
  'cli.ferry.in.ahead': {
    en: 'bundle {id} says that it was cut {created}, more than a day from now: look at the clock of the mirror and of this node',
    zh: '摆渡包 {id} 声称制作于 {created}，比现在晚一天以上：请检查镜像站与本节点的时钟',
  },
  'cli.ferry.in.nothing': {
    en: 'no bundle waits here: name the folders and discs that hold one',
    zh: '没有等待中的摆渡包：请给出存有摆渡包的目录或光盘',
  },
  'cli.ferry.ls': {
    en: 'the bundles that were taken in, and what each waits for',
    zh: '已导入的摆渡包，以及各自在等待什么',
  },
  'cli.ferry.drop': {
    en: 'remove what was received of a bundle; what was committed stays',
    zh: '删除已收到的摆渡包文件；已提交的内容保留',
  },
  'cli.ferry.row': {
    en: 'bundle {id} of {origin}, entries {from} to {to}: {next}',
    zh: '摆渡包 {id}，来自 {origin}，条目 {from} 至 {to}：{next}',
  },
  'cli.ferry.drop.undecided': {
    en: 'also where files wait in quarantine for a decision',
    zh: '即使隔离区中仍有文件等待审批也删除',
  },
  'cli.ferry.dropped-undecided': {
    en: 'bundle {id} is removed, and what waited for a decision with it, and the decisions: goferry ferry in --heal with its discs brings those files back, to be approved anew',
    zh: '已删除摆渡包 {id}，等待审批的文件及已有的审批也一并删除：用其介质运行 goferry ferry in --heal 可取回这些文件，需重新审批',
  },
  'cli.ferry.dropped-early': {
    en: 'bundle {id} is removed, and nothing of it is in the log: goferry ferry in with its discs begins anew',
    zh: '已删除摆渡包 {id}，其内容均未写入日志：用其介质运行 goferry ferry in 可重新导入',
  },
  'bundle.drop-half': {
    en: 'its entries are in the log and not all of its files in their places, for its commit was cut off: goferry ferry in goes on',
    zh: '其条目已写入日志，但提交中断，部分文件尚未就位：请运行 goferry ferry in 继续',
  },
  'bundle.drop-loses': {
    en: '{n} {n:file:files} of it can still be approved and would be lost from quarantine: approve them, or drop it with --undecided; goferry ferry in --heal with its discs brings them back',
    zh: '其中 {n} 个文件仍可审批，删除后将从隔离区丢失：请先审批，或加 --undecided 删除；用其介质运行 goferry ferry in --heal 可取回',
  },
  'cli.ferry.dropped': { en: 'bundle {id} is removed', zh: '已删除摆渡包 {id}' },
  'cli.ferry.receiving': { en: 'waits for {names}', zh: '等待 {names}' },
  'cli.ferry.received': {
    en: 'received; next goferry ferry in verifies it',
    zh: '已收齐；下次运行 goferry ferry in 时校验',
  },
  'cli.ferry.verified': { en: 'verified', zh: '已校验' },
  'cli.ferry.quarantined': { en: 'verified, its blobs in quarantine', zh: '已校验，内容在隔离区' },
  'cli.ferry.scanned': { en: 'scanned; waits for approval', zh: '已扫描；等待审批' },
  'cli.ferry.committed': { en: 'in the log; some entries are undecided', zh: '已写入日志；部分条目未决' },
  'cli.ferry.done': { en: 'in the log', zh: '已写入日志' },
  'cli.ferry.refused': { en: 'refused: {why}', zh: '已拒绝：{why}' },
  'cli.ferry.not-taken': { en: 'not taken: {why}', zh: '未接收：{why}' },
} as const satisfies Record<string, Text>
