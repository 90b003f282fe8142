/** The largest value of a head, in bytes. */
export const maxHeadBytes = 65_536

/**
 * One small value that is replaced by compare-and-swap: the commit point of the log. Serialisable: of any number of
 * writers, in any number of processes, that replace the same head, one wins. The generation never goes back.
 */
export interface HeadStore {
  /** The newest head, or undefined before the first `replace`. */
  read(): Promise<Head | undefined>

  /**
   * Makes `value` (else `too-large`: at most `maxHeadBytes`) the head if `expected` is still
   * the newest one (undefined: if there is none yet), durable on return. Throws `head-conflict`
   * where another writer was first: then nothing of `value` was or will be seen. After
   * `io-failed` or `no-space` it may have become the head or not: `read` tells. Over a network it may even do so later,
   * but no later than the next `replace` of anybody, which it overtakes or is refused by.
   */
  replace(expected: Head | undefined, value: Uint8Array): Promise<Head>
}

/** A head as it was read or written. */
export interface Head {
  /** Identifies this write among all others; grows by one each time, from 1. */
  readonly generation: number
  /** The bytes given to `replace`. */
  readonly value: Uint8Array
}
