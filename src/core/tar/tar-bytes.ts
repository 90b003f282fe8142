import { GoferryError } from '../errors.ts'

/** Tars are filled up to whole records, of 10 KiB where nobody says otherwise. */
const maxZeros = 1 << 20

/** The bytes of a tar as they come, taken by number. */
export class TarBytes {
  readonly #pieces: AsyncIterator<Uint8Array>
  readonly #subject: string
  #rest: Uint8Array = new Uint8Array()

  constructor(pieces: AsyncIterable<Uint8Array>, subject: string) {
    this.#pieces = pieces[Symbol.asyncIterator]()
    this.#subject = subject
  }

  /** The next `length` bytes, in pieces, none of which may be kept. Throws `bad-archive` where fewer come. */
  async *take(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (!(await this.#fill()))
        throw new GoferryError('bad-archive', { subject: this.#subject, reason: 'archive.short' })
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }

  /** The next `length` bytes at once. Throws as `take` does. */
  async whole(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    let at = 0
    for await (const piece of this.take(length)) {
      bytes.set(piece, at)
      at += piece.length
    }
    return bytes
  }

  /** Whether nothing but zeros follows to the end, and of those no more than a program fills a tar up with. */
  async isEnd(): Promise<boolean> {
    let zeros = 0
    while (await this.#fill()) {
      zeros += this.#rest.length
      if (zeros > maxZeros || this.#rest.some(byte => byte !== 0)) return false
      this.#rest = new Uint8Array()
    }
    return true
  }

  /** Closes what the bytes come from. */
  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  /** Whether there is a byte more. */
  async #fill(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#pieces.next()
      if (done) return false
      this.#rest = value
    }
    return true
  }
}
