import type { Job } from '../../core/jobs/job.ts'

/** Tells those who wait in this process that something happened to a job: they look at the queue sooner than else. */
export class Bell {
  /** Jobs of this process that have ended and cannot be written, and why. */
  readonly #unwritten = new Map<number, unknown>()
  /** Why no job can be taken here. */
  #untaken: unknown
  readonly #waiting = new Set<(job: number) => void>()
  readonly #workers = new Set<(job: number) => void>()

  /** There is news of job `number`: for whoever follows it. */
  news(number: number): void {
    for (const hear of this.#waiting) hear(number)
  }

  /** How job `number` ended cannot be written, for `why`: whoever follows it hears that; undefined when it was. */
  unwritten(number: number, why: unknown): void {
    if (why === undefined) this.#unwritten.delete(number)
    else this.#unwritten.set(number, why)
    this.news(number)
  }

  /** No job can be taken here, for `why`: whoever follows one that waits hears that; undefined when one can. */
  untaken(why: unknown): void {
    this.#untaken = why
  }

  /** Why a job stays as it is: its end cannot be written, or it waits and cannot be taken; else undefined. */
  whyStuck({ number, state }: Pick<Job, 'number' | 'state'>): unknown {
    return this.#unwritten.get(number) ?? (state === 'queued' ? this.#untaken : undefined)
  }

  /** Something is to be done about job `number`: for whoever runs jobs, too. */
  work(number: number): void {
    this.news(number)
    for (const hear of this.#workers) hear(number)
  }

  /** Calls `hear` whenever something is to be done; gives what ends that. */
  onWork(hear: (job: number) => void): () => void {
    this.#workers.add(hear)
    return () => this.#workers.delete(hear)
  }

  /** Resolves at news of job `number`, after `ms`, or when `signal` is aborted. */
  wait(number: number | undefined, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(heard)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const heard = (rung: number) => {
        if (rung === number) done()
      }
      const timer = setTimeout(done, ms)
      this.#waiting.add(heard)
      signal?.addEventListener('abort', done)
      if (signal?.aborted) done()
    })
  }
}
