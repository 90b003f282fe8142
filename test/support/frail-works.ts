import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { getPriority } from 'node:os'
import { GoferryError } from '../../src/core/errors.ts'
import type { Works } from '../../src/ports/work-processes.ts'

/** Work for the tests of processes: each name is a way to behave. */
export const works: Works = {
  async tells(argument, { progress, tell }) {
    const { text, n } = argument as { readonly text: string; readonly n: number }
    for (let i = 0; i < n; i++) await tell({ subject: String(i), outcome: 'done' })
    progress({ done: n, total: n, bytes: 0, totalBytes: undefined, at: '' })
    return { text, pid: process.pid !== process.ppid }
  },
  async throws() {
    throw new GoferryError('no-space', { subject: 'disk' })
  },
  nice: async () => getPriority(),
  async leaks(how) {
    if (how === 'child') spawn(process.execPath, ['-e', leaking], { stdio: 'ignore' })
    if (how !== 'child') await takeMemory(how === 'heap')
    return new Promise(() => setInterval(() => undefined, 60_000))
  },
  async crashes(how) {
    if (how === 'abort') process.abort()
    if (how === 'exit') process.exit(7)
    process.nextTick(() => {
      throw new GoferryError('internal', { subject: 'thrown where nobody catches' })
    })
    return new Promise(() => undefined)
  },
  async hears(_, { signal }) {
    if (!signal.aborted) await once(signal, 'abort')
    throw new GoferryError('interrupted', { subject: 'test' })
  },
  async spins(_, { tell }) {
    const child = spawn('sleep', ['600'], { stdio: 'ignore' })
    await once(child, 'spawn')
    await tell({ subject: 'spins', outcome: 'begun', own: process.pid, child: child.pid })
    for (;;);
  },
}

const leaking = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(8 << 20, 1)), 1)'

async function takeMemory(isHeap: boolean): Promise<never> {
  const kept: unknown[] = []
  for (;;) {
    kept.push(isHeap ? Array.from({ length: 100_000 }, (_, i) => ({ i })) : Buffer.alloc(4 << 20, 1))
    await new Promise(resolve => setImmediate(resolve))
  }
}
