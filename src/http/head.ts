import type { Answer } from '../services/serve/answer.ts'

const CACHE_CONTROL = {
  immutable: 'public, max-age=31536000, immutable',
  brief: 'public, max-age=60',
  none: 'no-store',
} as const satisfies Record<Answer['cache'], string>

/** The headers of every answer, also of one without a body: names and values in turn. */
export function commonHead({ cache, etag }: Pick<Answer, 'cache' | 'etag'>): string[] {
  const head = ['Cache-Control', CACHE_CONTROL[cache], 'X-Content-Type-Options', 'nosniff']
  return etag === undefined ? head : [...head, 'ETag', `"${etag}"`]
}

/** The headers of an answer with a body of `length` bytes. */
export function bodyHead(answer: Pick<Answer, 'cache' | 'etag' | 'contentType'>, length: number): string[] {
  const own = ['Content-Type', answer.contentType, 'Accept-Ranges', 'bytes', 'Content-Length', String(length)]
  return [...commonHead(answer), ...own]
}
