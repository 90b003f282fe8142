import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { GoferryError } from '../../core/errors.ts'
import type { Upstream, UpstreamAnswer, UpstreamLook } from '../../ports/upstream.ts'
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
    if (this.#behaviour === 'down') {
      const params = { why: 'ECONNREFUSED' }
      throw new GoferryError('upstream-failed', { subject, reason: 'upstream-unreachable', params })
    }
    if (this.#behaviour === 'absent') return { status: 'absent', code: 404, text: this.name }
    if (this.#behaviour === 'refused') return { status: 'refused', code: 403, text: this.name }
    return { status: 'ok', from: this.name, contentType: '', body: pieces() }
  }

  async look(path: string): Promise<UpstreamLook> {
    const answer = await this.get(path)
    return answer.status === 'ok' ? { status: 'ok', bytes: Number(this.name) } : answer
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
      const looked = await chain.look('x').then(
        answer => (answer.status === 'ok' ? `ok ${answer.bytes}` : `${answer.status} ${answer.text}`),
        error => error.code,
      )
      assert.equal(looked, outcome)
    })
})

describe('a chain that fails', () => {
  const said = async (...links: [Behaviour, ',' | '|'][]) => {
    const chain = new ChainUpstream(
      links.map(([behaviour, end], i) => ({
        upstream: new Fixed(`https://${i}.test`, behaviour),
        orAfterError: end === '|',
      })),
    )
    return chain.get('x', 10).then(
      answer => (answer.status === 'ok' ? 'ok' : `${answer.status} (${answer.said})`),
      error => `${error.code} ${error.subject} ${error.reason}`,
    )
  }

  it('names which upstream said what', async () => {
    assert.equal(
      await said(['absent', ','], ['absent', ',']),
      'absent (https://0.test: 404 https://0.test; https://1.test: 404 https://1.test)',
    )
    assert.equal(
      await said(['absent', ','], ['refused', ','], ['ok', ',']),
      'refused (https://0.test: 404 https://0.test; https://1.test: 403 https://1.test)',
    )
    assert.equal(
      await said(['down', '|'], ['down', '|'], ['absent', ',']),
      'upstream-failed x (https://1.test: ECONNREFUSED; https://2.test: 404 https://2.test) upstream-unreachable',
    )
    assert.equal(await said(['down', ','], ['absent', ',']), 'upstream-failed x upstream-unreachable')
  })

  it('shows no credentials', async () => {
    const chain = openUpstream('http://user:secret@127.0.0.1:1|http://me:secret@127.0.0.1:2,off')
    const error = await chain.get('x.test/@v/list', 10).catch(error => error)
    assert.equal(error.subject, 'http://127.0.0.1:1/x.test/@v/list (http://127.0.0.1:2: ECONNREFUSED)')
    assert.doesNotMatch(JSON.stringify([error, error.message, error.cause]), /secret/)
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
      const asked = upstream.get('sumdb/sum.test/supported', 10)
      await assert.rejects(asked, { code: 'upstream-refused', reason: `upstream-${name}` })
      const behind = openUpstream(`${pathToFileURL(import.meta.dirname)},${name}`)
      assert.equal((await behind.get('sumdb/sum.test/supported', 10)).status, 'absent')
      await assert.rejects(behind.get('x.test/@v/list', 10), { code: 'upstream-refused' })
    }
  })

  it('says that a folder is not there, and asks no other behind it', async () => {
    const upstream = openUpstream(`file:///nowhere,${pathToFileURL(import.meta.dirname)}`)
    await assert.rejects(upstream.get('x.test/@v/list', 10), { code: 'upstream-failed', reason: 'upstream-no-folder' })
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
