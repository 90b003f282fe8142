import { createHash } from 'node:crypto'
import { GoferryError } from '../../core/errors.ts'
import type { Behaviour } from '../../core/jobs/behaviours.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Works } from '../../ports/work-processes.ts'

/** What runs in processes of its own, by name. */
export const works: Works = {
  /** Its parts are loaded by the process that needs them alone. */
  'ferry-check': async (argument, watch) => (await import('./check-work.ts')).checkWork(argument, watch),
  drill: (argument, watch) => drills[(argument as { readonly behaviour: Behaviour }).behaviour](watch),
}

const drills: Readonly<Record<Behaviour, (watch: Watch) => Promise<unknown>>> = {
  /** What a task is to do: a little at a time, and say so. */
  async works({ progress, tell, signal }) {
    const hash = createHash('sha256')
    const total = 20
    for (let done = 1; done <= total; done++) {
      if (signal.aborted) throw new GoferryError('interrupted', { subject: 'drill' })
      hash.update(new Uint8Array(1 << 20))
      progress({ done, total, bytes: done << 20, totalBytes: total << 20, at: `block ${done}` })
      await soon()
    }
    await tell({ subject: 'drill', outcome: 'hashed' })
    return { sha256: hash.digest('hex') }
  },
  /** Takes more and more memory. */
  async leaks({ progress }) {
    const kept: Uint8Array[] = []
    for (;;) {
      kept.push(new Uint8Array(8 << 20).fill(1))
      progress({ done: kept.length, total: undefined, bytes: kept.length << 23, totalBytes: undefined, at: 'memory' })
      await soon()
    }
  },
  /** Keeps the processor busy and never comes to an end, though it goes on saying how far it is. */
  async spins({ progress }) {
    for (let done = 0; ; done++) {
      const end = performance.now() + 50
      while (performance.now() < end);
      progress({ done, total: undefined, bytes: 0, totalBytes: undefined, at: 'round' })
      await soon()
    }
  },
  /** Never gives its thread back: hears nothing, says nothing. */
  async hangs() {
    for (;;);
  },
  /** Waits for what never comes. */
  sleeps: () =>
    new Promise(() => {
      setInterval(() => undefined, 60_000)
    }),
  /** Takes its process down. */
  async crashes() {
    process.abort()
  },
}

function soon(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
