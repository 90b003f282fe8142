import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Room, type RoomRules } from './room.ts'

const MB = 1_000_000

/** A room on a medium whose free bytes a test sets. */
function roomWith(rules: Partial<RoomRules>, held = 0) {
  const medium = { bytes: 1000 * MB, looks: 0 }
  const space = {
    free: async () => {
      medium.looks++
      return medium.bytes
    },
  }
  return { medium, room: new Room(space, { reserve: 100 * MB, quota: undefined, ...rules }, held) }
}

/** A body of pieces of 1 MB that tells whether it was closed. */
function bodyOf(pieces: number) {
  const state = { given: 0, closed: false }
  async function* body() {
    try {
      for (; state.given < pieces; state.given++) yield new Uint8Array(MB)
    } finally {
      state.closed = true
    }
  }
  return { state, body: body() }
}

async function drain(body: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const piece of body) bytes += piece.length
  return bytes
}

describe('Room', () => {
  it('refuses when less than the reserve is free, and says both figures', async () => {
    const { medium, room } = roomWith({})
    await room.check()
    medium.bytes = 100 * MB - 1
    await assert.rejects(room.check(), { code: 'no-space', params: { free: 99_999_999, reserve: 100_000_000 } })
    medium.bytes = 100 * MB
    await room.check()
  })

  it('refuses when the quota is held, until something is given up', async () => {
    const { room } = roomWith({ quota: 10 * MB }, 9 * MB)
    await room.check()
    room.took(MB)
    await assert.rejects(room.check(), { code: 'no-space', params: { held: 10 * MB, quota: 10 * MB } })
    room.gaveUp(2 * MB)
    await room.check()
    assert.equal(room.held, 8 * MB)
  })

  it('passes a body on whole, looking at the medium now and then', async () => {
    const { medium, room } = roomWith({})
    assert.equal(await drain(room.watched(bodyOf(50).body)), 50 * MB)
    assert.ok(medium.looks >= 20 && medium.looks <= 50, String(medium.looks))
  })

  it('ends and closes a body when the medium fills while it comes', async () => {
    const { medium, room } = roomWith({})
    const { state, body } = bodyOf(100)
    const reading = (async () => {
      let pieces = 0
      for await (const _ of room.watched(body)) if (++pieces === 20) medium.bytes = 0
    })()
    await assert.rejects(reading, { code: 'no-space' })
    assert.ok(state.closed)
    assert.ok(state.given < 24, String(state.given))
  })

  it('counts what is coming towards the quota, and no more when it ended', async () => {
    const { room } = roomWith({ quota: 30 * MB })
    await assert.rejects(drain(room.watched(bodyOf(100).body)), { code: 'no-space' })
    await room.check()
    assert.equal(await drain(room.watched(bodyOf(20).body)), 20 * MB)
    await room.check()
    assert.equal(room.held, 0)
  })

  it('closes a body that is left, also one that was never begun', async () => {
    const { room } = roomWith({ quota: 30 * MB })
    const left = bodyOf(100)
    for await (const _ of room.watched(left.body)) break
    assert.ok(left.state.closed)
    let returned = 0
    const unread = { next: () => assert.fail(), return: async () => ({ done: true as const, value: returned++ }) }
    await room
      .watched({ [Symbol.asyncIterator]: () => unread })
      [Symbol.asyncIterator]()
      .return?.()
    assert.equal(returned, 1)
  })
})
