import type { Text } from './text.ts'

/** Messages: what `goferry doctor` finds at a developer's machine, and what is to be done. */
export const doctorClientTexts = {
  'doctor.go-version': {
    en: 'this go holds what it gets against the checksum database',
    zh: '此版本的 go 会用校验数据库正确核对下载内容',
  },
  'doctor.go-old': {
    en: 'CVE-2026-42501: this go takes an empty answer of the checksum database for a good one: any proxy on its way can pass any module off',
    zh: 'CVE-2026-42501：此版本的 go 会把校验数据库的空应答当作合法应答：途中任何代理都可冒充任意模块',
  },
  'doctor.go-old.do': {
    en: 'install go 1.26.3 or newer, or 1.25.10 or newer of the line before',
    zh: '请安装 go 1.26.3 或更新版本，或上一系列的 1.25.10 或更新版本',
  },
  'doctor.go-unknown': {
    en: 'no released version: whether it is touched by CVE-2026-42501 cannot be told',
    zh: '不是正式发布的版本：无法判断是否受 CVE-2026-42501 影响',
  },
  'doctor.go-unknown.do': { en: 'use a released go', zh: '请使用正式发布的 go' },
  'doctor.go-missing': {
    en: 'there is no go command on PATH, or it fails',
    zh: 'PATH 中没有 go 命令，或其运行失败',
  },
  'doctor.go-missing.do': {
    en: 'install go, or run goferry doctor node where only a node is to be looked at',
    zh: '请安装 go；若只需检查节点，请运行 goferry doctor node',
  },
  'doctor.toolchain': { en: 'this go builds the project', zh: '此 go 可以构建该项目' },
  'doctor.toolchain-local': {
    en: 'wants go {wanted}, this is {have}, and GOTOOLCHAIN={value} fetches no other: go refuses to build here',
    zh: '要求 go {wanted}，当前为 {have}，且 GOTOOLCHAIN={value} 不会获取其他版本：go 会拒绝构建',
  },
  'doctor.toolchain-local.do': {
    en: 'set GOTOOLCHAIN=auto, so that go takes the toolchain from the node, or install go {wanted}',
    zh: '设置 GOTOOLCHAIN=auto 以便 go 从节点获取工具链，或安装 go {wanted}',
  },
  'doctor.toolchain-absent': {
    en: 'wants go {wanted}, which go takes from the node as a module, and the node does not list it',
    zh: '要求 go {wanted}；go 会将其作为模块从节点获取，但节点的列表中没有',
  },
  'doctor.toolchain-absent.do': {
    en: 'at the node: goferry add {module}',
    zh: '在节点上运行：goferry add {module}',
  },
  'doctor.project-malformed': { en: 'cannot be read: {problem}', zh: '无法读取：{problem}' },
  'doctor.project-malformed.do': { en: 'mend the file: go reads it first', zh: '请修正该文件：go 首先读取它' },
  'doctor.goproxy': { en: 'modules come from one place', zh: '模块只来自一处' },
  'doctor.proxy-off': {
    en: 'GOPROXY=off: go downloads nothing',
    zh: 'GOPROXY=off：go 不会下载任何内容',
  },
  'doctor.proxy-off.do': { en: 'set GOPROXY to the URL of the node', zh: '请将 GOPROXY 设为节点的 URL' },
  'doctor.proxy-direct': {
    en: '"direct" in GOPROXY: what the node does not have, go asks the version control hosts for, internal names too: a way around the node',
    zh: 'GOPROXY 中含有 "direct"：节点没有的内容，go 会直接向版本控制主机请求（包括内部名称），从而绕过节点',
  },
  'doctor.proxy-direct.do': { en: 'set GOPROXY={url}', zh: '设置 GOPROXY={url}' },
  'doctor.proxy-fallback': {
    en: '"|" in GOPROXY: go takes any failure, a refusal by policy too, as leave to ask the next: a way around the node',
    zh: 'GOPROXY 中含有 "|"：任何失败（包括策略拒绝）都会使 go 改问下一个来源，从而绕过节点',
  },
  'doctor.proxy-fallback.do': { en: 'set GOPROXY={url}', zh: '设置 GOPROXY={url}' },
  'doctor.proxy-many': {
    en: 'several proxies in GOPROXY: what the first does not have (404), go asks the next for',
    zh: 'GOPROXY 中有多个代理：第一个没有（404）的内容，go 会向下一个请求',
  },
  'doctor.proxy-many.do': {
    en: 'unless this is meant, set GOPROXY={url}',
    zh: '如非有意，请设置 GOPROXY={url}',
  },
  'doctor.proxy-malformed': {
    en: 'GOPROXY is no list of http, https or file URLs: go refuses it',
    zh: 'GOPROXY 不是由 http、https 或 file URL 组成的列表：go 会拒绝',
  },
  'doctor.proxy-malformed.do': { en: 'set GOPROXY to the URL of the node', zh: '请将 GOPROXY 设为节点的 URL' },
  'doctor.proxy-credentials': {
    en: 'user name and password in an http URL: go refuses to send them',
    zh: 'http URL 中含有用户名和密码：go 拒绝发送',
  },
  'doctor.proxy-credentials.do': {
    en: 'use https, or leave the credentials out',
    zh: '请使用 https，或去掉凭据',
  },
  'doctor.bypass': { en: 'nothing goes around the node', zh: '没有内容绕过节点' },
  'doctor.private-bypass': {
    en: 'GOPRIVATE: modules of these patterns are cloned by version control, around the node, and nothing checks them',
    zh: 'GOPRIVATE：匹配的模块由版本控制直接克隆，绕过节点，且不经任何核对',
  },
  'doctor.private-bypass.do': {
    en: 'unset GOPRIVATE; for internal modules that no database lists, set GONOSUMDB to their prefixes',
    zh: '请取消 GOPRIVATE；对数据库未收录的内部模块，将 GONOSUMDB 设为其前缀',
  },
  'doctor.noproxy': {
    en: 'GONOPROXY: modules of these patterns are cloned by version control, around the node',
    zh: 'GONOPROXY：匹配的模块由版本控制直接克隆，绕过节点',
  },
  'doctor.noproxy.do': { en: 'set GONOPROXY=none', zh: '请设置 GONOPROXY=none' },
  'doctor.modules-off': {
    en: 'GO111MODULE=off: go builds from GOPATH, without proxy, go.sum and checksum database',
    zh: 'GO111MODULE=off：go 从 GOPATH 构建，不使用代理、go.sum 和校验数据库',
  },
  'doctor.modules-off.do': { en: 'unset GO111MODULE', zh: '请取消 GO111MODULE' },
  'doctor.checksums': { en: 'every new download is checked', zh: '每次新下载都会核对' },
  'doctor.sumdb-off': {
    en: 'GOSUMDB=off: whatever is not in go.sum yet is taken unchecked, and toolchains cannot be downloaded',
    zh: 'GOSUMDB=off：go.sum 中尚无的内容不经核对即被接受，且无法下载工具链',
  },
  'doctor.sumdb-off.do': {
    en: 'set GOSUMDB to the key of the node (goferry env prints it), or unset it for the public database',
    zh: '请将 GOSUMDB 设为节点的密钥（goferry env 会打印），或取消设置以使用公共数据库',
  },
  'doctor.sumdb-malformed': {
    en: 'GOSUMDB is neither a database that go knows nor name+hash+key: go refuses every new download ({problem})',
    zh: 'GOSUMDB 既不是 go 已知的数据库，也不是 name+hash+key：go 会拒绝一切新下载（{problem}）',
  },
  'doctor.sumdb-malformed.do': {
    en: 'paste the line that goferry env prints',
    zh: '请粘贴 goferry env 打印的那一行',
  },
  'doctor.sumdb-elsewhere': {
    en: 'GOSUMDB names an address of its own: the database is asked there, around the node',
    zh: 'GOSUMDB 自带地址：go 会绕过节点，直接向该地址查询数据库',
  },
  'doctor.sumdb-elsewhere.do': {
    en: 'leave the address out: the node answers for the database',
    zh: '请去掉地址：节点会代为应答',
  },
  'doctor.nosumdb-all': {
    en: 'GONOSUMDB of every module: verification is off, whatever is not in go.sum yet is taken unchecked (and toolchains still need the database)',
    zh: 'GONOSUMDB 涵盖全部模块：核对已关闭，go.sum 中尚无的内容不经核对即被接受（而工具链仍需要数据库）',
  },
  'doctor.nosumdb-all.do': {
    en: 'unset GONOSUMDB, and set GOSUMDB to the key of the node (goferry env prints it)',
    zh: '请取消 GONOSUMDB，并将 GOSUMDB 设为节点的密钥（goferry env 会打印）',
  },
  'doctor.nosumdb-some': {
    en: 'GONOSUMDB: modules of these patterns are taken unchecked until they are in go.sum',
    zh: 'GONOSUMDB：匹配的模块在进入 go.sum 之前不经核对',
  },
  'doctor.nosumdb-some.do': {
    en: 'with GOSUMDB set to the key of the node, internal modules are checked too, and this can go',
    zh: '将 GOSUMDB 设为节点的密钥后，内部模块也会被核对，此项即可取消',
  },
  'doctor.nosumcheck': {
    en: 'GONOSUMCHECK is set: go knows no such setting, so it switches nothing off',
    zh: '设置了 GONOSUMCHECK：go 没有这一设置，不起任何作用',
  },
  'doctor.nosumcheck.do': { en: 'unset it', zh: '请取消' },
  'doctor.insecure': {
    en: 'GOINSECURE: no effect on what comes from the node; where go goes around it, certificates of these hosts are not checked',
    zh: 'GOINSECURE：对来自节点的内容不起作用；绕过节点时，不检查这些主机的证书',
  },
  'doctor.insecure.do': { en: 'unset GOINSECURE', zh: '请取消 GOINSECURE' },
  'doctor.flags': { en: 'no flag changes where modules come from', zh: '没有参数改变模块的来源' },
  'doctor.flags-insecure': {
    en: '-insecure in GOFLAGS: go has no such flag any more: it switches nothing off, and go get refuses to run',
    zh: 'GOFLAGS 中含有 -insecure：go 已取消该参数：它不起任何作用，且 go get 会拒绝运行',
  },
  'doctor.flags-vendor': {
    en: '-mod=vendor in GOFLAGS: builds take what lies in vendor/, which nothing holds against go.sum or a database',
    zh: 'GOFLAGS 中含有 -mod=vendor：构建使用 vendor/ 中的内容，不与 go.sum 或数据库核对',
  },
  'doctor.flags-mod': {
    en: '-mod=mod in GOFLAGS: builds change go.mod and go.sum by themselves',
    zh: 'GOFLAGS 中含有 -mod=mod：构建会自行修改 go.mod 和 go.sum',
  },
  'doctor.flags-writable': {
    en: '-modcacherw in GOFLAGS: what was checked may be changed in the module cache afterwards (go mod verify tells)',
    zh: 'GOFLAGS 中含有 -modcacherw：已核对的内容之后可能在模块缓存中被改动（go mod verify 可查）',
  },
  'doctor.flags-replaced': {
    en: '{flag} in GOFLAGS: builds take other files than the project and its modules say',
    zh: 'GOFLAGS 中含有 {flag}：构建使用的文件与项目及其模块所述不同',
  },
  'doctor.flags.do': {
    en: 'unless this is meant, take the flag out of GOFLAGS',
    zh: '如非有意，请从 GOFLAGS 中去掉该参数',
  },
  'doctor.node-answers': { en: 'the node answers, in {ms} ms', zh: '节点有应答，用时 {ms} 毫秒' },
  'doctor.node-unreachable': { en: 'the node cannot be reached: {problem}', zh: '无法连接节点：{problem}' },
  'doctor.node-unreachable.do': {
    en: 'is the node up (its /healthz), are name and port right, does a firewall stand in the way?',
    zh: '请检查：节点是否在运行（其 /healthz）、名称与端口是否正确、是否被防火墙阻挡',
  },
  'doctor.certificate-bad': { en: 'go refuses to talk to the node: {problem}', zh: 'go 会拒绝连接节点：{problem}' },
  'doctor.certificate-bad.do': {
    en: 'nothing switches this check of go off; docs/operate/tls.md has the commands for each system',
    zh: 'go 的这项检查无法关闭；各系统的命令见 docs/operate/tls.zh-CN.md',
  },
  'doctor.node-slow': { en: 'the node took {ms} ms for one small file', zh: '节点返回一个小文件用了 {ms} 毫秒' },
  'doctor.node-slow.do': {
    en: 'look at the network between, and at the /metrics of the node',
    zh: '请检查网络状况和节点的 /metrics',
  },
  'doctor.node-other': {
    en: 'what answers there is no goferry node: it publishes no checkpoint (status {status})',
    zh: '该处应答者不是 goferry 节点：没有发布检查点（状态 {status}）',
  },
  'doctor.node-other.do': {
    en: 'does the URL lack the base path of the node? goferry env at the node prints the right one',
    zh: 'URL 是否缺少节点的基础路径？在节点上运行 goferry env 可得到正确的 URL',
  },
  'doctor.certificate-ends': {
    en: 'the certificate of the node ends in {days} {days:day:days}: after that go refuses to talk to it',
    zh: '节点的证书将在 {days} 天后到期：此后 go 会拒绝连接',
  },
  'doctor.certificate-ends.do': {
    en: 'at the node: renew the certificate, and restart',
    zh: '在节点上：更新证书并重启',
  },
  'doctor.web-proxy': {
    en: 'go asks the node through this web proxy, which may refuse, store or change what passes: the doctor asks the node itself',
    zh: 'go 会经由该 Web 代理访问节点，代理可能拒绝、缓存或更改内容：本检查则直接访问节点',
  },
  'doctor.web-proxy.do': { en: 'add {host} to NO_PROXY', zh: '请将 {host} 加入 NO_PROXY' },
  'doctor.clocks': { en: 'this machine and the node have the same time', zh: '本机与节点时间一致' },
  'doctor.clocks-differ': {
    en: 'the clock of this machine and that of the node are {seconds} {seconds:second:seconds} apart',
    zh: '本机与节点的时钟相差 {seconds} 秒',
  },
  'doctor.clocks-differ.do': {
    en: 'set both by NTP: certificates, and times in the log, go by the clock',
    zh: '请用 NTP 校准两者：证书与日志中的时间都取决于时钟',
  },
  'doctor.key': { en: 'the node signs with the key of GOSUMDB', zh: '节点使用 GOSUMDB 中的密钥签名' },
  'doctor.key-public': {
    en: 'the node passes the public checksum database on',
    zh: '节点转发公共校验数据库',
  },
  'doctor.key-other': {
    en: 'the log {log} of the node is not signed by the key of GOSUMDB but by {signed}: go refuses every new download',
    zh: '节点的日志 {log} 并非由 GOSUMDB 的密钥签名，而是 {signed}：go 会拒绝一切新下载',
  },
  'doctor.key-other.do': {
    en: 'ask the operator for the key of the node (goferry keys show), by another way than the node itself; only then change GOSUMDB',
    zh: '请通过节点以外的途径向管理员索取节点密钥（goferry keys show），核实后再修改 GOSUMDB',
  },
  'doctor.log-other': {
    en: 'GOSUMDB names the log {wanted}, the node keeps {log}: go asks https://{wanted} for it, and fails',
    zh: 'GOSUMDB 指定的日志为 {wanted}，而节点的日志为 {log}：go 会改向 https://{wanted} 查询并失败',
  },
  'doctor.log-other.do': {
    en: 'is GOPROXY that of another node? Else ask the operator for the GOSUMDB line of this one',
    zh: 'GOPROXY 是否指向另一个节点？否则请向管理员索取该节点的 GOSUMDB 设置',
  },
  'doctor.sumdb-unrelayed': {
    en: 'the node does not pass the database {name} on (status {status}): go asks https://{name} itself, which fails offline',
    zh: '节点不转发数据库 {name}（状态 {status}）：go 会自行访问 https://{name}，离线时会失败',
  },
  'doctor.sumdb-unrelayed.do': {
    en: 'set GOSUMDB to the key of the node (goferry env prints it)',
    zh: '请将 GOSUMDB 设为节点的密钥（goferry env 会打印）',
  },
  'doctor.sumdb-silent': {
    en: 'the node passes the database {name} on but gives no head of it now (status {status}): what it has not yet cannot be checked',
    zh: '节点转发数据库 {name}，但目前无法给出其树头（状态 {status}）：尚未持有的内容无法核对',
  },
  'doctor.sumdb-silent.do': {
    en: 'at the node: has it an upstream with this database? Offline, set GOSUMDB to the key of the node instead',
    zh: '在节点上检查：上游是否提供该数据库？离线时请改将 GOSUMDB 设为节点的密钥',
  },
  'doctor.head': {
    en: 'the tree head that go keeps is on one time line with the node (entry {kept} of {size})',
    zh: 'go 保存的树头与节点在同一时间线上（第 {kept} 条，共 {size} 条）',
  },
  'doctor.head-none': { en: 'go keeps no tree head yet', zh: 'go 尚未保存树头' },
  'doctor.head-foreign': {
    en: 'the tree head that go keeps is not signed by the key of GOSUMDB: go refuses every new download ({problem})',
    zh: 'go 保存的树头并非由 GOSUMDB 的密钥签名：go 会拒绝一切新下载（{problem}）',
  },
  'doctor.head-foreign.do': {
    en: 'if GOSUMDB was changed on purpose: --fix moves head and cached tiles aside',
    zh: '若 GOSUMDB 是有意更改的：--fix 会将树头与缓存的分片移到一旁',
  },
  'doctor.head-behind': {
    en: 'the node has {size} {size:entry:entries}, fewer than the {kept} that go has seen of it: it was restored from a backup, or follows late; new entries of its own would contradict what go has seen',
    zh: '节点有 {size} 条，少于 go 见过的 {kept} 条：节点从备份恢复，或同步滞后；若它写入新条目，将与 go 所见相矛盾',
  },
  'doctor.head-behind.do': {
    en: 'tell the operator: a node must never go on from an old backup',
    zh: '请告知管理员：节点绝不能从旧备份继续运行',
  },
  'doctor.head-elsewhere': {
    en: 'go keeps a tree head of the public checksum database ({kept} {kept:record:records}) that no client of this node was given: this machine was online once, or asked another node; nothing ties it to the recorded head ({size}), and go refuses every new download',
    zh: 'go 保存的公共校验数据库树头（{kept} 条）从未由本节点提供：这台机器曾联网，或使用过其他节点；它与已记录的树头（{size} 条）之间没有一致性证明，go 会拒绝一切新下载',
  },
  'doctor.head-elsewhere.do': {
    en: '--fix moves head and cached tiles aside, and go begins with the head of this node; with GOSUMDB set to the key of the node this does not come up',
    zh: '使用 --fix 将树头与缓存的分片移到一旁，go 会从本节点的树头重新开始；若将 GOSUMDB 设为节点的密钥，则不会出现此问题',
  },
  'doctor.head-newer': {
    en: 'go keeps a tree head of {kept} {kept:entry:entries}, the node has {size}: the node went back, or this is another one; go refuses what is new',
    zh: 'go 保存的树头有 {kept} 条，而节点只有 {size} 条：节点被回退，或并非同一节点；go 会拒绝新内容',
  },
  'doctor.head-newer.do': {
    en: 'ask the operator whether the node was restored from a backup; if so, --fix moves head and cached tiles aside',
    zh: '请询问管理员节点是否从备份恢复；若是，--fix 会将树头与缓存的分片移到一旁',
  },
  'doctor.head-unproved': {
    en: 'the node cannot prove that its log of {size} {size:entry:entries} goes on from the {kept} that go has seen: go refuses every new download ({problem})',
    zh: '节点无法证明其 {size} 条的日志延续自 go 见过的 {kept} 条：go 会拒绝一切新下载（{problem}）',
  },
  'doctor.head-unproved.do': {
    en: 'goferry verify at the node; if it is whole, --fix here moves head and cached tiles aside',
    zh: '在节点上运行 goferry verify；若节点完好，可在此用 --fix 将树头与缓存的分片移到一旁',
  },
  'doctor.head-fork': {
    en: 'SECURITY: what go has seen of this log ({kept} {kept:entry:entries}) and what the node shows ({size}) contradict each other: one of them was forged, or the node lost entries and wrote others',
    zh: '安全警告：go 见过的日志（{kept} 条）与节点所示（{size} 条）相互矛盾：其中之一是伪造的，或节点丢失条目后写入了其他条目',
  },
  'doctor.head-fork.do': {
    en: 'change nothing, and tell the operator: the kept head is evidence. Only after the operator has explained it: --fix --accept-fork',
    zh: '请勿改动，并告知管理员：保存的树头是证据。仅在管理员给出解释后，才使用 --fix --accept-fork',
  },
  'doctor.mended-aside': { en: 'moved aside, to {to}', zh: '已移到一旁：{to}' },
  'doctor.mended-env': {
    en: 'go env: {name} was {was}, is {is}',
    zh: 'go env：{name} 原为 {was}，现为 {is}',
  },
  'doctor.not-ours': {
    en: '{name} is set by the environment, not by go env -w: take it out where it is set',
    zh: '{name} 由环境变量设置，而非 go env -w：请在设置处去掉',
  },
} as const satisfies Record<string, Text>
