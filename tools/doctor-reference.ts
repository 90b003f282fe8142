import { catalogue } from '../src/core/messages/catalogue.ts'
import type { Lang } from '../src/core/messages/text.ts'
import { CODES, type CodeRow, HALVES, type Half } from '../src/services/doctor/codes.ts'

/** The pages on which every finding of the doctor is listed, by their language. */
export const doctorPages: Readonly<Record<Lang, string>> = {
  en: 'docs/operate/doctor.md',
  zh: 'docs/operate/doctor.zh-CN.md',
}

const HEADS: Readonly<Record<Lang, string>> = {
  en: '| code | level | means | do |',
  zh: '| 代码 | 级别 | 含义 | 处理 |',
}

/** The page `text` with its tables of findings, between the marks of each half, made anew. */
export function doctorReference(text: string, lang: Lang): string {
  return HALVES.reduce((page, half) => {
    const [begin, end] = [`<!-- findings: ${half} -->\n`, `<!-- end: ${half} -->`]
    const [before = '', rest = ''] = page.split(begin)
    const after = rest.split(end)[1] ?? ''
    return `${before}${begin}\n${table(half, lang)}\n\n${end}${after}`
  }, text)
}

function table(half: Half, lang: Lang): string {
  const rows = Object.entries(CODES[half]).map(([code, { level, says, advice }]: [string, CodeRow]) => {
    const cell = (key: CodeRow['says'] | undefined) =>
      key === undefined ? '' : plural(catalogue[key][lang]).replaceAll('|', '\\|').replaceAll('<', '&lt;')
    return `| \`${code}\` | ${level} | ${cell(says)} | ${cell(advice)} |`
  })
  return [HEADS[lang], '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** A page has no number that says which of two words it is to be. */
function plural(text: string): string {
  return text.replace(/\{\w+:[^:{}]*:([^:{}]*)\}/g, '$1')
}
