import type { Text } from './text.ts'

/**
 * Messages: one for each error code of `core/errors.ts`. `{subject}` is what the error is about. The docstring of each
 * says when it happens; tools/gen-reference.ts makes docs/reference/errors.md of them.
 */
export const errorTexts = {
  /** A module path breaks Go's rules (`module.CheckPath`), or its escaped form does. */
  'bad-module-path': { en: 'malformed module path "{subject}"', zh: '模块路径 "{subject}" 不合法' },
  /** A version is no semantic version in the form that Go accepts for that module path. */
  'bad-version': { en: 'malformed version "{subject}"', zh: '版本号 "{subject}" 不合法' },
  /** A path inside a module breaks Go's rules (`module.CheckFilePath`). */
  'bad-file-path': { en: 'malformed file path "{subject}"', zh: '文件路径 "{subject}" 不合法' },
  /** A go.mod or go.work does not follow the grammar, or declares another module than its path says. */
  'bad-gomod': { en: 'malformed {subject}', zh: '{subject} 格式错误' },
  /** A `.info` is not the JSON that it must be, or contradicts the version that it belongs to. */
  'bad-info': { en: 'malformed .info of {subject}', zh: '{subject} 的 .info 不合法' },
  /** A module zip breaks the rules of Go's `zip` package, or holds bytes that no member accounts for. */
  'bad-zip': { en: 'bad module zip {subject}', zh: '模块压缩包 {subject} 不合法' },
  /** The archive of a toolchain is not in the form of one, or holds what would do harm where it is unpacked. */
  'bad-archive': { en: 'bad archive {subject}', zh: '归档 {subject} 不合法' },
  /** A signed note is not well-formed, lacks a signature of a known key, or carries a wrong one. */
  'bad-note': { en: 'bad signed note {subject}', zh: '签名文本 {subject} 不合法' },
  /**
   * A key is not in the form of `note` keys, or its name and hash do not fit it; or a file is no OpenPGP public key.
   */
  'bad-key': { en: 'bad key {subject}', zh: '密钥 {subject} 不合法' },
  /** A publisher's signature is none, is of another key or another file, or was made by a key that is not valid now. */
  'bad-signature': { en: 'signature refused: {subject}', zh: '签名未被接受：{subject}' },
  /** A tile has the wrong name, length or hashes for its place in the tree. */
  'bad-tile': { en: 'bad tile {subject}', zh: '分片 {subject} 不合法' },
  /** An inclusion or consistency proof does not lead to the root of the signed head. */
  'bad-proof': { en: 'proof refused for {subject}', zh: '{subject} 的证明未通过验证' },
  /** A checksum record is not Go's two lines, or speaks of another module version. */
  'bad-record': { en: 'bad checksum record {subject}', zh: '校验记录 {subject} 不合法' },
  /** An entry of the log is not of a known form. */
  'bad-entry': { en: 'bad log entry {subject}', zh: '日志条目 {subject} 不合法' },
  /**
   * Parity cannot be made for so many files, or lost files cannot be recovered: too
   * few are there, or one has another size than the set says.
   */
  'bad-parity': { en: 'parity refused for {subject}', zh: '无法对 {subject} 使用校验' },
  /** A setting is unknown, of the wrong type or out of its bounds. */
  'bad-settings': { en: 'bad settings: {subject}', zh: '配置错误：{subject}' },
  /** A command is called with arguments that it does not take. */
  usage: { en: 'wrong use: {subject}', zh: '用法错误：{subject}' },
  /** Policy hides the module or version: a deny pattern, an internal prefix, a recall. */
  denied: { en: '{subject} is refused by policy', zh: '{subject} 被策略拒绝' },
  /** This node does not hold it and may not, or cannot, ask above. */
  missing: { en: '{subject} is not on this node', zh: '本节点没有 {subject}' },
  /** The upstream that was asked says that it does not exist (404 or 410). */
  absent: { en: '{subject} does not exist', zh: '{subject} 不存在' },
  /**
   * The public checksum database answers that it has no record (404,
   * 410 or 400 on a lookup), and no `--unlisted` pattern allows it.
   */
  'not-listed': { en: '{subject} is not listed by the public checksum database', zh: '公共校验数据库未收录 {subject}' },
  /** The public checksum database could not be asked (403, 5xx, time-out, no `/sumdb`); nothing unchecked is taken. */
  'not-checked': {
    en: '{subject} could not be checked against the public checksum database',
    zh: '无法用公共校验数据库核对 {subject}',
  },
  /** The hash of what was fetched is not the one that was recorded. */
  mismatch: { en: 'checksum mismatch: {subject}', zh: '校验和不一致：{subject}' },
  /** The upstream answered 403 or another refusal that is no 404. */
  'upstream-refused': { en: 'the upstream refused {subject}', zh: '上游拒绝了 {subject}' },
  /** The upstream could not be reached, timed out, answered 5xx or something that is not the file asked for. */
  'upstream-failed': { en: 'the upstream failed on {subject}', zh: '上游获取 {subject} 失败' },
  /** It is longer than the limit for its kind. */
  'too-large': { en: '{subject} is too large', zh: '{subject} 过大' },
  /** Two signed heads of one log cannot both be true. Nothing more is taken; the evidence is kept. */
  'log-fork': { en: 'the log has forked: {subject}', zh: '透明日志出现分叉：{subject}' },
  /** A signed head is older than one already seen where none may be. */
  'log-rollback': { en: 'the log went back: {subject}', zh: '透明日志被回滚：{subject}' },
  /** Two writers raced for the head and this one lost; its signature is never published. */
  'head-conflict': { en: 'another writer moved the head of {subject}', zh: '另一个写入者已移动 {subject} 的树头' },
  /** The replica of the log could not be read or written: nothing is acknowledged until it can. */
  'replica-failed': {
    en: 'the replica of {subject} failed, and nothing is acknowledged without it',
    zh: '{subject} 的副本不可用，未写入副本的内容不予确认',
  },
  /** The same name is already stored with other bytes; published is immutable. */
  'store-conflict': { en: '{subject} is already stored with other content', zh: '{subject} 已存有不同内容' },
  /** What is stored no longer has the bytes that were verified when it was written. */
  'store-damaged': { en: '{subject} is damaged', zh: '{subject} 已损坏' },
  /** Another process holds the lock of the data folder. */
  'data-locked': { en: 'the data folder {subject} is in use', zh: '数据目录 {subject} 正被使用' },
  /** A private key lies in a file whose mode lets others read it. */
  'key-exposed': { en: 'key file {subject} can be read by others', zh: '密钥文件 {subject} 可被他人读取' },
  /** The disk is full, or a quota is. */
  'no-space': { en: 'no space left for {subject}', zh: '磁盘空间不足：{subject}' },
  /** The operating system failed to read or write, for a reason other than space. */
  'io-failed': { en: 'reading or writing {subject} failed', zh: '读写 {subject} 失败' },
  /** The database server could not be reached, or has no connection left; asking again later may succeed. */
  'database-unreachable': { en: 'the database {subject} cannot be reached', zh: '无法连接数据库 {subject}' },
  /**
   * The database does not let this node in, or is not its own: a wrong password, no
   * such database, no right, another node's, another program's, of a newer goferry.
   */
  'database-refused': { en: 'the database {subject} cannot be used', zh: '无法使用数据库 {subject}' },
  /** More work waits already than the node takes on; asking again later may succeed. */
  busy: { en: 'too much to do for {subject} now', zh: '当前任务过多，暂时无法处理 {subject}' },
  /** The node is shutting down: it finishes what was begun and takes nothing new. */
  stopping: { en: 'the node is stopping', zh: '节点正在停止' },
  /** A command did all that it could, but not everything that it was asked for: each failure was named. */
  incomplete: { en: '{subject} did not do all that was asked', zh: '{subject} 未能全部完成' },
  /** `goferry doctor` found what is an error and was not mended: each was told, with what to do. */
  unhealthy: { en: '{subject} found errors', zh: '{subject} 发现错误' },
  /** It was stopped on request before its end; what it had done is kept. */
  interrupted: {
    en: '{subject} was interrupted: what was done is kept, and the same command goes on from there',
    zh: '{subject} 已中断：已完成的部分已保存，再次运行同一命令即可继续',
  },
  /** The go command of this machine, which was asked what a project needs, failed. */
  'go-failed': { en: '{subject} failed', zh: '{subject} 失败' },
  /** A program of this machine that was to do a part of the work failed. */
  'program-failed': { en: '{subject} failed', zh: '{subject} 运行失败' },
  /** What was encrypted for a site cannot be opened: it is for other keys, is damaged, or is no such file. */
  'bad-seal': { en: '{subject} cannot be unsealed', zh: '无法解密 {subject}' },
  /** A job was ended before its end: it took too long or too much, or its process died. */
  'job-ended': { en: 'job {subject} was ended', zh: '任务 {subject} 被终止' },
  /** The data folder has a format that this program does not read: a newer or an older goferry wrote it. */
  'format-unknown': { en: 'data folder of format {subject}', zh: '数据目录的格式为 {subject}' },
  /** Volumes of a bundle are missing: each is named, with what else would do. */
  'bundle-incomplete': { en: 'bundle {subject} is not whole', zh: '摆渡包 {subject} 不完整' },
  /** A bundle begins after what this node has of its mirror's log: the one before it is missing. */
  'bundle-gap': { en: 'bundle {subject} does not follow on what is here', zh: '摆渡包 {subject} 与已有内容不衔接' },
  /** A bundle brings nothing that was not imported before: it serves to verify and to heal alone. */
  'bundle-replay': { en: 'bundle {subject} was imported before', zh: '摆渡包 {subject} 已导入过' },
  /** A bundle and what was imported before cannot both come from one log. Nothing is taken; both are kept. */
  'bundle-fork': { en: 'bundle {subject} shows a fork of the log', zh: '摆渡包 {subject} 表明日志出现分叉' },
  /** A bundle comes from a mirror that the trust policy does not name, or is for another site. */
  'bundle-foreign': { en: 'bundle {subject} is not for this node', zh: '摆渡包 {subject} 不属于本节点' },
  /** A bundle came after the time until which it may be imported. */
  'bundle-expired': { en: 'bundle {subject} has expired', zh: '摆渡包 {subject} 已过期' },
  /** A bundle lacks signatures of keys that the trust policy names, at the time when it was signed or now. */
  'bundle-untrusted': { en: 'bundle {subject} is not trusted', zh: '摆渡包 {subject} 不受信任' },
  /** A bundle was signed by a key that the trust policy has revoked. */
  'bundle-revoked': { en: 'bundle {subject} is signed by a revoked key', zh: '摆渡包 {subject} 由已吊销的密钥签名' },
  /** A bundle names a module with an internal prefix: such never come from outside (A01). */
  'bundle-internal': { en: 'bundle {subject} names an internal module', zh: '摆渡包 {subject} 含有内部模块' },
  /** A file of a bundle does not have the bytes that the header names. */
  'bundle-damaged': { en: '{subject} of a bundle is damaged', zh: '摆渡包中的 {subject} 已损坏' },
  /** What a bundle holds is not what its own log says, or breaks the rules of what it is. */
  'bundle-refused': { en: 'bundle {subject} is refused for what it holds', zh: '摆渡包 {subject} 因其内容被拒绝' },
  /** A check of the operator's (an antivirus) said no to what a bundle holds, or could not say yes. */
  'bundle-unclean': { en: 'bundle {subject} did not pass a check', zh: '摆渡包 {subject} 未通过检查' },
  /** A check of the operator's is older than the settings allow: it says nothing of what is new. */
  'scan-stale': { en: 'the check {subject} is out of date', zh: '检查 {subject} 已过时' },
  /** Too few of the approvers that the trust policy asks for have decided yet. */
  'bundle-undecided': { en: 'bundle {subject} waits for approval', zh: '摆渡包 {subject} 等待审批' },
  /** A receipt is not of this log, or not signed by the site. */
  'bad-receipt': { en: 'receipt {subject} is refused', zh: '回执 {subject} 被拒绝' },
  /** A bug in goferry: please report it. */
  internal: { en: 'internal error: {subject}', zh: '内部错误：{subject}' },
} as const satisfies Record<string, Text>
