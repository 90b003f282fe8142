import { GoferryError } from '../../core/errors.ts'
import type { Unchanged, Upstream, UpstreamAnswer, UpstreamLook, Validator } from '../../ports/upstream.ts'

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

  /** See `Upstream.get`. Throws besides `interrupted`, also while it waits. */
  async get(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    const answer = await this.#cut(path, () => this.#upstream.get(path, limitBytes), closeLate)
    return answer.status === 'ok' ? { ...answer, body: this.#counted(path, answer.body) } : answer
  }

  /** See `Upstream.recheck`. Throws as `get` does. */
  async recheck(path: string, limitBytes: number, kept: Validator): Promise<UpstreamAnswer | Unchanged> {
    const upstream = this.#upstream
    const ask = (): Promise<UpstreamAnswer | Unchanged> =>
      upstream.recheck?.(path, limitBytes, kept) ?? upstream.get(path, limitBytes)
    const answer = await this.#cut(path, ask, closeLate)
    return answer.status === 'ok' ? { ...answer, body: this.#counted(path, answer.body) } : answer
  }

  /** See `Upstream.look`. Throws as `get` does. */
  look(path: string): Promise<UpstreamLook> {
    const ask = async (): Promise<UpstreamLook> => this.#upstream.look?.(path) ?? { status: 'ok', bytes: undefined }
    return this.#cut(path, ask, asked => void asked.catch(() => undefined))
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
        const next = await this.#cut(
          path,
          () => pieces.next(),
          () => void end().catch(() => undefined),
        )
        if (!next.done) this.#bytes += next.value.length
        return next
      },
      return: end,
    }
  }

  /**
   * What `work` gives, or `interrupted` as soon as there is the signal: then `late` is called for what is under way.
   */
  async #cut<T>(subject: string, work: () => Promise<T>, late: (working: Promise<T>) => void): Promise<T> {
    const interrupted = () => new GoferryError('interrupted', { subject })
    if (this.#signal.aborted) throw interrupted()
    const { promise, reject } = Promise.withResolvers<never>()
    const working = work()
    const cut = () => {
      late(working)
      reject(interrupted())
    }
    this.#signal.addEventListener('abort', cut)
    try {
      return await Promise.race([working, promise])
    } finally {
      this.#signal.removeEventListener('abort', cut)
    }
  }
}

/** Nobody waits for the answer any more: its body is closed when it comes. */
function closeLate(asked: Promise<UpstreamAnswer | Unchanged>): void {
  asked.then(
    answer => (answer.status === 'ok' ? answer.body[Symbol.asyncIterator]().return?.() : undefined),
    () => undefined,
  )
}
