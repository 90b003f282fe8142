import type { Text } from './text.ts'

/** Messages: backups, trying them out, restoring them, upgrades. */
export const backupTexts = {
  'backup-form': { en: 'it is missing, cut or altered', zh: '该文件缺失、不完整或被改动' },
  'backup-none': {
    en: 'there is no finished backup in this folder',
    zh: '该目录中没有已完成的备份',
  },
  'backup-other': {
    en: 'it is not what the manifest of the backup says',
    zh: '其内容与备份清单不符',
  },
  'backup-inside': {
    en: "a backup and the node's folder may not lie in each other: name a folder elsewhere, best on another disk",
    zh: '备份与节点目录不能互相包含：请指定其他位置的目录，最好在另一块磁盘上',
  },
  'backup-not-empty': {
    en: 'the folder holds something that is no backup: name an empty one',
    zh: '该目录中有备份以外的内容：请指定空目录',
  },
  'backup-other-log': {
    en: 'the folder has a backup of the log {found}: name another folder',
    zh: '该目录是日志 {found} 的备份：请指定其他目录',
  },
  'backup-newer': {
    en: 'the folder has a backup of {keptSize} {keptSize:entry:entries} and the node has {otherSize}: the node went back in time, and the backup is left as it is',
    zh: '该目录的备份有 {keptSize} 个条目，而节点只有 {otherSize} 个：节点被回退到了过去，备份保持原样',
  },
  'backup-bad': {
    en: '{bad} {bad:file:files} of the backup {bad:is:are} bad; see above',
    zh: '备份中有 {bad} 个文件损坏，详见上文',
  },
  'backup-holes': {
    en: '{missing} {missing:file:files} that the log names {missing:is:are} not in the backup, since the node does not hold {missing:it:them} as logged: run goferry verify',
    zh: '日志所列文件中有 {missing} 个未进入备份，因节点未按日志持有：请运行 goferry verify',
  },
  'restore-not-empty': {
    en: 'the data folder is not empty: name an empty one by --data',
    zh: '数据目录不为空：请用 --data 指定空目录',
  },
  'restore-other': {
    en: 'the restoration of another backup was not finished in this data folder: go on with that one, or empty the folder',
    zh: '该数据目录中另一份备份的恢复尚未完成：请继续恢复那一份，或先清空目录',
  },
  'restore-nothing': {
    en: 'name the folder of a backup, or --catch-up',
    zh: '请指定备份目录，或使用 --catch-up',
  },
  'restore-no-replica': {
    en: 'to catch up, the settings must name a replica',
    zh: '追平需要在配置中指明 replica',
  },
  'cli.backup': { en: 'copy the node into a folder, or try such a copy out', zh: '将节点备份到目录，或演练已有备份' },
  'cli.backup.dir': {
    en: 'folder of the backup; what it has already is not copied again',
    zh: '备份目录；已有内容不再复制',
  },
  'cli.backup.keys': {
    en: 'with the private keys, in files of mode 0600: keep such a backup as you keep keys',
    zh: '同时备份私钥（权限 0600 的文件）：这样的备份须与私钥同样保管',
  },
  'cli.backup.drill': {
    en: 'change nothing: compute the root of the log, compare it with the signed head, and read every file',
    zh: '不作改动：计算日志的根并与已签名的树头比较，并核对每个文件',
  },
  'cli.backup.total': {
    en: 'backup of {name} at {entries} {entries:entry:entries}, root {root}: {files} {files:file:files}, {size}; {copied} new ({copiedSize}), {removed} removed, {missing} missing',
    zh: '{name} 的备份，{entries} 个条目，根 {root}：{files} 个文件，{size}；新增 {copied}（{copiedSize}），移除 {removed}，缺失 {missing}',
  },
  'cli.backup.drilled': {
    en: 'backup of {name} from {at}: the entries lead to the signed root {root} at {entries}; {files} {files:file:files} read, {size}: {bad} bad',
    zh: '{name} 于 {at} 的备份：条目推算出已签名的根 {root}（{entries} 个条目）；已读取 {files} 个文件，{size}：损坏 {bad}',
  },
  'cli.restore': { en: 'bring a node back from a backup, into an empty data folder', zh: '将备份恢复到空的数据目录' },
  'cli.restore.dir': { en: 'folder of the backup', zh: '备份目录' },
  'cli.restore.catch-up': {
    en: 'no backup: the data folder itself is an old copy, and takes what it lacks of the log from its replica',
    zh: '不使用备份：数据目录本身是旧副本，从 replica 取回所缺的日志',
  },
  'cli.restore.total': {
    en: 'restored {name} at {entries} {entries:entry:entries}, root {root}, backed up {at}: {files} {files:file:files}, {size}, {bad} bad',
    zh: '已恢复 {name}，{entries} 个条目，根 {root}，备份于 {at}：{files} 个文件，{size}，损坏 {bad}',
  },
  'cli.restore.keys': {
    en: 'the backup has no keys: bring them back with goferry keys restore FILE',
    zh: '备份中没有密钥：请运行 goferry keys restore 文件 取回密钥',
  },
  'cli.restore.settings': {
    en: 'its settings file is {file}: it was not put in place',
    zh: '备份中的配置文件为 {file}：未自动放回',
  },
  'cli.restore.next': {
    en: 'it serves what it holds and signs nothing, until it is started with its replica in the settings, or renamed: goferry keys rename NAME',
    zh: '节点可提供已有内容，但不会签名；请在配置中指明 replica 后启动，或改用新名称：goferry keys rename NAME',
  },
  'cli.restore.caught-up': {
    en: 'the log has caught up: {entries} {entries:entry:entries}, root {root}',
    zh: '日志已追平：{entries} 个条目，根 {root}',
  },
  'format-too-new': {
    en: 'a newer goferry wrote it, and only programs of format {reader} or later read it; this one has format {own}: install the newer one',
    zh: '由更新版本的 goferry 写入，只有格式 {reader} 及以上的程序能读取；本程序的格式为 {own}：请安装新版本',
  },
  'format-too-old': {
    en: 'this goferry reads formats from {oldest} on: open it with the version before first',
    zh: '本程序只读取格式 {oldest} 及以上的数据目录：请先用上一个版本打开它',
  },
  'cli.upgrade': {
    en: 'bring the data folder to the format of this version',
    zh: '将数据目录升级到本版本的格式',
  },
  'cli.upgrade.check': {
    en: 'change nothing: say whether this version reads it, and what would change',
    zh: '不作改动：说明本版本能否读取，以及会改变什么',
  },
  'cli.upgrade.same': {
    en: 'the data folder has format {format}, that of this program: nothing to do',
    zh: '数据目录的格式为 {format}，与本程序相同：无需任何操作',
  },
  'cli.upgrade.older': {
    en: 'the data folder has format {format}: this program reads it, and makes it format {own} when a node starts; programs of format {oldestReader} read that too',
    zh: '数据目录的格式为 {format}：本程序可以读取，节点启动时改为格式 {own}；格式 {oldestReader} 的程序仍可读取',
  },
  'cli.upgrade.newer': {
    en: 'a newer program wrote the data folder, in format {format}: this one reads it, and makes it format {own} again when a node starts',
    zh: '数据目录由更新的程序以格式 {format} 写入：本程序可以读取，节点启动时改回格式 {own}',
  },
} as const satisfies Record<string, Text>
