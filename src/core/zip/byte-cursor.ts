import type { ByteSource } from './byte-source.ts'

/** Reads a span of a source from its start to its end, 256 KiB at a time, however small the parts that are taken. */
export class ByteCursor {
  readonly #source: ByteSource
  readonly #end: number
  #position: number
  #window: Uint8Array = new Uint8Array()
  /** Read into by turns, the older one first: what was taken of one stays while the other is taken. */
  #buffers: readonly (Uint8Array | undefined)[] = []

  /** The span is [`start`, `end`), within the source. */
  constructor(source: ByteSource, start: number, end: number) {
    this.#source = source
    this.#position = start
    this.#end = end
  }

  /** Where in the source the next byte lies. */
  get position(): number {
    return this.#position
  }

  /** How many bytes are left in the span. */
  get left(): number {
    return this.#end - this.#position
  }

  /**
   * The next `length` bytes, or undefined where fewer are left. Not to be written to, and good until 256 KiB behind
   * them are taken.
   */
  take(length: number): Uint8Array | undefined {
    if (length > this.left) return undefined
    if (length > windowBytes) this.#window = this.#source.read(this.#position, length)
    else if (length > this.#window.length)
      this.#window = this.#source.read(this.#position, Math.min(windowBytes, this.left), this.#next())
    const taken = this.#window.subarray(0, length)
    this.#window = this.#window.subarray(length)
    this.#position += length
    return taken
  }

  #next(): Uint8Array {
    const [older = new Uint8Array(Math.min(windowBytes, this.left)), newer] = this.#buffers
    this.#buffers = [newer, older]
    return older
  }
}

const windowBytes = 256 * 1024
