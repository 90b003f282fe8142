import type { Lang } from './text.ts'

/** Which of our languages an Accept-Language header wants most (RFC 9110 §12.5.4); `fallback` where it wants none. */
export function acceptedLanguage(header: string | undefined, fallback: Lang): Lang {
  let best: { lang: Lang; weight: number } | undefined
  for (const range of header?.split(',') ?? []) {
    const [tag = '', ...params] = range.split(';').map(part => part.trim().toLowerCase())
    const [primary] = tag.split('-')
    const quality = params.find(param => param.startsWith('q='))?.slice(2) ?? '1'
    const weight = /^[01](\.\d{0,3})?$/.test(quality) ? Number(quality) : 0
    if ((primary === 'en' || primary === 'zh') && weight > (best?.weight ?? 0)) best = { lang: primary, weight }
  }
  return best?.lang ?? fallback
}
