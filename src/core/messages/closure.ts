import type { Text } from './text.ts'

/** Messages: what a project needs. */
export const closureTexts = {
  'closure.no-project': {
    en: 'no go.mod is there nor in a folder above it',
    zh: '此目录及其上级目录中均没有 go.mod',
  },
  'closure.no-query': {
    en: 'no such file or folder; a module is named with what is asked of it, MODULE@QUERY: {subject}@latest for instance',
    zh: '没有这样的文件或目录；指定模块须写明所求版本，形式为 MODULE@QUERY，例如 {subject}@latest',
  },
  'closure.no-folder': {
    en: 'a replace line names this folder, which has no go.mod',
    zh: 'replace 指向此目录，但其中没有 go.mod',
  },
  'closure.no-go': {
    en: 'there is no go command on PATH, which this input needs: install Go here',
    zh: 'PATH 中没有 go 命令，处理此输入需要它：请在本机安装 Go',
  },
  'closure.no-toolchain': {
    en: 'it is asked for, newer than {version} of this machine, and not held: goferry toolchain add {needed} --platform {platform} takes it',
    zh: '项目要求它，比本机的 {version} 新，且本节点未持有：执行 goferry toolchain add {needed} --platform {platform} 可收入',
  },
  'closure.go-said': { en: 'it says: {said}', zh: '输出为：{said}' },
  'closure.no-packages': { en: 'there is no package in it that others may import', zh: '其中没有可供导入的包' },
  'closure.other-path': {
    en: 'its go.mod says that it is {declared}, but {required} is required',
    zh: '其 go.mod 声明的路径是 {declared}，而所需的是 {required}',
  },
  'closure.no-used': {
    en: 'go.work uses this folder; GOWORK=off leaves go.work out',
    zh: 'go.work 使用了此目录；设置 GOWORK=off 可忽略 go.work',
  },
  'rehearsal.title': { en: 'it is no certificate of a rehearsal', zh: '不是演练证书' },
  'rehearsal.failed': {
    en: '{failed} {failed:command:commands} failed: what is missing is named above; take it with: {command}',
    zh: '有 {failed} 个命令失败：上文列出了缺少的内容；可用此命令收入：{command}',
  },
  'rehearsal.failed-held': {
    en: '{failed} {failed:command:commands} failed, for the reason above: nothing of the closure is missing',
    zh: '有 {failed} 个命令失败，原因见上文：依赖闭包中没有缺少的内容',
  },
  'cli.rehearse': {
    en: 'run the go commands of a project against the store alone, and certify that they do',
    zh: '仅凭存储运行某项目的 go 命令，通过后签发证书',
  },
  'cli.rehearse.project': {
    en: 'a folder of the project, its go.mod or go.work',
    zh: '项目目录，或其 go.mod、go.work',
  },
  'cli.rehearse.tests': { en: "do not run the project's tests", zh: '不运行项目的测试' },
  'cli.rehearse.out': { en: 'also write the certificate to this new file', zh: '同时将证书写入此新文件' },
  'cli.rehearse.check': {
    en: 'instead check a certificate against --key, and show what it says',
    zh: '改为用 --key 校验一份证书，并显示其内容',
  },
  'cli.rehearse.key': { en: 'the public key of certificates: name+hash+key', zh: '证书的公钥：name+hash+key' },
  'cli.rehearse.no-key': {
    en: '--check needs --key: the key that signs certificates',
    zh: '--check 需要 --key：签发证书的公钥',
  },
  'cli.rehearse.lacks': { en: 'not held', zh: '未持有' },
  'cli.rehearse.settings': {
    en: 'this system allows no network namespace: GOPROXY alone keeps the go command from the network',
    zh: '本系统不允许使用网络命名空间：仅由 GOPROXY 阻止 go 命令访问网络',
  },
  'cli.rehearse.certified': {
    en: 'certificate {sha256}, signed by {key}',
    zh: '证书 {sha256}，签名密钥 {key}',
  },
  'closure.list': {
    en: 'a list is YAML: each entry an input, or a map of from, level, platform, tags',
    zh: '列表为 YAML：每项是一个输入，或含 from、level、platform、tags 的映射',
  },
  'wishes.line': {
    en: 'a line of a wish list is MODULE, MODULE@QUERY or PACKAGE@QUERY',
    zh: '愿望清单的每行应为 MODULE、MODULE@QUERY 或 PACKAGE@QUERY',
  },
  'wishes.probed': {
    en: 'no module, and no wish: the go command tries each path above one that it looks for',
    zh: '不是模块，也不算愿望：go 命令会逐一尝试所找模块的各级上级路径',
  },
  'closure.inputs': {
    en: '{failed} {failed:input:inputs} could not be read or had, each for the reason above; what the others need is listed',
    zh: '有 {failed} 项输入无法读取或获取，原因见上文；其余各项所需均已列出',
  },
  'closure.unavailable': {
    en: '{n} {n:zip:zips} cannot be had, each for the reason above',
    zh: '有 {n} 个 zip 无法获取，原因见上文',
  },
  'closure.unreleased': {
    en: 'the go that it asks for cannot be had: its go or toolchain line names no release',
    zh: '无法获得其要求的 Go：go 或 toolchain 行所写的版本并未发布',
  },
  'closure.no-graph': {
    en: 'a go.sum names versions, and not what requires what: name the folder of the project',
    zh: 'go.sum 只列出版本，不含依赖关系：请指定项目目录',
  },
  'closure.one-input': {
    en: 'a list of inputs has no one graph: name one of them',
    zh: '多个输入没有单一的依赖图：请指定其中一个',
  },
  'closure.no-text': {
    en: 'it is no text: a project, a go.sum, a wish list or a list of these is to be named',
    zh: '不是文本：请指定项目、go.sum、愿望清单，或以上各项的列表',
  },
  'closure.no-file': { en: 'it is no regular file', zh: '不是普通文件' },
  'closure.not-in-graph': { en: 'nothing in the module graph requires it', zh: '模块图中没有模块依赖它' },
  'closure.unread': {
    en: '{n} {n:go.mod:go.mods} could not be read, each for the reason above: more may be needed than is listed',
    zh: '有 {n} 个 go.mod 无法读取，原因见上文：实际所需可能多于所列',
  },
  'cli.level': {
    en: 'build, test: what packages are made of; tidy: also what go mod asks for; full: also all zips of the build list',
    zh: 'build、test：构建或测试各包所需；tidy：另加 go mod 各命令所需；full：另加构建列表中的全部 zip',
  },
  'cli.platform': {
    en: 'os/arch,… that packages are built for at the levels build and test (default: this machine)',
    zh: 'build 与 test 级别的目标平台，形如 os/arch,…（默认：本机）',
  },
  'cli.platform.form': {
    en: 'a platform is os/arch as go tool dist list has it, linux/arm64 for instance',
    zh: '平台的形式为 os/arch（见 go tool dist list），例如 linux/arm64',
  },
  'cli.tags': { en: 'build tags at the levels build and test', zh: 'build 与 test 级别的构建标签' },
  'cli.resolve': {
    en: 'show what the go command will ask for of a project, before any of it is fetched',
    zh: '在获取之前，列出 go 命令构建某项目将请求的全部内容',
  },
  'cli.resolve.input': {
    en: 'a folder of the project, its go.mod, go.work or go.sum, MODULE@QUERY, PACKAGE@QUERY, a wish list, or a list of these (.yaml)',
    zh: '项目目录，或其 go.mod、go.work、go.sum，或 MODULE@QUERY、PACKAGE@QUERY、愿望清单，或以上各项的列表（.yaml）',
  },
  'cli.resolve.all': { en: 'list also what is held already', zh: '同时列出已有的版本' },
  'cli.resolve.tree': { en: 'show what requires what', zh: '以树形显示依赖关系' },
  'cli.resolve.why': {
    en: 'show why a module is needed, and who wants which version',
    zh: '显示为何需要某模块，以及各依赖方要求的版本',
  },
  'cli.resolve.conflicts': { en: 'show modules that are wanted at several versions', zh: '显示被要求多个版本的模块' },
  'cli.resolve.svg': { en: 'draw the graph, as SVG', zh: '以 SVG 画出依赖图' },
  'cli.resolve.mermaid': { en: 'draw the graph, as Mermaid text', zh: '以 Mermaid 文本画出依赖图' },
  'cli.resolve.total': {
    en: '{name}: built with {modules} {modules:module:modules}; asked for: {zip} {zip:zip:zips}, {mod} {mod:go.mod:go.mods}, {info} {info:info:infos}',
    zh: '{name}：构建列表含 {modules} 个模块；将请求 {zip} 个 zip、{mod} 个 go.mod、{info} 个 info',
  },
  'cli.resolve.toolchain': {
    en: 'it asks for go {toolchain} or later (add --toolchain takes it)',
    zh: '要求 go {toolchain} 或更高版本（add --toolchain 可收入）',
  },
  'cli.resolve.new': {
    en: 'not held: {zip} {zip:zip:zips} ({size}), {mod} {mod:go.mod:go.mods}, {info} {info:info:infos}; zips that are held: {held}',
    zh: '尚未持有：{zip} 个 zip（{size}）、{mod} 个 go.mod、{info} 个 info；已持有的 zip 共 {held}',
  },
  'cli.resolve.unasked': { en: 'sizes not asked for', zh: '未查询大小' },
  'cli.resolve.unsized': {
    en: '{size} and {unsized} of unknown size',
    zh: '{size}，另有 {unsized} 个大小未知',
  },
  'cli.resolve.since': {
    en: 'not in the receipt of {entries} {entries:entry:entries}: {zip} {zip:zip:zips} ({size}), {mod} {mod:go.mod:go.mods}, {info} {info:info:infos}',
    zh: '不在回执（{entries} 个条目）中的：{zip} 个 zip（{size}）、{mod} 个 go.mod、{info} 个 info',
  },
  'cli.resolve.receipt': {
    en: 'list what this receipt does not have: a checkpoint of the node that came back',
    zh: '列出此回执（带回的本节点检查点）中没有的内容',
  },
  'cli.resolve.sizes': {
    en: 'do not ask the upstream how large the zips are',
    zh: '不向上游查询各 zip 的大小',
  },
  'cli.resolve.tidied': {
    en: 'go mod tidy would change this project ({signs} {signs:sign:signs}, first at {first}): listed is what the tidy one needs',
    zh: 'go mod tidy 会改动此项目（{signs} 处，首处为 {first}）：所列为整理后项目所需的内容',
  },
  'cli.resolve.untidy': {
    en: 'go mod tidy would change this project ({signs} {signs:sign:signs}, first at {first}): what its go.sum does not name is not listed',
    zh: 'go mod tidy 会改动此项目（{signs} 处，首处为 {first}）：go.sum 未列出的内容不在此清单中',
  },
} as const satisfies Record<string, Text>
