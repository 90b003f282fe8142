import type { Finding } from '../finding.ts'
import { settingMend } from './go-env-mend.ts'
import { type ClientWorld, setting } from './world.ts'

/** One entry of GOPROXY, and what stands behind it: `,` or `|`, or nothing. */
export interface ProxyEntry {
  readonly text: string
  readonly end: string
}

/** The entries of a GOPROXY up to `direct` or `off`, after which go asks nobody. */
export function proxyEntries(value: string): ProxyEntry[] {
  const entries: ProxyEntry[] = []
  for (const [, text = '', end = ''] of value.matchAll(/([^,|]*)([,|]|$)/g)) {
    if (text.trim() === '') continue
    entries.push({ text: text.trim(), end })
    if (text.trim() === 'direct' || text.trim() === 'off') break
  }
  return entries
}

/** Where modules come from, and what GOPROXY says for the case that the first place does not have them. */
export async function checkGoproxy(world: ClientWorld): Promise<Finding[]> {
  const subject = setting(world, 'GOPROXY')
  const entries = proxyEntries(world.go.values['GOPROXY'] ?? '')
  const urls = entries.filter(({ text }) => isProxyUrl(text))
  const [first] = entries
  if (first === undefined || entries.some(entry => !isProxyUrl(entry.text) && !isWord(entry.text)))
    return [{ code: 'proxy-malformed', subject }]
  if (first.text === 'off') return [{ code: 'proxy-off', subject }]
  const url = urls[0]?.text
  const better = url === undefined ? {} : { mend: settingMend(world, 'GOPROXY', url) }
  const params = { url: (url ?? 'URL').replace(/\/\/[^/@]*@/, '//…@') }
  const findings: Finding[] = []
  if (entries.some(({ text }) => text === 'direct')) findings.push({ code: 'proxy-direct', subject, params, ...better })
  const goesOn = entries.slice(0, -1).filter(({ end }, i) => end === '|' && entries[i + 1]?.text !== 'off')
  if (goesOn.length > 0) findings.push({ code: 'proxy-fallback', subject, params, ...better })
  if (urls.length > 1) findings.push({ code: 'proxy-many', subject, params })
  if (urls.some(({ text }) => /^http:\/\/[^/]*@/i.test(text))) findings.push({ code: 'proxy-credentials', subject })
  return findings.length > 0 ? findings : [{ code: 'goproxy', subject }]
}

function isProxyUrl(text: string): boolean {
  return /^(https?|file):\/\//i.test(text) && URL.canParse(text)
}

function isWord(text: string): boolean {
  return text === 'direct' || text === 'off'
}
