import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { peakMemory } from '../../test/support/processes.ts'
import { endedChildrenSeconds, familyOf } from './processes.ts'

/** What a command took, with all that it started. */
export interface WatchedCost {
  readonly wallSeconds: number
  readonly cpuSeconds: number
  /** The most resident memory of any one of its processes, in bytes. */
  readonly peakBytes: number
  /** What its processes read by read(2) and the like, from a disk or a cache, in bytes. */
  readonly readBytes: number
}

/** How often is looked, in milliseconds: what a process reads in its last moment is not seen. */
const everyMs = 20

/** Runs a command that must succeed, and looks at its processes while it runs (Linux: /proc). */
export async function watched([program = '', ...args]: readonly string[]): Promise<WatchedCost> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const [before, begun] = [endedChildrenSeconds(), performance.now()]
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const peaks = new Map<number, number>()
  const reads = new Map<number, number>()
  const look = setInterval(() => {
    for (const pid of present(() => familyOf(child.pid ?? 0)) ?? []) {
      // One that has ended has none.
      peaks.set(pid, present(() => peakMemory(pid)) || (peaks.get(pid) ?? 0))
      reads.set(pid, present(() => readBytes(pid)) ?? reads.get(pid) ?? 0)
    }
  }, everyMs)
  const [code] = await once(child, 'close')
  clearInterval(look)
  assert.equal(code, 0, [program, ...args].join(' '))
  return {
    wallSeconds: (performance.now() - begun) / 1000,
    cpuSeconds: endedChildrenSeconds() - before,
    peakBytes: Math.max(0, ...peaks.values()),
    readBytes: [...reads.values()].reduce((sum, bytes) => sum + bytes, 0),
  }
}

function readBytes(pid: number): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1])
}

/** Undefined where the process has ended meanwhile. */
function present<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
