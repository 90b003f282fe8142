import { pagePolicy } from '../core/toolchain/dl-page.ts'
import type { Answer } from '../services/serve/answer.ts'

const CACHE_CONTROL = {
  immutable: 'public, max-age=31536000, immutable',
  brief: 'public, max-age=60',
  none: 'no-store',
} as const satisfies Record<Answer['cache'], string>

/** What the headers of an answer say of it. */
type Described = Pick<Answer, 'cache' | 'etag' | 'archive' | 'contentType' | 'lang'>

/** The headers of every answer, also of one without a body: names and values in turn. */
export function commonHead({ cache, etag, archive, contentType, lang }: Described): string[] {
  const head = ['Cache-Control', CACHE_CONTROL[cache], 'X-Content-Type-Options', 'nosniff']
  if (etag !== undefined) head.push('ETag', `"${etag}"`)
  if (archive !== undefined) head.push('X-Goferry-Archive', archive)
  if (lang !== undefined) head.push('Content-Language', lang, 'Vary', 'Accept-Language')
  if (contentType.startsWith('text/html')) head.push('Content-Security-Policy', pagePolicy)
  return head
}

/** The headers of an answer with a body of `length` bytes. */
export function bodyHead(answer: Described, length: number): string[] {
  const own = ['Content-Type', answer.contentType, 'Accept-Ranges', 'bytes', 'Content-Length', String(length)]
  return [...commonHead(answer), ...own]
}
