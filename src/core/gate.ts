import { GoferryError } from './errors.ts'

/** Lets a bounded number of tasks run, and a bounded number wait (abuse case A20). */
export class Gate {
  readonly #running: number
  readonly #waiting: number
  readonly #queue: (() => void)[] = []
  #free: number

  /** `running` tasks at once, `waiting` more in the queue. */
  constructor(running: number, waiting: number) {
    this.#running = running
    this.#waiting = waiting
    this.#free = running
  }

  /** Runs `work` when there is room. Throws `busy` about `subject` at once where the queue is full. */
  async run<T>(subject: string, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await this.#wait(subject)
    try {
      return await work()
    } finally {
      const next = this.#queue.shift()
      if (next) next()
      else this.#free = Math.min(this.#free + 1, this.#running)
    }
  }

  #wait(subject: string): Promise<void> {
    if (this.#queue.length >= this.#waiting) throw new GoferryError('busy', { subject })
    return new Promise(resolve => this.#queue.push(resolve))
  }
}
