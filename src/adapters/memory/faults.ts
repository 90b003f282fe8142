import { GoferryError } from '../../core/errors.ts'

/** How a call goes wrong: before it did anything, or after it took effect (the answer was lost). */
export type Fault = 'fail' | 'fail-after'

/** One call of a port: the operation is the method's name, the subject the key. */
export interface Call {
  readonly operation: string
  readonly subject: string
  /** Its place among all calls since the start, from 0. */
  readonly index: number
}

/**
 * Makes calls of memory adapters fail with `io-failed`, so that a test can try every step × (failed | failed but
 * persisted): run once without faults, read `calls`, then run again for each index and each fault. Several adapters
 * may share one.
 */
export class Faults {
  /** Every call so far, in order of their beginning. */
  readonly calls: Call[] = []
  #rules: ((call: Call) => Fault | undefined)[] = []
  #isUnseen = false

  /** Asks `rule` at each call from now on; the first rule that gives a fault decides. */
  when(rule: (call: Call) => Fault | undefined): void {
    this.#rules.push(rule)
  }

  /** The next call of `operation` goes wrong, and only that one. */
  next(operation: string, fault: Fault): void {
    let open = true
    this.when(call => {
      if (!open || call.operation !== operation) return undefined
      open = false
      return fault
    })
  }

  /** The call with this index goes wrong. */
  at(index: number, fault: Fault): void {
    this.when(call => (call.index === index ? fault : undefined))
  }

  /** From now on nothing goes wrong. */
  clear(): void {
    this.#rules = []
  }

  /** Runs `look`, which is the test's own and no call: nothing of it is noted or goes wrong. */
  async unseen<T>(look: () => Promise<T>): Promise<T> {
    this.#isUnseen = true
    try {
      return await look()
    } finally {
      this.#isUnseen = false
    }
  }

  /** Runs `effect` as the call of `operation` on `subject`. Throws `io-failed` where a rule says so. */
  async run<T>(operation: string, subject: string, effect: () => T | Promise<T>): Promise<T> {
    if (this.#isUnseen) return effect()
    const call = { operation, subject, index: this.calls.length }
    this.calls.push(call)
    let fault: Fault | undefined
    for (const rule of this.#rules) fault ??= rule(call)
    if (fault === 'fail') throw new GoferryError('io-failed', { subject })
    const result = await effect()
    if (fault === 'fail-after') throw new GoferryError('io-failed', { subject })
    return result
  }
}
