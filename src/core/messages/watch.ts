import type { Text } from './text.ts'

/** Messages: what a mirror pulls by itself. */
export const watchTexts = {
  'watch.absent': {
    en: 'the upstream does not know this module: it says {code} {text}; {held} {held:version is:versions are} held, and stay',
    zh: '上游没有此模块：返回 {code} {text}；已持有的 {held} 个版本仍保留',
  },
  'watch.unlisted': { en: 'the upstream lists it no longer', zh: '上游列表中已没有此版本' },
  'watch.file-gone': {
    en: 'the upstream has its {file} no longer: it says {code} {text}',
    zh: '上游已没有其 {file}：返回 {code} {text}',
  },
  'watch.other-bytes': {
    en: 'the upstream has another {file} now: {got}; the log has {wanted}, which is what is held',
    zh: '上游的 {file} 已变：{got}；日志为 {wanted}，所持内容与日志一致',
  },
  'journal.watch-memory-made-anew': {
    en: 'what was remembered of the watched module {module} was damaged or of another format, and is begun anew: of its versions only the times that the upstream gives are known',
    zh: '对所跟踪模块 {module} 的记录已损坏或格式不同，重新开始：其版本的时间只能依据上游给出的时间',
  },
  'journal.watch-clock-back': {
    en: 'the clock stands before the last pull of {module}: new versions count from that pull; if that one was wrong, remove {file}',
    zh: '时钟早于 {module} 的上次拉取：新版本从那次拉取的时间起算；若那次的时间有误，请删除 {file}',
  },
  'watch.nothing': {
    en: 'the settings watch nothing: name modules or projects under mirror, watch, or toolchains under mirror, toolchains',
    zh: '配置中没有要跟踪的内容：请在 mirror 的 watch 下列出模块或项目，或在 toolchains 下列出工具链',
  },
  'watch.rewritten': {
    en: 'the upstream has other bytes now for {rewritten} {rewritten:version:versions}, named above; what is held was not changed',
    zh: '上游有 {rewritten} 个版本的内容已变（见上文）；已持有的内容未作改动',
  },
  'cli.pull': { en: 'take now what the settings watch', zh: '立即拉取配置中跟踪的内容' },
  'cli.pull.dry': { en: 'only show what would be taken', zh: '仅显示将要拉取的内容' },
  'cli.pull.total': {
    en: '{new} new, {added} added, {held} held, {young} too young, {removed} removed upstream, {retracted} retracted, {rewritten} rewritten, {failed} failed; {archived} {archived:archive:archives} made',
    zh: '待收入 {new}，新增 {added}，已有 {held}，冷却期内 {young}，上游已删除 {removed}，已撤回 {retracted}，被改写 {rewritten}，失败 {failed}；生成归档 {archived} 个',
  },
  'cli.pull.from': { en: 'taken from {from} on', zh: '自 {from} 起收入' },
  'settings.mirror.at': {
    en: 'when it pulls by itself: five fields in cron form, such as 0 3 * * *',
    zh: '自行拉取的时间：cron 形式的五个字段，如 0 3 * * *',
  },
  'settings.mirror.module': {
    en: 'a module path, or a glob over the modules that the node knows, such as golang.org/x/*; for toolchains of Go see mirror.toolchains',
    zh: '模块路径，或针对节点已知模块的通配，如 golang.org/x/*；Go 工具链请用 mirror.toolchains',
  },
  'settings.mirror.versions': {
    en: 'ranges that all must fit, parted by spaces or commas, such as ">=v0.20.0 <v1"',
    zh: '须同时满足的范围，以空格或逗号分隔，如 ">=v0.20.0 <v1"',
  },
  'settings.mirror.latest': { en: 'so many of the newest releases, 1 to 100', zh: '最新的若干个发布版，1 至 100' },
  'settings.mirror.minAge': {
    en: 'how old a version must be before it is taken: 7d, 2w, 1y',
    zh: '版本满多长时间后才收入：7d、2w、1y',
  },
  'settings.mirror.level': {
    en: 'how much comes along: build, test, tidy, full; for a module also none',
    zh: '一并收入的程度：build、test、tidy、full；模块还可为 none',
  },
  'settings.mirror.platforms': {
    en: 'a list of GOOS/GOARCH, such as linux/amd64',
    zh: 'GOOS/GOARCH 的列表，如 linux/amd64',
  },
  'settings.mirror.toolchains': {
    en: 'the toolchains of Go that are pulled and kept: platforms, and latest releases of the newest minors',
    zh: '要拉取并保留的 Go 工具链：platforms，以及最新 minors 个次版本各自最新的 latest 个版本',
  },
  'settings.mirror.minors': {
    en: 'so many of the newest minor versions of Go, 1 to 100',
    zh: 'Go 最新的若干个次版本，1 至 100',
  },
  'settings.mirror.tags': { en: 'a list of build tags', zh: '构建标签的列表' },
  'settings.mirror.project': {
    en: 'the folder of a project that is to stay buildable',
    zh: '要始终可构建的项目目录',
  },
  'settings.mirror': {
    en: 'what a mirror pulls by itself: watch, a list of modules and projects; toolchains, the newest (latest) of each of the newest minor versions (minors) for platforms, which gc keeps too; at, when, in cron form (docs/operate/watch.md)',
    zh: '镜像站自行拉取的内容：watch 为模块与项目的列表；toolchains 为最新 minors 个次版本各自最新的 latest 个工具链（按 platforms），gc 也据此保留；at 为 cron 形式的时间（见 docs/operate/watch.zh-CN.md）',
  },
} as const satisfies Record<string, Text>
