import type { Text } from './text.ts'

/** Messages: what `goferry doctor` finds in a node's folder, what is to be done, and what the command itself says. */
export const doctorNodeTexts = {
  'cli.doctor': {
    en: "look for what is wrong with this machine's go settings and with a node, and say what to do",
    zh: '检查本机的 go 设置与节点存在的问题，并给出处理办法',
  },
  'cli.doctor.half': {
    en: 'client: the go settings of this machine; node: the folder of a node (default: what is there)',
    zh: 'client：本机的 go 设置；node：节点目录（默认检查存在的部分）',
  },
  'cli.doctor.fix': {
    en: 'mend what is safe to mend; nothing is deleted, and what was done is told',
    zh: '修复可安全修复之处；不删除任何内容，并说明所做的更改',
  },
  'cli.doctor.go-env': {
    en: 'with --fix: change the settings of the go command too (go env -w, go env -u)',
    zh: '与 --fix 合用：同时更改 go 命令的设置（go env -w、go env -u）',
  },
  'cli.doctor.accept-fork': {
    en: 'with --fix: put a tree head aside although it contradicts that of the node; the operator must have explained it',
    zh: '与 --fix 合用：即使树头与节点的相互矛盾也将其移到一旁；须先由管理员作出解释',
  },
  'cli.doctor.no-client': {
    en: 'there is no go command here: its settings are not looked at',
    zh: '本机没有 go 命令：不检查其设置',
  },
  'cli.doctor.no-node': {
    en: 'no node was ever started in {data}: no node is looked at',
    zh: '{data} 中从未启动过节点：不检查节点',
  },
  'cli.doctor.total': {
    en: '{ok} ok, {warning} {warning:warning:warnings}, {error} {error:error:errors}',
    zh: '正常 {ok}，警告 {warning}，错误 {error}',
  },
  'doctor.errors-left': {
    en: '{error} {error:is:are} left, each with what to do above',
    zh: '还有 {error} 个，处理办法见上文',
  },
  'doctor.mended-mode': { en: 'mode of {file}: was {was}, is {is}', zh: '{file} 的权限：原为 {was}，现为 {is}' },
  'doctor.settings': { en: 'the settings are valid', zh: '配置有效' },
  'doctor.settings-bad': { en: 'the settings are refused: {problem}', zh: '配置被拒绝：{problem}' },
  'doctor.settings-bad.do': {
    en: 'mend them before the next start; docs/reference/settings.md has every key',
    zh: '请在下次启动前修正；全部配置项见 docs/reference/settings.md',
  },
  'doctor.settings-exposed': {
    en: 'others can read this file, which holds the password of the upstream',
    zh: '其他用户可读取该文件，其中含有上游的密码',
  },
  'doctor.settings-exposed.do': {
    en: "chmod 600, owned by the node's user, or give GOFERRY_UPSTREAM in the environment of the service",
    zh: '请将其权限设为 600 并归节点用户所有，或在服务的环境变量中给出 GOFERRY_UPSTREAM',
  },
  'doctor.tls': {
    en: 'certificate and key belong together; {days} {days:day is:days are} left',
    zh: '证书与密钥匹配，还剩 {days} 天',
  },
  'doctor.tls-bad': {
    en: 'certificate or key cannot be used: {problem}; the node does not start',
    zh: '证书或密钥无法使用：{problem}；节点无法启动',
  },
  'doctor.tls-bad.do': {
    en: "both as PEM files that the node's user can read; the certificate first, then those above it",
    zh: '两者须为节点用户可读的 PEM 文件；证书在前，其上级证书在后',
  },
  'doctor.tls-form': { en: 'it is no PEM of this kind', zh: '不是此类 PEM 文件' },
  'doctor.tls-key': { en: 'the key is not that of the certificate', zh: '密钥与证书不匹配' },
  'doctor.tls-ends': { en: 'the certificate ends in {days} {days:day:days}', zh: '证书将在 {days} 天后到期' },
  'doctor.tls-ends.do': {
    en: 'renew it, and restart the node: certificates are read at the start',
    zh: '请更新证书并重启节点：证书在启动时读取',
  },
  'doctor.tls-ended': {
    en: 'the certificate is good from {from} to {to}: clients refuse it now',
    zh: '证书有效期为 {from} 至 {to}：客户端现在会拒绝',
  },
  'doctor.tls-ended.do': {
    en: 'renew it and restart the node, or set the clock',
    zh: '请更新证书并重启节点，或校准时钟',
  },
  'doctor.node-running': { en: 'the node runs and answers (process {pid})', zh: '节点正在运行并有应答（进程 {pid}）' },
  'doctor.node-stopped': { en: 'no node runs on this folder', zh: '该目录上没有节点在运行' },
  'doctor.node-mute': {
    en: 'process {pid} holds the lock of the folder, and nobody answers at its control socket',
    zh: '进程 {pid} 持有目录锁，但控制套接字无人应答',
  },
  'doctor.node-mute.do': {
    en: 'a long command (add, verify, rebuild) without a node does that: wait for it; a node that hangs: stop it, keep its journal',
    zh: '没有节点时运行的长命令（add、verify、rebuild）会如此：请等待其完成；若是挂起的节点：请停止它，并保留其日志',
  },
  'doctor.socket-exposed': {
    en: 'others may command the node through this socket',
    zh: '其他用户可通过该套接字指挥节点',
  },
  'doctor.socket-exposed.do': { en: '--fix sets mode 0600', zh: '--fix 会将权限设为 0600' },
  'doctor.files': {
    en: 'as many files may be open as {connections} connections need',
    zh: '可打开的文件数足够 {connections} 个连接使用',
  },
  'doctor.files-few': {
    en: 'fewer files may be open than {connections} connections need ({wanted}): beyond the limit, downloads fail',
    zh: '可打开的文件数少于 {connections} 个连接所需（{wanted}）：超出后下载会失败',
  },
  'doctor.files-few.do': {
    en: 'LimitNOFILE={wanted} or more in the systemd unit (ulimit -n in a shell), or fewer connections in the settings',
    zh: '在 systemd 单元中设置 LimitNOFILE={wanted} 或更大（在 shell 中用 ulimit -n），或在配置中减少 connections',
  },
  'doctor.space': { en: '{free} MiB free ({share} %)', zh: '剩余 {free} MiB（{share} %）' },
  'doctor.space-low': { en: 'only {free} MiB free ({share} %)', zh: '仅剩 {free} MiB（{share} %）' },
  'doctor.space-low.do': { en: 'make room before it is needed', zh: '请尽早腾出空间' },
  'doctor.space-out': {
    en: '{free} MiB free: less than the reserve and one large module need; the node serves what it has and takes nothing new',
    zh: '剩余 {free} MiB：扣除预留后不足以容纳一个大型模块；节点只提供已有内容，不再接收新内容',
  },
  'doctor.space-out.do': {
    en: 'make room, or see what goferry gc can give up: nothing is lost, and no restart is needed',
    zh: '请腾出空间，或查看 goferry gc 可释放的内容：内容没有丢失，也无需重启',
  },
  'doctor.files-out': {
    en: 'the file system can take only {files} more files, whatever bytes are free',
    zh: '无论剩余多少字节，文件系统只能再容纳 {files} 个文件',
  },
  'doctor.files-out.do': {
    en: 'a node keeps many small files: make the file system with more inodes',
    zh: '节点保存大量小文件：请用更多 inode 创建文件系统',
  },
  'doctor.folder': { en: 'owned by one user, and closed where it must be', zh: '归同一用户所有，且该封闭之处已封闭' },
  'doctor.other-user': {
    en: 'the doctor runs as user {user}, the folder is of user {owner}: what only that one may read is not looked at',
    zh: '检查以用户 {user} 运行，而目录属于用户 {owner}：仅后者可读的内容未作检查',
  },
  'doctor.other-user.do': { en: "run it as the node's user", zh: '请以节点用户运行' },
  'doctor.owner-other': {
    en: '{count} {count:file is:files are} not of user {owner} like the folder, the first of user {user}: a command was run as another user, and the node cannot write {count:it:them}',
    zh: '有 {count} 个文件不像目录那样属于用户 {owner}，第一个属于用户 {user}：曾以其他用户运行命令，节点无法写入这些文件',
  },
  'doctor.owner-other.do': {
    en: 'stop the node, chown -R the folder to user {owner}, and run commands as that user',
    zh: '请停止节点，用 chown -R 将目录归还用户 {owner}，并以该用户运行命令',
  },
  'doctor.folder-writable': { en: 'every user may write here', zh: '任何用户都可写入' },
  'doctor.folder-writable.do': {
    en: '--fix takes that right away; then goferry verify, for anybody may have written',
    zh: '--fix 会收回该权限；随后请运行 goferry verify，因为任何人都可能写入过',
  },
  'doctor.folder-exposed': {
    en: "others may enter a folder that is the node's alone: names of internal and recalled modules lie there",
    zh: '其他用户可进入仅属节点的目录：其中有内部模块与已召回模块的名称',
  },
  'doctor.folder-exposed.do': { en: '--fix sets mode 0700', zh: '--fix 会将权限设为 0700' },
  'doctor.keys': { en: 'the keys are there, whole and closed to others', zh: '密钥存在、完整且不对他人开放' },
  'doctor.keys-exposed': {
    en: 'others may read what lies here: the key of the log signs whatever they like',
    zh: '其他用户可读取：持有日志密钥即可任意签名',
  },
  'doctor.keys-exposed.do': {
    en: '--fix closes it; if others were on this machine meanwhile, goferry keys rename',
    zh: '--fix 会将其封闭；若期间有他人使用过本机，请运行 goferry keys rename',
  },
  'doctor.keys-bad': { en: 'the keys cannot be used: {problem}', zh: '密钥无法使用：{problem}' },
  'doctor.keys-bad.do': { en: 'bring them back from the backup of the keys', zh: '请从密钥备份中恢复' },
  'doctor.clock': { en: 'the clock is not before anything that the log knows', zh: '时钟不早于日志中的任何时间' },
  'doctor.clock-behind': {
    en: 'the log already knows {latest}: the clock is behind, or was ahead when that was written',
    zh: '日志中已有 {latest}：时钟落后，或写入当时时钟超前',
  },
  'doctor.clock-behind.do': { en: 'set the clock by NTP', zh: '请用 NTP 校准时钟' },
  'doctor.log': { en: 'the log is whole: {size} {size:entry:entries}, signed', zh: '日志完整：{size} 条，已签名' },
  'doctor.log-bad': { en: 'the published log cannot be trusted: {problem}', zh: '已发布的日志不可信：{problem}' },
  'doctor.log-bad.do': {
    en: 'delete nothing; goferry verify names every bad file, and mends what it can',
    zh: '请勿删除任何内容；goferry verify 会列出每个损坏的文件并尽量修复',
  },
  'doctor.log-sealed': {
    en: 'the folder was restored from a backup and has not caught up: it is served, and nothing new is signed',
    zh: '目录由备份恢复且尚未追平：照常提供内容，但不签署任何新内容',
  },
  'doctor.log-sealed.do': {
    en: 'name the replica of the log by the setting replica and start the node; without one: goferry keys rename NAME',
    zh: '用 replica 配置指明日志的副本并启动节点；没有副本时：goferry keys rename 新名称',
  },
  'doctor.replica': {
    en: 'the replica of the log has {replica} of {own} entries',
    zh: '日志副本有 {own} 个条目中的 {replica} 个',
  },
  'doctor.replica-unnamed': {
    en: 'the log was written with a replica, and the settings name none: the next start is refused',
    zh: '日志此前一直写入副本，而配置未指明副本：下次启动会被拒绝',
  },
  'doctor.replica-unnamed.do': {
    en: 'replica: FOLDER or s3://… in the settings, or replica: off to do without from now on',
    zh: '在配置中设置 replica: 目录或 s3://…，或以 replica: off 表示今后不再使用',
  },
  'doctor.replica-away': {
    en: 'what lies there is not the replica of this log: most often a disk that is not mounted, or another bucket; nothing new is acknowledged',
    zh: '该处不是此日志的副本：多半是磁盘未挂载，或存储桶不对；不会确认任何新内容',
  },
  'doctor.replica-away.do': {
    en: 'mount it, or name the right place; to begin a new replica, start once with replica: off',
    zh: '请挂载磁盘或指明正确的位置；如要更换新副本，请先以 replica: off 启动一次',
  },
  'doctor.replica-ahead': {
    en: 'the replica has {replica} {replica:entry:entries} and the log {own}: the data folder went back in time; the next start is refused',
    zh: '副本有 {replica} 个条目，而日志只有 {own} 个：数据目录被回退到了过去；下次启动会被拒绝',
  },
  'doctor.replica-ahead.do': {
    en: 'delete nothing; bring back the newest data folder, or restore a backup, which catches up from the replica',
    zh: '请勿删除任何内容；请换回最新的数据目录，或恢复备份，备份会从副本追平',
  },
  'doctor.replica-mute': {
    en: 'the replica cannot be read: {problem}; nothing new is acknowledged without it',
    zh: '无法读取副本：{problem}；没有它就不确认任何新内容',
  },
  'doctor.replica-mute.do': {
    en: 'look at the disk, its mount and its owner; at an object store, its network, credentials and bucket',
    zh: '请检查磁盘、挂载与属主；对象存储则检查网络、凭据与存储桶',
  },
  'doctor.database': {
    en: 'the database server lets the node in; its tables are of version {version} (0: the first start makes them)',
    zh: '数据库服务器允许节点登录；其表的版本为 {version}（0 表示首次启动时创建）',
  },
  'doctor.database-bad': {
    en: 'the database cannot be used: {problem}; the node serves, but what needs it (search, who-requires, jobs) is refused',
    zh: '无法使用数据库：{problem}；节点照常提供内容，但依赖它的操作（search、who-requires、任务）会被拒绝',
  },
  'doctor.database-bad.do': {
    en: 'docs/operate/database.md and, for jobs.sqlite, docs/operate/trouble.md; what the index lacks is taken in by itself',
    zh: '参见 docs/operate/database.zh-CN.md；jobs.sqlite 参见 docs/operate/trouble.zh-CN.md；索引所缺内容会自动补齐',
  },
  'doctor.sample': {
    en: '{versions} {versions:version:versions} chosen at random ({megabytes} MB) {versions:is:are} what the log says',
    zh: '随机抽取的 {versions} 个版本（{megabytes} MB）与日志一致',
  },
  'doctor.sample-bad': {
    en: 'of {versions} {versions:version:versions} chosen at random, {bad} {bad:file is:files are} not what the log says',
    zh: '随机抽取的 {versions} 个版本中，有 {bad} 个文件与日志不一致',
  },
  'doctor.sample-bad.do': {
    en: 'goferry verify reads everything, and mends it',
    zh: '请运行 goferry verify：它会读取全部内容并修复',
  },
  'doctor.proofs': {
    en: 'go clients without any setting verify all {records} public {records:version:versions} offline, under the head of {size}',
    zh: '未作任何设置的 go 客户端可离线核对全部 {records} 个公共版本，树头为 {size} 条',
  },
  'doctor.proofs-behind': {
    en: '{behind} public {behind:version is:versions are} not in the recorded proofs: go clients without any setting cannot verify {behind:it:them} offline',
    zh: '已记录的证明缺少 {behind} 个公共版本：未作任何设置的 go 客户端无法离线核对它们',
  },
  'doctor.proofs-damaged': {
    en: 'the recorded proofs are not what the log names, and are not served',
    zh: '已记录的证明与日志所记不符，不再提供',
  },
  'doctor.proofs-missing': {
    en: 'the recorded proofs that the log names are not there',
    zh: '日志所记的证明文件不存在',
  },
  'doctor.proofs.do': {
    en: 'goferry proofs refresh, where there is an upstream',
    zh: '在有上游的节点上运行 goferry proofs refresh',
  },
  'doctor.upstream': { en: 'the upstream answers, and has the checksum database', zh: '上游有应答，并提供校验数据库' },
  'doctor.upstream-guessed': {
    en: 'no node runs and no setting names the upstream: this is what go env GOPROXY says here, and a service may see another',
    zh: '没有节点运行，配置也未指明上游：这是此处 go env GOPROXY 的值，以服务运行的节点可能得到不同的值',
  },
  'doctor.upstream-guessed.do': {
    en: 'name it by the setting upstream, or run doctor while the node runs',
    zh: '请用 upstream 配置指明，或在节点运行时检查',
  },
  'doctor.upstream-none': { en: 'the node takes no upstream', zh: '节点不使用上游' },
  'doctor.upstream-no-database': {
    en: 'the upstream does not pass the database {name} on (status {status}): what is new cannot be checked, and is refused',
    zh: '上游不转发数据库 {name}（状态 {status}）：新内容无法核对，会被拒绝',
  },
  'doctor.upstream-no-database.do': { en: 'choose another upstream', zh: '请更换上游' },
  'doctor.upstream-mute': {
    en: 'the upstream does not answer: {problem}; the node serves what it has',
    zh: '上游没有应答：{problem}；节点只提供已有内容',
  },
  'doctor.upstream-mute.do': {
    en: 'look at network, name and certificate; a node that is to have none: upstream: off',
    zh: '请检查网络、名称与证书；若不需要上游，请设置 upstream: off',
  },
  'doctor.not-mended': { en: 'could not be mended: {problem}', zh: '无法修复：{problem}' },
  'doctor.check-failed': { en: 'could not be looked at: {problem}', zh: '无法检查：{problem}' },
  'doctor.check-failed.do': {
    en: 'remove what stands in the way, and run the doctor again',
    zh: '请排除障碍后重新检查',
  },
} as const satisfies Record<string, Text>
