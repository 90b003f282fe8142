import type { Text } from './text.ts'

/** Messages: what a mirror pulls by itself. */
export const watchTexts = {
  'watch.absent': { en: 'the upstream does not know this module', zh: '上游没有此模块' },
  'watch.nothing': {
    en: 'the settings watch nothing: name modules or projects under mirror, watch',
    zh: '配置中没有要跟踪的内容：请在 mirror 的 watch 下列出模块或项目',
  },
  'watch.rewritten': {
    en: 'the upstream has other bytes now for {rewritten} {rewritten:version:versions}, named above; what is held was not changed',
    zh: '上游有 {rewritten} 个版本的内容已变（见上文）；已持有的内容未作改动',
  },
  'cli.pull': { en: 'take now what the settings watch', zh: '立即拉取配置中跟踪的内容' },
  'cli.pull.dry': { en: 'only show what would be taken', zh: '仅显示将要拉取的内容' },
  'cli.pull.total': {
    en: '{new} new, {added} added, {held} held, {young} too young, {removed} removed upstream, {retracted} retracted, {rewritten} rewritten, {failed} failed',
    zh: '待收入 {new}，新增 {added}，已有 {held}，冷却期内 {young}，上游已删除 {removed}，已撤回 {retracted}，被改写 {rewritten}，失败 {failed}',
  },
  'settings.mirror': {
    en: 'what a mirror pulls by itself: watch, a list of modules and projects; at, when, in cron form (docs/operate/watch.md)',
    zh: '镜像站自行拉取的内容：watch 为模块与项目的列表，at 为 cron 形式的时间（见 docs/operate/watch.zh-CN.md）',
  },
} as const satisfies Record<string, Text>
