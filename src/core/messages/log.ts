import type { Text } from './text.ts'

/** Messages: why a note, key, tile, proof, record or log entry was refused. */
export const logTexts = {
  'entry-not-record-text': {
    en: 'not the text of a record (lines of UTF-8 without blank lines or control characters)',
    zh: '不是合法的记录文本（须为 UTF-8 文本行，不含空行和控制字符）',
  },
  'entry-too-large': { en: 'larger than {limit} bytes', zh: '超过 {limit} 字节' },
  'entry-kind': {
    en: 'the first line is neither a checksum nor a kind of entry',
    zh: '首行既不是校验和，也不是条目类型',
  },
  'entry-field': { en: 'field {field} is missing or out of place', zh: '缺少字段 {field}，或其位置不对' },
  'entry-value': { en: 'field {field} has no valid value', zh: '字段 {field} 的值不合法' },
  'entry-surplus': { en: 'lines after the last field', zh: '最后一个字段之后还有多余的行' },
  'entry-order': { en: 'entry {id} comes where {expected} is next', zh: '此处应为条目 {expected}，却是 {id}' },
  'entry-record-changed': {
    en: 'the log already holds other hashes for this version',
    zh: '日志中该版本已有不同的校验和',
  },
  'entry-info-changed': {
    en: 'the log already holds another .info for this version',
    zh: '日志中该版本已有不同的 .info',
  },
  'entry-archive-changed': {
    en: "the log already holds the publisher's own archive of this version, and another is never put in its place",
    zh: '日志中已有该版本的官方归档，不会被其他文件取代',
  },
  'entry-import-back': {
    en: 'the log has taken more of that log, or another tree of this size',
    zh: '日志已导入该日志的更多内容，或同一大小的另一棵树',
  },
  'entry-import-count': {
    en: 'it does not count the new entries that follow it',
    zh: '其计数与随后的新条目不符',
  },
  'entry-before-record': { en: 'the log holds no checksums of this version yet', zh: '日志中还没有该版本的校验和' },

  'note-too-large': { en: 'larger than {limit} bytes', zh: '超过 {limit} 字节' },
  'note-not-text': {
    en: 'not UTF-8, or it holds control characters other than line ends',
    zh: '不是 UTF-8 文本，或含有换行以外的控制字符',
  },
  'note-no-signatures': {
    en: 'no block of signatures after a blank line',
    zh: '空行之后没有签名段',
  },
  'note-signature-line': { en: 'malformed signature line', zh: '签名行格式错误' },
  'note-many-signatures': { en: 'more than {limit} signatures', zh: '签名超过 {limit} 个' },
  'note-ambiguous-key': { en: 'two keys with the same name and hash: {key}', zh: '两个密钥的名称和哈希相同：{key}' },
  'note-bad-signature': { en: 'the signature by {key} is wrong', zh: '密钥 {key} 的签名错误' },
  'note-unsigned': { en: 'no signature by a known key', zh: '没有已知密钥的签名' },

  'key-form': { en: 'not of the form {form}', zh: '格式不是 {form}' },
  'key-name': { en: 'a key name is not empty and holds no space and no "+"', zh: '密钥名称不能为空，不能含空白或 "+"' },
  'key-algorithm': { en: 'not an Ed25519 key', zh: '不是 Ed25519 密钥' },
  'key-length': { en: 'an Ed25519 key has 32 bytes', zh: 'Ed25519 密钥应为 32 字节' },
  'key-hash': { en: 'the hash is not that of this name and key', zh: '哈希与名称和密钥不符' },

  'tile-path': { en: 'malformed tile path', zh: '分片路径格式错误' },
  'tile-range': { en: 'no tree that can be counted has this tile', zh: '超出可计数范围，不存在这样的分片' },
  'tile-length': { en: '{length} bytes instead of {expected}', zh: '长度为 {length} 字节，应为 {expected} 字节' },
  'tile-other': { en: 'hash {index} is not in this tile', zh: '哈希 {index} 不在此分片中' },
  'tile-count': { en: '{count} tiles came for {expected}', zh: '请求 {expected} 个分片，得到 {count} 个' },
  'tile-inconsistent': { en: 'it does not belong to the tree of size {size}', zh: '不属于大小为 {size} 的树' },
  'tile-data': { en: 'not {count} records', zh: '不是 {count} 条记录' },
  'tile-missing': { en: 'the right edge of the tree lacks it', zh: '树的右边缘缺少它' },

  'tree-form': { en: 'not a tree head', zh: '不是树头' },
  'tree-size': { en: 'the size is not a number up to 2^52', zh: '大小不是 2^52 以内的数' },
  'tree-root': { en: 'the root is not a hash of 32 bytes', zh: '根哈希不是 32 字节' },
  'tree-origin': { en: 'the origin is not {origin}', zh: '来源不是 {origin}' },

  'proof-range': { en: 'no such position in a tree of size {size}', zh: '大小为 {size} 的树中没有这个位置' },
  'proof-length': { en: 'a proof of this position has another length', zh: '该位置的证明长度不符' },
  'proof-wrong': { en: 'it does not lead to the root', zh: '推算不出该根哈希' },
  'proof-record': {
    en: 'record {id} of the tree of size {size} is another one',
    zh: '大小为 {size} 的树中，第 {id} 条记录与此不同',
  },

  'record-form': { en: 'not a number, a text and a blank line', zh: '不是“编号、文本、空行”的形式' },
  'record-id': { en: 'the number of the record is not one up to 2^52', zh: '记录编号不是 2^52 以内的数' },
  'record-text': { en: 'the text of the record is malformed', zh: '记录文本格式错误' },
  'record-lines': {
    en: 'not exactly the two checksum lines of one version',
    zh: '不是恰好一个版本的两行校验和',
  },
  'record-unrelated': { en: 'it speaks of {found}', zh: '记录的是 {found}' },

  'fork-heads': {
    en: 'the signed heads of size {keptSize} and {otherSize} contradict each other',
    zh: '大小为 {keptSize} 和 {otherSize} 的两个签名树头互相矛盾',
  },
  'rollback-heads': {
    en: 'a head of size {otherSize} came after one of size {keptSize}',
    zh: '已见过大小为 {keptSize} 的树头，又收到大小为 {otherSize} 的树头',
  },
  'receipt-ahead': {
    en: 'the receipt names {receipt} entries, and the log has {size}: the data folder went back in time',
    zh: '回执载明 {receipt} 个条目，而日志只有 {size} 个：数据目录被回退到了过去',
  },
  'receipt-fork': {
    en: 'a key of this log signed the root {root} for its first {receipt} {receipt:entry:entries}, but they have another one: two logs were written with one key; keep this receipt, it is the evidence',
    zh: '本日志的密钥曾为前 {receipt} 个条目签署根哈希 {root}，与日志现有内容不符：同一密钥写出了两份日志；请保留此回执作为证据',
  },

  'key-file-exists': { en: 'something is there already', zh: '目标文件已存在' },
  'keys-exist': { en: 'the node already has keys', zh: '本节点已有密钥' },
  'keys-none': { en: 'the node has no keys yet', zh: '本节点还没有密钥' },
  'keys-index-lost': {
    en: 'there are key files, but log.json, which names the log, is gone: restore the backup',
    zh: '密钥文件还在，但记录日志名称的 log.json 已丢失：请从备份恢复',
  },
  'keys-file-form': { en: 'field {field} is missing or wrong', zh: '缺少字段 {field}，或其值不对' },
  'keys-file-lost': { en: 'key file {file} is gone: restore the backup', zh: '密钥文件 {file} 已丢失：请从备份恢复' },
  'keys-from-environment': {
    en: 'the key comes from the environment: change it there',
    zh: '密钥来自环境变量：请在那里修改',
  },
  'keys-other-names': { en: 'its keys are not all for one log', zh: '其中的密钥不属于同一个日志' },
  'keys-rotating': { en: 'a rotation is under way: finish it first', zh: '密钥轮换尚未完成：请先完成' },
  'keys-not-rotating': { en: 'no rotation is under way', zh: '当前没有进行中的密钥轮换' },
  'log-name-form': {
    en: 'a log is named like a host: lower-case letters, digits, "-" and ".", at most {limit} of them',
    zh: '日志名称须像主机名：小写字母、数字、"-" 和 "."，最多 {limit} 个字符',
  },
  'log-name-used': { en: 'the name of a log is never used again', zh: '日志名称永不复用' },

  'log-call-too-large': {
    en: 'one call may append at most {entries} entries and {bytes} bytes',
    zh: '一次调用最多追加 {entries} 个条目、{bytes} 字节',
  },
  'log-queue-full': { en: 'too many entries wait to be appended', zh: '等待追加的条目过多' },
  'log-head-form': { en: 'the stored head of the log is malformed', zh: '已存储的日志树头格式错误' },
  'log-stage-form': { en: 'the staged commit is missing or malformed', zh: '暂存的提交缺失或格式错误' },
  'log-other-name': {
    en: 'the stored log is named {stored}, which was not retired by a change of name',
    zh: '已存储的日志名为 {stored}，且未通过改名停用',
  },
  'log-published-ahead': {
    en: 'a head of size {published} was published, but the stored head has size {stored}: the folder went back in time',
    zh: '已发布的树头大小为 {published}，而存储的树头大小为 {stored}：数据目录被回退到了过去',
  },
  'log-keys-restored': {
    en: 'its keys come from a backup and signed a log before: put the folders log and public back beside them, or begin anew with: goferry keys rename NAME',
    zh: '其密钥来自备份，曾为日志签名：请将 log 与 public 目录放回原处，或以新名称重新开始：goferry keys rename NAME',
  },
  'log-head-lost': {
    en: 'a log was published, but its stored head is gone: restore the log folder',
    zh: '日志已发布过，但存储的树头已丢失：请恢复 log 目录',
  },
  'log-data-other': { en: 'its records are not those of the signed tree', zh: '其中的记录与签名的树不符' },

  'replica-problem': { en: '{problem}', zh: '{problem}' },
  'replica-other': {
    en: 'the place that the setting replica names is not the one that this log was written to so far: mount or name that one, or begin a new one by starting once with replica: off',
    zh: 'replica 配置所指位置不是此前写入的副本：请挂载或指明原副本；如要更换新副本，请先以 replica: off 启动一次',
  },
  'replica-needed': {
    en: 'the log was written with a replica so far: name it by the setting replica, or do without it from now on by replica: off',
    zh: '此日志此前一直写入副本：请用 replica 配置指明副本，或以 replica: off 表示今后不再使用',
  },
  'replica-same-folder': {
    en: 'the replica lies inside the data folder, or the data folder in it: name a folder on another disk',
    zh: '副本目录与数据目录相互包含：请指定另一块磁盘上的目录',
  },
  'replica-other-log': {
    en: 'it is the replica of the log {found}, not of {expected}: name another place',
    zh: '该处是日志 {found} 的副本，而非 {expected} 的副本：请指定其他位置',
  },
  'replica-ahead': {
    en: 'the replica has {replica} {replica:entry:entries} and the log {own}: the data folder went back in time; catch up with: goferry restore --catch-up',
    zh: '副本有 {replica} 个条目，而日志只有 {own} 个：数据目录被回退到了过去；请运行 goferry restore --catch-up 追平',
  },
  'replica-behind': {
    en: 'the replica has {replica} {replica:entry:entries} and the backup {own}: it is not the one that the log was written to last',
    zh: '副本有 {replica} 个条目，少于备份中的 {own} 个：它不是该日志最后写入的副本',
  },
  'replica-unsigned': {
    en: 'the head of the replica is not signed by a key of this folder: restore the newest keys first (goferry keys restore)',
    zh: '副本的树头并非由本目录中的密钥签名：请先恢复最新的密钥（goferry keys restore）',
  },
  'log-no-saved-head': { en: 'its head changes faster than it can be read', zh: '树头变化过快，无法读取' },
  'log-saved-heads': { en: 'the signed heads are not those of the saved tree', zh: '已签名的树头与保存的树不符' },
  'log-restored': {
    en: 'the folder was restored from a backup, and what is signed now could contradict what was signed since: name the replica of the log by the setting replica and start again, or go on under a new name with: goferry keys rename NAME',
    zh: '数据目录由备份恢复而来，此时签名可能与备份之后的签名矛盾：请用 replica 配置指明日志的副本后重新启动，或以新名称继续：goferry keys rename NAME',
  },
  'log-restoring': {
    en: 'a restoration was not finished: run goferry restore once more',
    zh: '恢复尚未完成：请再次运行 goferry restore',
  },
  'log-restored-no-keys': {
    en: 'the folder was restored without its keys: bring them back with: goferry keys restore FILE',
    zh: '数据目录恢复时不含密钥：请运行 goferry keys restore 文件 取回密钥',
  },
} as const satisfies Record<string, Text>
