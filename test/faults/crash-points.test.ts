import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { STEPS, type Step } from '../../src/ports/steps.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FaultWorld } from '../support/fault-world.ts'
import { GOFERRY } from '../support/mortal-node.ts'
import { runCommand } from '../support/run-command.ts'

/** When in its life each node dies at the step: the first time, the second, later ones. Recovery reaches many steps too. */
const TIMES = [1, 2, 3, 1, 4, 2, 5, 1, 7, 3, 2, 6, 1, 4]

/** Steps that do not come by the dozen: misses are written once a second, keys when they change. */
const RARE: Partial<Record<Step, readonly number[]>> = { 'miss-recorded': [1, 2, 1], 'key-written': [1, 1] }

const folder = temporaryFolders()

describe('a node killed at a step', { concurrency: 2 }, () => {
  for (const [i, step] of STEPS.entries()) {
    // The writer alone, or with a worker that serves.
    const workers = String(i % 2)
    const times = RARE[step] ?? TIMES
    it(`loses nothing ${times.length} times at ${step}, with ${workers} workers`, async () => {
      const world = new FaultWorld(folder(), ['--workers', workers])
      for (const nth of times) await world.dieAt(step, nth)
      await world.goesOn()
    })
  }
})

/** Changes of keys, each of which kills the node: where, and what was said to it. */
const CHANGES: readonly (readonly [at: string, ...change: string[]])[] = [
  // The key was written, its index was not: the next try takes it up.
  ['key-written:1', 'rotate'],
  ['key-written:1', 'rotate'],
  ['key-written:1', 'rotate', '--finish'],
  ['head-swapped:1', 'rotate'],
  // The first time is that of the start.
  ['tiles-published:2', 'rotate', '--finish'],
  ['key-written:2', 'rename', 'second.example'],
  ['lookups-published:2', 'rename', 'third.example'],
  ['checkpoint-published:2', 'rename', 'fourth.example'],
]

describe('a node killed while its keys change', () => {
  it('comes up with the old keys or the new ones, and the log signed by them', async () => {
    const world = new FaultWorld(folder(), ['--workers', '1'])
    await world.goesOn()
    for (const [at, ...change] of CHANGES) {
      const node = world.launch({ GOFERRY_CRASH_AT: at })
      await world.checkSurvived(node)
      const said = await runCommand([GOFERRY, 'keys', ...change, '--data', world.data])
      assert.match(said.stderr, /the node ended before it answered/)
      assert.equal((await node.death).signal, 'SIGKILL', node.output)
      await world.goesOn()
    }
    assert.equal((await world.launch().up()).name, 'fourth.example')
  })
})
