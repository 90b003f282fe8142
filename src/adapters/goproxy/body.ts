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
  /** Of each such stretch of time, in which `leastBytes` must come. */
  readonly rateMs: number
}

/** 1 KiB/s over a minute: below that a body is held back on purpose, or would not end in any case. */
const leastBytes = 61_440

/**
 * The pieces of `stream` as long as they keep to `bounds`, counted on real bytes (abuse case A04). Throws `too-large`
 * at the first byte beyond the limit, `upstream-failed` for silence, a trickle, a broken connection, or another length
 * than announced. Ends the connection (`abort`) whenever it does not come to the end of the body, also where `return`
 * is called before the first piece, or while one is awaited.
 */
export function boundedBody(
  stream: ReadableStream<Uint8Array> | null,
  bounds: BodyBounds,
  abort: AbortController,
): AsyncIterableIterator<Uint8Array, void, undefined> {
  const pieces = piecesOf(stream, bounds, abort)
  let isWaiting = false
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: async () => {
      isWaiting = true
      try {
        return await pieces.next()
      } finally {
        isWaiting = false
      }
    },
    return: async () => {
      // A generator hears nothing while it waits.
      if (isWaiting) abort.abort()
      const ended = await pieces.return()
      // A generator that was not begun runs no `finally`.
      abort.abort()
      return ended
    },
  }
}

async function* piecesOf(
  stream: ReadableStream<Uint8Array> | null,
  bounds: BodyBounds,
  abort: AbortController,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { subject, limitBytes, announced } = bounds
  let got = 0
  let ended = false
  const watch = new Watch(bounds, abort, () => got)
  try {
    for await (const piece of stream ?? []) {
      got += piece.length
      if (got > limitBytes) {
        throw new GoferryError('too-large', { subject, reason: 'upstream-body-limit', params: { limit: limitBytes } })
      }
      watch.heard()
      yield piece
      watch.heard()
    }
    ended = true
  } catch (error) {
    throw networkTrouble(subject, error)
  } finally {
    watch.end()
    if (!ended) abort.abort()
  }
  if (announced !== undefined && got !== announced) {
    throw new GoferryError('upstream-failed', { subject, reason: 'upstream-length', params: { got, announced } })
  }
}

/** Aborts a body that is silent for too long, or trickles: one of a few places is not to be held for days (A20). */
class Watch {
  readonly #silence: NodeJS.Timeout
  readonly #trickle: NodeJS.Timeout

  /** `got` gives how many bytes came so far. */
  constructor({ subject, silenceMs, rateMs }: BodyBounds, abort: AbortController, got: () => number) {
    const failed = (reason: 'upstream-silent' | 'upstream-slow', ms: number) =>
      new GoferryError('upstream-failed', {
        subject,
        reason,
        params: { seconds: Math.ceil(ms / 1000), bytes: leastBytes },
      })
    this.#silence = setTimeout(() => abort.abort(failed('upstream-silent', silenceMs)), silenceMs)
    let before = 0
    this.#trickle = setInterval(() => {
      if (got() - before < leastBytes) abort.abort(failed('upstream-slow', rateMs))
      before = got()
    }, rateMs)
  }

  /** Something came, or somebody was slow to take it. */
  heard(): void {
    this.#silence.refresh()
  }

  /** No more is awaited. */
  end(): void {
    clearTimeout(this.#silence)
    clearInterval(this.#trickle)
  }
}
