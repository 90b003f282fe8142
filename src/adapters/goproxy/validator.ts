import type { Validator } from '../../ports/upstream.ts'

/** RFC 9110 §8.8.3, without the bytes beyond ASCII, and bounded: it is kept, and sent back. */
const etagForm = /^(?:W\/)?"[\x21\x23-\x7e]{0,256}"$/
const dateForm = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
/** A file may change again within the second that its date names (RFC 9110 §8.8.2.2). */
const settledMs = 60_000

/** What `headers` of a 200 give to ask again with; undefined where that is nothing to rely on. */
export function validatorOf(from: string, headers: Headers): Validator | undefined {
  const etag = headers.get('etag') ?? ''
  if (etagForm.test(etag)) return { from, etag }
  const lastModified = headers.get('last-modified') ?? ''
  const age = Date.parse(headers.get('date') ?? '') - Date.parse(lastModified)
  return dateForm.test(lastModified) && age >= settledMs ? { from, lastModified } : undefined
}

/** The header that asks with `kept`; undefined where it has nothing that may be sent. */
export function conditionOf({ etag = '', lastModified = '' }: Validator): Record<string, string> | undefined {
  if (etagForm.test(etag)) return { 'if-none-match': etag }
  return dateForm.test(lastModified) ? { 'if-modified-since': lastModified } : undefined
}

/** Whether a 304 with `headers` can be about what was asked with `kept`: it names no other ETag. */
export function mayStand({ etag }: Validator, headers: Headers): boolean {
  const named = headers.get('etag')
  return etag === undefined || named === null || opaque(named) === opaque(etag)
}

function opaque(etag: string): string {
  return etag.replace(/^W\//, '')
}
