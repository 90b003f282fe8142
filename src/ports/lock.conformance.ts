import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isGoferryError } from '../core/errors.ts'
import type { Lock } from './lock.ts'

/**
 * Holds an adapter to the contract of `Lock`. `make` gives an opener:
 * each call of it is one more look at the same fresh lock.
 */
export function lockConformance(name: string, make: () => Promise<() => Lock>): void {
  const locked = (error: unknown) => isGoferryError(error, 'data-locked')

  describe(`lock: ${name}`, () => {
    it('has one holder, and refuses the next at once', async () => {
      const open = await make()
      const held = await open().acquire()
      await assert.rejects(open().acquire(), locked)
      await held.release()
    })

    it('lets one of many that ask at once hold it', async () => {
      const open = await make()
      const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => open().acquire()))
      assert.equal(outcomes.filter(outcome => outcome.status === 'fulfilled').length, 1)
      for (const outcome of outcomes) assert.ok(outcome.status === 'fulfilled' || locked(outcome.reason))
    })

    it('can be taken again after release', async () => {
      const open = await make()
      for (let n = 0; n < 3; n++) await (await open().acquire()).release()
    })

    it('is not lost by the next holder when the last one releases twice', async () => {
      const open = await make()
      const first = await open().acquire()
      await first.release()
      const second = await open().acquire()
      await first.release()
      await assert.rejects(open().acquire(), locked)
      await second.release()
    })
  })
}
