import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { text } from '../../../test/support/store-probes.ts'
import { MemoryStore } from '../../adapters/memory/memory-store.ts'
import { utf8 } from '../../core/bytes.ts'
import { SettledMark } from './settled-mark.ts'

/** A store whose writes come to their end when the test says so, the last begun first where it says nothing. */
class SlowStore extends MemoryStore {
  readonly waiting: (() => void)[] = []

  override async replace(key: string, content: Uint8Array): Promise<void> {
    await new Promise<void>(resolve => this.waiting.push(resolve))
    await super.replace(key, content)
  }
}

describe('SettledMark', () => {
  let store: SlowStore
  beforeEach(async () => {
    store = new SlowStore()
    await MemoryStore.prototype.replace.call(store, 'log/settled', utf8('300'))
  })

  /** Lets every write through, the youngest first, until `work` is done. */
  async function finish(work: Promise<unknown>): Promise<void> {
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    while (!isDone) {
      store.waiting.pop()?.()
      await new Promise(resolve => setImmediate(resolve))
    }
    await done
  }

  for (const order of [
    [100, 5],
    [5, 100],
    [200, 100, 5, 250],
  ])
    it(`lowered at once to ${order.join(' and ')} ends at the lowest, whichever write is slow`, async () => {
      const mark = await SettledMark.read(store, 300)
      await finish(Promise.all(order.map(id => mark.lowerTo(id))))
      assert.equal(await text(store, 'log/settled'), '5')
      assert.equal(mark.size, 5)
    })

  it('lowered by one that another has lowered further waits until that is on the disk', async () => {
    const mark = await SettledMark.read(store, 300)
    const first = mark.lowerTo(5)
    let isSecondDone = false
    const second = mark.lowerTo(100).then(() => {
      isSecondDone = true
    })
    await new Promise(resolve => setImmediate(resolve))
    assert.equal(isSecondDone, false)
    await finish(Promise.all([first, second]))
  })
})
