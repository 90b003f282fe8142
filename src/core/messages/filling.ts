import type { Text } from './text.ts'

/** Messages: what adding modules prints, and why something was not added. */
export const fillingTexts = {
  'go-sum-fields': {
    en: 'a line of go.sum has three fields: module, version, hash',
    zh: 'go.sum 的每行应有三个字段：模块、版本、哈希',
  },
  'add-no-version': { en: 'no version answers this query', zh: '没有符合该查询的版本' },
  'add-go-sum': {
    en: 'go.sum says {wanted}, the log says {found}: somebody was given other bytes',
    zh: 'go.sum 记录的是 {wanted}，日志记录的是 {found}：有人得到了不同的内容',
  },
  'add-failed': {
    en: '{failed} {failed:thing:things} could not be taken, each for the reason above',
    zh: '有 {failed} 项未能收入，原因见上文',
  },
  'cli.add': { en: 'take modules into the node, verified', zh: '将模块校验后收入节点' },
  'cli.add.modules': {
    en: 'MODULE@QUERY: a version, latest, v1.2, >=v1.2.0, a branch or commit',
    zh: 'MODULE@QUERY：版本、latest、v1.2、>=v1.2.0、分支或提交',
  },
  'cli.add.from': {
    en: 'take what a project, MODULE@QUERY, PACKAGE@QUERY, a wish list or a list of these (.yaml) needs, or what a go.sum names',
    zh: '收入某项目、MODULE@QUERY、PACKAGE@QUERY、愿望清单或其列表（.yaml）所需的内容，或 go.sum 中列出的内容',
  },
  'cli.add.untidy': {
    en: 'go mod tidy would change this project ({signs} {signs:sign:signs}): what its go.sum does not name was not taken',
    zh: 'go mod tidy 会改动此项目（{signs} 处）：go.sum 未列出的内容未收入',
  },
  'cli.add.toolchain': {
    en: 'take also the Go toolchain that the project asks for, for each --platform',
    zh: '同时收入项目所要求的 Go 工具链（按每个 --platform）',
  },
  'cli.add.upstream': {
    en: 'GOPROXY to take from: URLs parted by , or | (default: the setting, else what go env GOPROXY says)',
    zh: '上游 GOPROXY：以 , 或 | 分隔的地址（默认取配置，否则取 go env GOPROXY 的值）',
  },
  'cli.add.modcache': {
    en: 'take what lies in a module cache (what go env GOMODCACHE says)',
    zh: '收入模块缓存目录中的内容（go env GOMODCACHE 所示目录）',
  },
  'cli.add.athens': {
    en: 'take what lies in the disk store of an Athens proxy',
    zh: '收入 Athens 代理磁盘存储中的内容',
  },
  'cli.add.nothing': {
    en: 'nothing to add: give MODULE@QUERY, --from, --modcache or --athens',
    zh: '没有要收入的内容：请给出 MODULE@QUERY、--from、--modcache 或 --athens',
  },
  'cli.add.one-source': {
    en: '--modcache and --athens each stand alone: no modules, no --from beside them',
    zh: '--modcache 与 --athens 须单独使用，不能同时给出模块或 --from',
  },
  'cli.add.total': {
    en: '{added} {added:version:versions} added, {held} held already, {failed} failed (a line each), {foreign} foreign {foreign:file:files} left out, {size} fetched',
    zh: '新增版本 {added} 个，已有 {held} 个，失败 {failed} 项（各占一行），略过无关文件 {foreign} 个，获取 {size}',
  },
} as const satisfies Record<string, Text>
