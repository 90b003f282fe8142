import { GoferryError } from '../../core/errors.ts'
import type { Entry } from '../../core/log/entry.ts'
import { formatEntry } from '../../core/log/format-entry.ts'

/** The most entries of a commit that more than one call shares. */
export const batchEntries = 4096
/** The most bytes of leaves of such a commit. */
const batchBytes = 8 * 1024 * 1024
/** The most entries of one call, which is one commit: an import takes all that it approves at once (design §6). */
export const callEntries = 1 << 20
/** The most bytes of leaves of one call. */
export const callBytes = 1 << 28

/** An entry with the text of its leaf. */
export interface Leaf {
  readonly entry: Entry
  readonly text: string
}

/** One caller of `append`, waiting for the commit that covers its leaves. */
export interface Append {
  readonly leaves: readonly Leaf[]
  /** Of all leaves together. */
  readonly bytes: number
  /** The commit stands and is published; `size` is that of the log then. */
  resolve(result: { size: number }): void
  /** Nothing of this call was appended, or that is not known. */
  reject(error: unknown): void
}

/**
 * Group commit without a fixed delay: while one commit runs, callers gather, and the next one takes them together.
 * A lone caller waits for nobody.
 */
export class Sequencer {
  readonly #commit: (calls: readonly Append[]) => Promise<void>
  readonly #waiting: Append[] = []
  #waitingEntries = 0
  #waitingBytes = 0
  #scheduled = false
  #closed = false
  #last: Promise<unknown> = Promise.resolve()

  /** `commit` settles each of its calls; where it throws, those that are left hear the error. */
  constructor(commit: (calls: readonly Append[]) => Promise<void>) {
    this.#commit = commit
  }

  /**
   * Queues `entries`, to be appended together and in their order; resolves when they are published. Throws `bad-entry`
   * for a value that no leaf can say; `too-large` where the call is over its limits; `busy` where four commits wait
   * already; `stopping` after `close`; and what the commit throws.
   */
  async append(entries: readonly Entry[]): Promise<{ size: number }> {
    if (entries.length > callEntries) throw tooLarge()
    const leaves = entries.map(entry => ({ entry, text: formatEntry(entry) }))
    const bytes = leaves.reduce((sum, leaf) => sum + Buffer.byteLength(leaf.text), 0)
    this.#admit(bytes)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ leaves, bytes, resolve, reject })
      this.#count(leaves.length, bytes)
      this.#schedule()
    })
  }

  /** Runs `work` when nothing else of this queue runs; gives what it gives. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** Takes no more; resolves when all that waits is settled. */
  async close(): Promise<void> {
    this.#closed = true
    while (this.#scheduled) await this.#last
    await this.#last
  }

  #admit(bytes: number): void {
    if (this.#closed) throw new GoferryError('stopping', { subject: 'log' })
    if (bytes > callBytes) throw tooLarge()
    if (this.#waitingEntries >= 4 * batchEntries || this.#waitingBytes >= 4 * batchBytes) {
      throw new GoferryError('busy', { subject: 'append', reason: 'log-queue-full' })
    }
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.exclusively(() => this.#commitNext())
  }

  async #commitNext(): Promise<void> {
    const calls = this.#take()
    this.#scheduled = false
    if (this.#waiting.length > 0) this.#schedule()
    try {
      await this.#commit(calls)
    } catch (error) {
      for (const call of calls) call.reject(error)
    }
  }

  /** The first of those who wait, and as many more as fit into one commit. */
  #take(): Append[] {
    let entries = 0
    let bytes = 0
    const over = this.#waiting.findIndex(call => {
      entries += call.leaves.length
      bytes += call.bytes
      return entries > batchEntries || bytes > batchBytes
    })
    const calls = this.#waiting.splice(0, over === -1 ? this.#waiting.length : Math.max(1, over))
    for (const call of calls) this.#count(-call.leaves.length, -call.bytes)
    return calls
  }

  #count(entries: number, bytes: number): void {
    this.#waitingEntries += entries
    this.#waitingBytes += bytes
  }
}

function tooLarge(): GoferryError {
  const params = { entries: callEntries, bytes: callBytes }
  return new GoferryError('too-large', { subject: 'append', reason: 'log-call-too-large', params })
}
