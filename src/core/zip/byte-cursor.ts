import type { ByteSource } from './byte-source.ts'

/** Reads a span of a source from its start to its end, 256 KiB at a time, however small the parts that are taken. */
export class ByteCursor {
  readonly #source: ByteSource
  readonly #end: number
  #position: number
  #window: Uint8Array = new Uint8Array()

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

  /** The next `length` bytes, or undefined where fewer are left. Not to be written to. */
  take(length: number): Uint8Array | undefined {
    if (length > this.left) return undefined
    if (length > this.#window.length) {
      this.#window = this.#source.read(this.#position, Math.max(length, Math.min(windowBytes, this.left)))
    }
    const taken = this.#window.subarray(0, length)
    this.#window = this.#window.subarray(length)
    this.#position += length
    return taken
  }
}

const windowBytes = 256 * 1024
