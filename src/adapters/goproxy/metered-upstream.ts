import { GoferryError } from '../../core/errors.ts'
import type { Upstream, UpstreamAnswer } from '../../ports/upstream.ts'

/** An upstream whose bytes are counted as they come, and that can be cut off. */
export class MeteredUpstream implements Upstream {
  readonly name: string
  readonly #upstream: Upstream
  readonly #signal: AbortSignal
  #bytes = 0

  /** After `signal`, requests fail and bodies end with `interrupted`. */
  constructor(upstream: Upstream, signal: AbortSignal) {
    this.name = upstream.name
    this.#upstream = upstream
    this.#signal = signal
  }

  /** Bytes of bodies that have come so far. */
  get bytes(): number {
    return this.#bytes
  }

  /** See `Upstream.get`. Throws besides `interrupted`. */
  async get(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    this.#check(path)
    const answer = await this.#upstream.get(path, limitBytes)
    return answer.status === 'ok' ? { ...answer, body: this.#counted(path, answer.body) } : answer
  }

  /** No generator: the body is closed also where `return` comes before the first piece. */
  #counted(path: string, body: AsyncIterable<Uint8Array>): AsyncIterableIterator<Uint8Array> {
    const pieces = body[Symbol.asyncIterator]()
    const end = async () => {
      await pieces.return?.()
      return { done: true, value: undefined } as const
    }
    return {
      [Symbol.asyncIterator]() {
        return this
      },
      next: async () => {
        if (this.#signal.aborted) await end()
        this.#check(path)
        const next = await pieces.next()
        if (!next.done) this.#bytes += next.value.length
        return next
      },
      return: end,
    }
  }

  #check(subject: string): void {
    if (this.#signal.aborted) throw new GoferryError('interrupted', { subject })
  }
}
