import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LogState } from '../../core/log/state.ts'
import { IndexFeed } from './index-feed.ts'

const policy = { allow: [], deny: [], reserved: [], unlisted: [] }
const h1 = `h1:${Buffer.alloc(32).toString('base64')}`
const sha256 = '00'.repeat(32)

/** Logs a complete version that was first held in that year. */
function hold(state: LogState, name: string, year: number): void {
  const module = { path: `x.test/${name}`, version: 'v1.0.0' }
  const at = `${year}-01-01T00:00:00Z`
  state.apply(state.size, { kind: 'record', ...module, h1Zip: h1, h1Mod: h1 })
  state.apply(state.size, { kind: 'info', ...module, sha256 })
  state.apply(state.size, { kind: 'zip', ...module, sha256, size: 1, at, from: 'local' })
}

describe('IndexFeed', () => {
  const state = new LogState()
  const feed = new IndexFeed()
  for (const [i, name] of ['b', 'a', 'c'].entries()) hold(state, name, 2001 + i)
  const names = (since: string, limit: number) =>
    Buffer.from(feed.page(state, policy, since, limit))
      .toString()
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line).Path)

  it('names what is held in the order in which it came, as the public index does', () => {
    assert.equal(
      Buffer.from(feed.page(state, policy, '', 1)).toString(),
      '{"Path":"x.test/b","Version":"v1.0.0","Timestamp":"2001-01-01T00:00:00Z"}\n',
    )
    assert.deepEqual(names('', 10), ['x.test/b', 'x.test/a', 'x.test/c'])
  })

  it('begins at the moment that is asked for, wherever that is', () => {
    assert.deepEqual(names('2002-01-01T00:00:00Z', 10), ['x.test/a', 'x.test/c'])
    assert.deepEqual(names('2002-01-01T08:00:00+08:00', 10), ['x.test/a', 'x.test/c'])
    assert.deepEqual(names('2009-01-01T00:00:00Z', 10), [])
  })

  it('gives no more than was asked for', () => assert.deepEqual(names('', 2), ['x.test/b', 'x.test/a']))

  it('leaves out what is not complete', () => {
    const graphOnly = { path: 'x.test/d', version: 'v1.0.0' }
    state.apply(state.size, { kind: 'record', ...graphOnly, h1Zip: h1, h1Mod: h1 })
    assert.deepEqual(names('', 10), ['x.test/b', 'x.test/a', 'x.test/c'])
  })

  it('grows with the log', () => {
    hold(state, 'e', 2010)
    assert.deepEqual(names('2010-01-01T00:00:00Z', 10), ['x.test/e'])
  })
})
