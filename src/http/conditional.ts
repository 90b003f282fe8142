/** A span of bytes, both ends included, as in `Content-Range`. */
export interface Span {
  readonly first: number
  readonly last: number
}

/** Whether `If-None-Match` names the entity (RFC 9110 §13.1.2, weak comparison). `etag` is without quotes. */
export function isNotModified(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  if (etag === undefined) return false
  return ifNoneMatch.split(',').some(tag => tag.trim().replace(/^W\//, '') === `"${etag}"`)
}

/**
 * The span that a `Range` header asks of `size` bytes (RFC 9110 §14): undefined for
 * the whole (no range, several ranges, another unit, malformed, or an `If-Range` that
 * does not name the entity), 'unsatisfiable' for one that begins beyond the end, however far.
 */
export function spanOf(
  headers: { readonly range?: string | undefined; readonly ifRange?: string | undefined },
  etag: string | undefined,
  size: number,
): Span | 'unsatisfiable' | undefined {
  if (headers.ifRange !== undefined && (etag === undefined || headers.ifRange !== `"${etag}"`)) return undefined
  const match = /^bytes=(\d*)-(\d*)$/i.exec(headers.range ?? '')
  if (match === null) return undefined
  const [, from = '', to = ''] = match
  if (from === '') return to === '' ? undefined : suffix(Number(to), size)
  // Numbers of any length: as BigInt none is rounded.
  if (to !== '' && BigInt(to) < BigInt(from)) return undefined
  if (Number(from) >= size) return 'unsatisfiable'
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}

/** The last `length` bytes. */
function suffix(length: number, size: number): Span | 'unsatisfiable' {
  return length === 0 || size === 0 ? 'unsatisfiable' : { first: Math.max(0, size - length), last: size - 1 }
}
