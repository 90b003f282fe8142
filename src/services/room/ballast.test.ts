import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LogWorld } from '../../../test/support/log-world.ts'
import type { Fault } from '../../adapters/memory/faults.ts'
import { GoferryError } from '../../core/errors.ts'
import { Ballast, ballastKey, wholeBallast } from './ballast.ts'

/** A ballast in a store in memory that can fail, on a medium of which a test says how much others leave. */
class World {
  readonly disk = new LogWorld()
  /** Free bytes where there is no ballast. */
  left = 10 * wholeBallast

  open(quota?: number): Ballast {
    const space = { free: async () => this.left - (await this.size()) }
    return new Ballast({ store: this.disk.store, space, quota })
  }

  size(): Promise<number> {
    return this.disk.faults.unseen(async () => (await this.disk.store.stat(ballastKey))?.size ?? 0)
  }
}

describe('Ballast', () => {
  it('is as large as there is room, up to its whole size and the quota', async () => {
    const world = new World()
    const ballast = world.open()
    for (const [left, size] of [
      [60_000, 0],
      [200_000, 2 * 65_536],
      [1_000_000, 14 * 65_536],
      [900_000, 14 * 65_536],
      [wholeBallast, wholeBallast - 65_536],
      [10 * wholeBallast, wholeBallast],
    ] as const) {
      world.left = left
      await ballast.fill()
      assert.equal(await world.size(), size, String(left))
    }
    const small = new World()
    await small.open(300_000).fill()
    assert.equal(await small.size(), 300_000)
  })

  it('gives its room to what needs it, where there is no other, and is there again afterwards', async () => {
    const world = new World()
    const ballast = world.open()
    await ballast.fill()
    assert.equal(await ballast.spent(() => world.size()), wholeBallast)
    world.left = wholeBallast
    const outer = ballast.spent(async () => {
      await ballast.spent(async () => undefined)
      await ballast.fill()
      return world.size()
    })
    assert.equal(await outer, 0)
    assert.equal(await world.size(), wholeBallast - 65_536)
    await assert.rejects(
      ballast.spent(async () => assert.fail('x')),
      { message: 'x' },
    )
    assert.equal(await world.size(), wholeBallast - 65_536)
  })

  it('makes no file where nothing was there and the work is refused', async () => {
    const world = new World()
    const refused = new GoferryError('format-unknown', { subject: '9' })
    for (world.left of [0, 10 * wholeBallast]) {
      await assert.rejects(
        world.open().spent(() => Promise.reject(refused)),
        refused,
      )
      assert.equal(await world.size(), 0)
    }
  })

  for (const fault of ['fail', 'fail-after'] as const satisfies readonly Fault[])
    it(`is whole in the end, whichever call of the store comes to "${fault}"`, async () => {
      for (let index = 0, reached = true; reached; index++) {
        const world = new World()
        const ballast = world.open()
        await ballast.fill()
        world.left = wholeBallast + 65_536
        const first = world.disk.faults.calls.length
        world.disk.faults.at(first + index, fault)
        let worked = false
        await ballast.spent(async () => (worked = true)).catch(error => assert.equal(error.code, 'io-failed'))
        reached = world.disk.faults.calls.length > first + index
        world.disk.faults.clear()
        if (!worked) assert.ok(index < 2, 'only what drops it may keep the work')
        await ballast.fill()
        assert.equal(await world.size(), wholeBallast)
      }
    })
})
