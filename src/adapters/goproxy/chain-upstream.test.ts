import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GoferryError } from '../../core/errors.ts'
import type { Upstream, UpstreamAnswer } from '../../ports/upstream.ts'
import { ChainUpstream } from './chain-upstream.ts'
import { MeteredUpstream } from './metered-upstream.ts'
import { openUpstream } from './open-upstream.ts'

type Behaviour = 'ok' | 'absent' | 'refused' | 'down'

/** An upstream that always does one thing, and notes that it was asked. */
class Fixed implements Upstream {
  readonly name: string
  readonly #behaviour: Behaviour
  readonly #asked: string[]

  constructor(name: string, behaviour: Behaviour, asked: string[] = []) {
    this.name = name
    this.#behaviour = behaviour
    this.#asked = asked
  }

  async get(subject: string): Promise<UpstreamAnswer> {
    this.#asked.push(this.name)
    if (this.#behaviour === 'down') throw new GoferryError('upstream-failed', { subject })
    if (this.#behaviour === 'absent') return { status: 'absent', code: 404, text: this.name }
    if (this.#behaviour === 'refused') return { status: 'refused', code: 403, text: this.name }
    return { status: 'ok', from: this.name, contentType: '', body: pieces() }
  }
}

async function* pieces() {
  yield new Uint8Array(3)
  yield new Uint8Array(4)
}

describe('ChainUpstream', () => {
  const cases: [what: string, links: [Behaviour, ',' | '|'][], asked: number, outcome: string][] = [
    [
      'the first that has it',
      [
        ['ok', ','],
        ['ok', ','],
      ],
      1,
      'ok 0',
    ],
    [
      'the next after "," where it is absent',
      [
        ['absent', ','],
        ['ok', ','],
      ],
      2,
      'ok 1',
    ],
    [
      'nobody after "," where it is refused',
      [
        ['refused', ','],
        ['ok', ','],
      ],
      1,
      'refused 0',
    ],
    [
      'nobody after "," where it is down',
      [
        ['down', ','],
        ['ok', ','],
      ],
      1,
      'upstream-failed',
    ],
    [
      'the next after "|" where it is down',
      [
        ['down', '|'],
        ['ok', ','],
      ],
      2,
      'ok 1',
    ],
    [
      'the next after "|" where it is refused',
      [
        ['refused', '|'],
        ['ok', ','],
      ],
      2,
      'ok 1',
    ],
    [
      'the trouble of the first, where the last has nothing',
      [
        ['down', '|'],
        ['absent', ','],
      ],
      2,
      'upstream-failed',
    ],
    [
      'absent, where all have nothing',
      [
        ['absent', ','],
        ['absent', '|'],
      ],
      2,
      'absent 1',
    ],
  ]
  for (const [what, links, count, outcome] of cases)
    it(`gives ${what}`, async () => {
      const asked: string[] = []
      const chain = new ChainUpstream(
        links.map(([behaviour, end], i) => ({
          upstream: new Fixed(String(i), behaviour, asked),
          orAfterError: end === '|',
        })),
      )
      const got = await chain.get('x', 10).then(
        answer => (answer.status === 'ok' ? `ok ${answer.from}` : `${answer.status} ${answer.text}`),
        error => error.code,
      )
      assert.deepEqual([got, asked.length], [outcome, count])
    })
})

describe('openUpstream', () => {
  it('reads the form of GOPROXY, up to direct or off', async () => {
    const text = 'https://a.test/p|,https://user:secret@b.test, file:///srv/c |direct,https://never.test'
    assert.equal(openUpstream(text).name, 'https://a.test/p|https://b.test,file:///srv/c|direct')
    assert.equal(openUpstream('https://a.test').name, 'https://a.test')
    for (const wrong of ['', ' , ', 'a.test', 'https://a.test,ftp://b.test'])
      assert.throws(() => openUpstream(wrong), { code: 'bad-settings' })
  })

  it('refuses direct and off with a reason, but for a checksum database that lies before them', async () => {
    for (const name of ['direct', 'off']) {
      const upstream = openUpstream(name)
      await assert.rejects(upstream.get('x.test/@v/list', 10), { code: 'upstream-refused', reason: `upstream-${name}` })
      assert.equal((await upstream.get('sumdb/sum.test/supported', 10)).status, 'absent')
    }
  })
})

describe('MeteredUpstream', () => {
  it('counts bytes as they come, and cuts off what runs', async () => {
    const stop = new AbortController()
    const upstream = new MeteredUpstream(new Fixed('0', 'ok'), stop.signal)
    const answer = await upstream.get('x', 10)
    assert.ok(answer.status === 'ok')
    const body = answer.body[Symbol.asyncIterator]()
    await body.next()
    assert.equal(upstream.bytes, 3)
    stop.abort()
    await assert.rejects(body.next(), { code: 'interrupted' })
    await assert.rejects(upstream.get('x', 10), { code: 'interrupted' })
    assert.equal(upstream.bytes, 3)
  })
})
