import type { Text } from './text.ts'

/** Messages: the checks of the operator. */
export const scanTexts = {
  'scan.unclean': { en: '{name} says no: {output}', zh: '{name} 判定不通过：{output}' },
  'scan.failed': {
    en: '{name} came to no answer, and is asked again by goferry ferry in: {output}',
    zh: '{name} 未给出结论，goferry ferry in 会再次检查：{output}',
  },
  'scan.stale': {
    en: 'what it knows is of {told}, more than {days} {days:day:days} old: bring it up to date, then goferry ferry in goes on',
    zh: '其特征库日期为 {told}，已超过 {days} 天：请更新后运行 goferry ferry in 继续',
  },
  'scan.no-age': {
    en: 'it does not tell how old what it knows is ({told}): a date such as 2026-01-31T00:00:00Z or seconds since 1970 is expected',
    zh: '未能得知其特征库日期（{told}）：应输出形如 2026-01-31T00:00:00Z 的日期或 1970 年以来的秒数',
  },
  'scan.changed': {
    en: 'a check changed a file that it was to look at: it must not mend anything',
    zh: '某项检查改动了被检文件：检查程序不得修复文件',
  },
} as const satisfies Record<string, Text>
