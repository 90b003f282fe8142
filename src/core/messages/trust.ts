import type { Text } from './text.ts'

/** Messages: the trust policy, a file that the operator writes. */
export const trustTexts = {
  'trust.no-file': {
    en: 'there is no trust policy: goferry ferry trust, run at the mirror, prints what to put there; see docs/operate/import.md',
    zh: '尚无信任策略：在镜像站运行 goferry ferry trust，将其输出写入此处；参见 docs/operate/import.zh-CN.md',
  },
  'trust.unknown': {
    en: 'line {line}: {field} is not known there; there are: {allowed}',
    zh: '第 {line} 行：此处没有 {field} 项；可用的有：{allowed}',
  },
  'trust.field': {
    en: 'line {line}: {field} is missing or not in its form: {problem}',
    zh: '第 {line} 行：{field} 缺失或格式不符：{problem}',
  },
  'trust.key': {
    en: 'line {line}: {field} is no verifier key: name+hash+key, as goferry ferry trust prints it',
    zh: '第 {line} 行：{field} 不是验证密钥：应为 goferry ferry trust 输出的 name+hash+key',
  },
  'trust.time': {
    en: 'line {line}: {field} is no time such as 2026-01-31T00:00:00Z',
    zh: '第 {line} 行：{field} 不是形如 2026-01-31T00:00:00Z 的时间',
  },
  'trust.line': {
    en: 'line {line}: {field} is one line of text that is not empty',
    zh: '第 {line} 行：{field} 应为一行非空文字',
  },
  'trust.site': {
    en: 'line {line}: {field} has lower-case letters, digits and hyphens, 32 at most',
    zh: '第 {line} 行：{field} 只能含小写字母、数字和连字符，最多 32 个',
  },
  'trust.needed': {
    en: 'line {line}: {field} asks for more keys than are there ({keys}): nothing could ever pass',
    zh: '第 {line} 行：{field} 要求的密钥多于现有的（{keys}）：将永远无法通过',
  },
  'trust.twice': { en: 'line {line}: {field} is there twice', zh: '第 {line} 行：{field} 重复' },
  'trust.origin': {
    en: 'line {line}: {field} is no name of a log',
    zh: '第 {line} 行：{field} 不是日志名称',
  },
} as const satisfies Record<string, Text>
