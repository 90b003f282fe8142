import { GoferryError } from '../../core/errors.ts'
import { networkTrouble } from './network-trouble.ts'

/** What bounds a body. */
export interface BodyBounds {
  /** What the body is of, for errors: a URL without credentials. */
  readonly subject: string
  /** The most bytes that are handed on. */
  readonly limitBytes: number
  /** The bytes that the head announced, where it did and they are the body's own. */
  readonly announced: number | undefined
  /** The longest silence between two pieces. */
  readonly silenceMs: number
}

/**
 * The pieces of `stream` as long as they keep to `bounds`, counted on real bytes (abuse case A04). Throws `too-large`
 * at the first byte beyond the limit, `upstream-failed` for silence, a broken connection, or another length than
 * announced. Ends the connection (`abort`) whenever it does not come to the end of the body.
 */
export async function* boundedBody(
  stream: ReadableStream<Uint8Array> | null,
  bounds: BodyBounds,
  abort: AbortController,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { subject, limitBytes, announced } = bounds
  const silence = new GoferryError('upstream-failed', {
    subject,
    reason: 'upstream-silent',
    params: { seconds: Math.ceil(bounds.silenceMs / 1000) },
  })
  const timer = setTimeout(() => abort.abort(silence), bounds.silenceMs)
  let got = 0
  let ended = false
  try {
    for await (const piece of stream ?? []) {
      got += piece.length
      if (got > limitBytes) {
        throw new GoferryError('too-large', { subject, reason: 'upstream-body-limit', params: { limit: limitBytes } })
      }
      timer.refresh()
      yield piece
      timer.refresh()
    }
    ended = true
  } catch (error) {
    throw networkTrouble(subject, error)
  } finally {
    clearTimeout(timer)
    if (!ended) abort.abort()
  }
  if (announced !== undefined && got !== announced) {
    throw new GoferryError('upstream-failed', { subject, reason: 'upstream-length', params: { got, announced } })
  }
}
