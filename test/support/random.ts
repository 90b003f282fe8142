/** Repeatable chance for generated inputs: the same seed gives the same stream (mulberry32, 32-bit state). */
export class Random {
  #state: number

  /** `seed`: any integer; only its low 32 bits count. */
  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }

  /** An integer in [0, bound). */
  int(bound: number): number {
    return Math.floor(this.next() * bound)
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.next() < p
  }

  /** One of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)] as T
  }

  /** `length` random bytes. */
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.int(256))
  }

  /** `input` with one to three small changes: a byte flipped, removed, doubled or put in, a span cut or repeated. */
  mutate(input: Uint8Array): Uint8Array {
    let bytes = [...input]
    for (let n = 1 + this.int(3); n > 0; n--) {
      const at = this.int(bytes.length + 1)
      const span = 1 + this.int(8)
      const edits = [
        () => bytes.with(Math.min(at, bytes.length - 1), this.int(256)),
        () => bytes.toSpliced(at, 1),
        () => bytes.toSpliced(at, 0, this.int(128)),
        () => bytes.toSpliced(at, span),
        () => bytes.toSpliced(at, 0, ...bytes.slice(at, at + span)),
      ]
      bytes = bytes.length === 0 ? [this.int(256)] : this.pick(edits)()
    }
    return Uint8Array.from(bytes)
  }
}
