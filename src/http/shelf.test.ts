import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { HotHead } from './hot-head.ts'
import { type HotAnswer, Shelf } from './shelf.ts'

function hot(bytes: number): HotAnswer {
  const once = { route: 'part', head: new HotHead([]), body: '', stands: () => true, until: 0, turn: 0 } as const
  return { ...once, bytes, used: false, clients: 0 }
}

function put(shelf: Shelf, url: string, bytes: number): HotAnswer | undefined {
  if (!shelf.reserve(bytes)) return undefined
  const answer = hot(bytes)
  shelf.put(url, answer)
  return answer
}

describe('a shelf of answers', () => {
  it('holds no more than its budget: what was not used since goes first, the oldest before others', () => {
    const shelf = new Shelf(800)
    for (let i = 0; i < 8; i++) assert.ok(put(shelf, `/${i}`, 100))
    const used = shelf.get('/0')
    assert.ok(used)
    used.used = true
    assert.ok(put(shelf, '/8', 100))
    const left = Array.from({ length: 9 }, (_, i) => shelf.get(`/${i}`) !== undefined)
    assert.deepEqual(left, [true, false, false, true, true, true, true, true, true])
  })

  it('takes away what was used, where nothing else makes room', () => {
    const shelf = new Shelf(800)
    const first = put(shelf, '/a', 700)
    assert.ok(first)
    first.used = true
    assert.ok(put(shelf, '/b', 700))
    assert.equal(shelf.get('/a'), undefined)
  })

  it('counts what is on its way to a client until it is sent, also when it was taken away', () => {
    const shelf = new Shelf(800)
    const first = put(shelf, '/a', 700)
    assert.ok(first)
    first.clients = 2
    assert.equal(put(shelf, '/b', 700), undefined)
    shelf.drop('/a', first)
    assert.equal(put(shelf, '/b', 700), undefined)
    shelf.sent(first)
    assert.equal(put(shelf, '/b', 700), undefined)
    shelf.sent(first)
    assert.ok(put(shelf, '/b', 700))
  })

  it('gives the memory of a large body back at once, and not before the last client has it', () => {
    const shelf = new Shelf(800)
    const body = new Uint8Array(500)
    const large = { ...hot(500), body, clients: 1 }
    assert.ok(shelf.reserve(500))
    shelf.put('/a', large)
    shelf.drop('/a', large)
    assert.equal(body.length, 500)
    shelf.sent(large)
    assert.equal(body.length, 0)
  })

  it('gives back what was reserved or replaced', () => {
    const shelf = new Shelf(800)
    assert.ok(shelf.reserve(700))
    shelf.give(700)
    for (let i = 0; i < 5; i++) assert.ok(put(shelf, '/a', 300))
    assert.ok(put(shelf, '/b', 300))
    assert.equal(shelf.reserve(900), false)
  })
})
