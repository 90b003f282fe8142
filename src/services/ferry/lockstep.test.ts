import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { collect } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { inLockstep } from './lockstep.ts'

const broken = new GoferryError('io-failed', { subject: 'disc' })

/** Stripes of three pieces, each of one byte that counts up. */
class Stripes {
  made = 0
  isClosed = false

  async *of(count: number, error?: unknown): AsyncGenerator<Uint8Array[], void> {
    try {
      for (; this.made < count; ) {
        const first = 3 * this.made++
        yield [0, 1, 2].map(n => Uint8Array.of(first + n))
      }
      if (error) throw error
    } finally {
      this.isClosed = true
    }
  }
}

describe('files in lockstep', () => {
  it('are each given their own pieces, in order', async () => {
    const read = await inLockstep(new Stripes().of(3), 3, async (index, pieces) => [index, ...(await collect(pieces))])
    assert.deepEqual(read, [
      [0, 0, 3, 6],
      [1, 1, 4, 7],
      [2, 2, 5, 8],
    ])
  })

  it('wait for the slowest: no stripe is made before all have asked for it', async () => {
    const stripes = new Stripes()
    const slow = Promise.withResolvers<number>()
    const seen: number[] = []
    const done = inLockstep(stripes.of(4), 3, async (index, pieces) => {
      for await (const _ of pieces) {
        seen.push(stripes.made)
        // The other two have asked for the next piece by then.
        if (seen.length === 1) setImmediate(() => slow.resolve(stripes.made))
        if (index === 2) await slow.promise
      }
    })
    assert.equal(await slow.promise, 1)
    await done
    assert.deepEqual(seen, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
  })

  it('go on without one that leaves early, or never reads', async () => {
    const read = await inLockstep(new Stripes().of(3), 3, async (index, pieces) => {
      if (index === 0) return []
      if (index === 2) return collect(pieces)
      for await (const piece of pieces) return piece
      return []
    })
    assert.deepEqual(
      read.map(piece => [...piece]),
      [[], [1], [2, 5, 8]],
    )
  })

  it('all end with the first failure of one of them, which is thrown once none reads any more', async () => {
    const stripes = new Stripes()
    const heard: unknown[] = []
    const run = inLockstep(stripes.of(9), 3, async (index, pieces) => {
      try {
        for await (const [byte] of pieces) if (index === 1 && byte === 4) throw broken
      } catch (error) {
        heard.push(error)
        throw index === 1 ? error : new GoferryError('internal', { subject: 'told later' })
      }
    })
    await assert.rejects(run, broken)
    assert.deepEqual(heard, [broken, broken, broken])
    assert.deepEqual([stripes.made, stripes.isClosed], [2, true])
  })

  it('all end with a failure of the stripes, also where they do not tell', async () => {
    const run = inLockstep(new Stripes().of(1, broken), 3, async (_, pieces) => collect(pieces).catch(() => undefined))
    await assert.rejects(run, broken)
  })

  it('are none where there are none', async () => {
    const stripes = new Stripes()
    assert.deepEqual(await inLockstep(stripes.of(3), 0, assert.fail), [])
    assert.equal(stripes.made, 0)
  })
})
