import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type SiteShape, startSite, type TestSite } from '../../test/support/http-site.ts'
import { type RawAnswer, requestText, sendRaw } from '../../test/support/raw-http.ts'
import { ServeWorld } from '../../test/support/serve-world.ts'
import { GoferryError } from '../core/errors.ts'

const held = { path: 'x.test/m', version: 'v1.0.0' }
const zip = '/x.test/m/@v/v1.0.0.zip'
const etag = `"${'00'.repeat(32)}"`

/** Sends one request to a site of its own. */
async function once(shape: SiteShape, ...request: Parameters<typeof requestText>): Promise<RawAnswer & TestSite> {
  const site = await startSite(shape)
  try {
    return { ...site, ...(await sendRaw(site.port, requestText(...request))) }
  } finally {
    await site.server.stop(0)
  }
}

describe('a node', () => {
  let site: TestSite
  before(async () => {
    site = await startSite({ world: new ServeWorld().hold(held) })
  })
  after(() => site.server.stop(0))

  const ask = (method: string, target: string, headers?: Readonly<Record<string, string>>) =>
    sendRaw(site.port, requestText(method, target, headers))
  const get = (target: string, headers?: Readonly<Record<string, string>>) => ask('GET', target, headers)

  describe('answers', () => {
    const answers: readonly [string, string, string, string][] = [
      ['/x.test/m/@v/list', 'v1.0.0\n', 'text/plain; charset=utf-8', 'public, max-age=60'],
      ['/x.test/m/@latest', '{"Version":"v1.0.0"}', 'application/json', 'public, max-age=60'],
      ['/x.test/m/@v/v1.0.0.info', '{"Version":"v1.0.0"}', 'application/json', 'public, max-age=31536000, immutable'],
      [
        '/x.test/m/@v/v1.0.0.mod',
        'module x.test/m\n',
        'text/plain; charset=utf-8',
        'public, max-age=31536000, immutable',
      ],
      [zip, 'zip', 'application/zip', 'public, max-age=31536000, immutable'],
      ['/sumdb/log.test/supported', '', 'text/plain; charset=utf-8', 'public, max-age=60'],
      ['/sumdb/log.test/latest', 'head', 'text/plain; charset=utf-8', 'no-store'],
      ['/sumdb/log.test/lookup/x.test/m@v1.0.0', 'record of x.test/m@v1.0.0', 'text/plain; charset=utf-8', 'no-store'],
      ['/sumdb/log.test/tile/8/0/000', 'tile', 'application/octet-stream', 'public, max-age=31536000, immutable'],
      ['/checkpoint', 'checkpoint', 'text/plain; charset=utf-8', 'no-store'],
      ['/tile/0/000', 'tile', 'application/octet-stream', 'public, max-age=31536000, immutable'],
      ['/tile/entries/000', 'entries', 'application/octet-stream', 'public, max-age=31536000, immutable'],
      ['/index', "index from '', 2000\n", 'text/plain; charset=utf-8', 'no-store'],
      [
        '/index?since=2026-01-01T00:00:00.5Z&limit=7',
        "index from '2026-01-01T00:00:00.5Z', 7\n",
        'text/plain; charset=utf-8',
        'no-store',
      ],
      ['/index?limit=99999', "index from '', 2000\n", 'text/plain; charset=utf-8', 'no-store'],
      ['/healthz', 'ok\n', 'text/plain; charset=utf-8', 'no-store'],
      ['/readyz', 'ready\n', 'text/plain; charset=utf-8', 'no-store'],
      ['/metrics', '# metrics\n', 'text/plain; charset=utf-8', 'no-store'],
    ]
    for (const [target, body, type, cache] of answers)
      it(`${target}, and a HEAD of it with the same head and no body`, async () => {
        const answer = await get(target)
        assert.deepEqual([answer.status, answer.body], [200, body])
        assert.deepEqual([answer.headers['content-type'], answer.headers['cache-control']], [type, cache])
        assert.equal(answer.headers['content-length'], String(body.length))
        const head = await ask('HEAD', target)
        assert.deepEqual([head.status, head.body], [200, ''])
        for (const name of ['content-type', 'cache-control', 'content-length', 'etag'])
          assert.equal(head.headers[name], answer.headers[name])
      })
  })

  describe('answers conditions and ranges', () => {
    const cases: readonly [string, Readonly<Record<string, string>>, number, string, string | undefined][] = [
      ['its entity tag', { 'If-None-Match': etag }, 304, '', undefined],
      ['any entity tag', { 'If-None-Match': '*' }, 304, '', undefined],
      ['another entity tag', { 'If-None-Match': '"x"' }, 200, 'zip', undefined],
      ['a range', { Range: 'bytes=1-' }, 206, 'ip', 'bytes 1-2/3'],
      ['a last range', { Range: 'bytes=-1' }, 206, 'p', 'bytes 2-2/3'],
      ['a range beyond the end', { Range: 'bytes=3-' }, 416, '', 'bytes */3'],
      ['several ranges', { Range: 'bytes=0-0,2-2' }, 200, 'zip', undefined],
      ['a malformed range', { Range: 'bytes=x' }, 200, 'zip', undefined],
      ['a range of this entity', { Range: 'bytes=0-0', 'If-Range': etag }, 206, 'z', 'bytes 0-0/3'],
      ['a range of another entity', { Range: 'bytes=0-0', 'If-Range': '"x"' }, 200, 'zip', undefined],
    ]
    for (const [name, headers, status, body, range] of cases)
      it(`${name} with ${status}`, async () => {
        const answer = await get(zip, headers)
        assert.deepEqual([answer.status, answer.body, answer.headers['content-range']], [status, body, range])
        if (status !== 416) assert.equal(answer.headers['etag'], etag)
      })

    it('a range of a HEAD with the whole head: ranges are for GET', async () => {
      const answer = await ask('HEAD', zip, { Range: 'bytes=0-0' })
      assert.deepEqual([answer.status, answer.headers['content-length']], [200, '3'])
    })
  })

  describe('refuses', () => {
    const long = 'a'.repeat(20_000)
    const odd: readonly [string, number, RegExp][] = [
      ['/', 404, /does not exist/],
      ['/../../etc/passwd', 404, /does not exist/],
      ['/%2e%2e/%2e%2e/etc/passwd', 404, /does not exist/],
      ['/..%2f..%2fetc%2fpasswd', 404, /does not exist/],
      ['/x.test/%2e%2e/%2e%2e/@v/list', 404, /malformed module path/],
      ['/x.test/..%2f..%2fetc/@v/v1.0.0.info', 404, /malformed module path/],
      ['/x.test/m/@v/..%2f..%2fv1.0.0.zip', 404, /malformed version/],
      ['/x.test/m/@v/%2e%2e%2f%2e%2e%2fx.info', 404, /malformed version/],
      ['/github.com/BurntSushi/toml/@v/list', 404, /malformed module path/],
      ['/x.test/a!!b/@v/list', 404, /malformed module path/],
      ['/x.test/a!/@v/list', 404, /malformed module path/],
      ['/x.test/!B/@v/list', 404, /malformed module path/],
      ['/x.test/%00/@v/list', 404, /malformed module path.*u0000/],
      ['/x.test/%0a%0d/@v/list', 404, /malformed module path.*u000a/],
      ['/x.test/%1b%5b31m/@v/list', 404, /malformed module path.*u001b/],
      ['/%zz', 404, /malformed module path/],
      ['/-flag/x/@latest', 404, /malformed module path/],
      ['//x.test/m/@v/list', 404, /malformed module path/],
      ['/x.test//m/@v/list', 404, /malformed module path/],
      ['/x.test/m/@v/v1.0.0.exe', 404, /does not exist/],
      ['/x.test/m/@v/v1.0.0', 404, /does not exist/],
      ['/x.test/m/@v/v1.mod', 404, /only \.info/],
      [`/x.test/${long.slice(0, 300)}/@v/list`, 404, /malformed module path/],
      [`/x.test/m/@v/v1.0.0-${long.slice(0, 300)}.zip`, 404, /malformed version/],
      [`/${long.slice(0, 9000)}`, 414, /longer than 8192 bytes/],
      ['/x.test/m/@v/$(id).info', 403, /not on this node/],
      ['/x.test/m/@v/--help.info', 403, /not on this node/],
      ['/y.test/n/@v/v2.0.0%2Bincompatible.info', 403, /not on this node/],
      ['/x.test/m/cmd/t/@latest', 404, /below a module/],
      ['/sumdb/any.test/latest', 403, /only the databases log\.test and sum\.test/],
      ['/sumdb/log.test/lookup/x.test/m@v1', 404, /malformed version/],
      ['/sumdb/log.test/tile/8/0/0', 404, /bad tile/],
      ['/index?since=yesterday', 400, /RFC 3339/],
      ['/index?since=2026-13-45T00:00:00Z', 400, /RFC 3339/],
      ['/index?limit=0', 400, /above 0/],
      ['/index?limit=-1', 400, /above 0/],
      ['/index?limit=1e3', 400, /above 0/],
    ]
    for (const [target, status, reason] of odd)
      it(`${target.slice(0, 60)} with ${status} and a reason`, async () => {
        const { status: got, headers, body } = await get(target)
        assert.equal(got, status)
        assert.match(body, reason)
        assert.deepEqual([headers['content-type'], headers['cache-control']], ['text/plain; charset=utf-8', 'no-store'])
        assert.ok(body.includes(`request ${headers['x-request-id']})`))
        assert.doesNotMatch(body, /[\u0000-\u0009\u000b-\u001f]|\/work|\/home|\/tmp/)
        assert.ok(body.length <= 648)
        assert.deepEqual([(await ask('HEAD', target)).status, (await ask('HEAD', target)).body], [status, ''])
      })

    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])
      it(`${method} with 405 and what is allowed`, async () => {
        const answer = await ask(method, '/x.test/m/@v/list')
        assert.deepEqual([answer.status, answer.headers['allow']], [405, 'GET, HEAD'])
        assert.match(answer.body, /only GET and HEAD/)
      })

    it('a huge body without reading it', async () => {
      const head = requestText('POST', zip, { 'Content-Length': '1000000000' })
      const answer = await sendRaw(site.port, Buffer.concat([Buffer.from(head), Buffer.alloc(1 << 20)]))
      assert.equal(answer.status, 405)
    })

    it('a URL of 20 KB and headers of 64 KiB and more with 431 and the limit', async () => {
      const answers = [await get(`/${long}`)]
      for (const size of [64 << 10, 2 << 20]) answers.push(await get('/healthz', { 'X-Long': 'a'.repeat(size) }))
      for (const { status, body } of answers) {
        assert.equal(status, 431)
        assert.match(body, /at most 16384 bytes/)
      }
    })

    const broken = [
      'GET\r\n\r\n',
      'GET / HTTP/9\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
      '\u0016\u0003\u0001\r\n\r\n',
    ]
    for (const text of broken)
      it(`what is no HTTP without falling over: ${JSON.stringify(text)}`, async () => {
        const { status } = await sendRaw(site.port, text)
        assert.ok(status === 400 || status === 0, String(status))
        assert.equal((await get('/healthz')).status, 200)
      })
  })

  describe('tells who may see the whole log', () => {
    const away: readonly Readonly<Record<string, string>>[] = [
      { 'X-Forwarded-For': '127.0.0.1' },
      { Forwarded: 'for=127.0.0.1' },
      { 'X-Real-IP': '127.0.0.1' },
      { Via: '1.1 proxy' },
      { Host: 'proxy.internal' },
      { Host: 'evil.test:8642' },
      { Host: '127.0.0.1.evil.test' },
    ]
    for (const headers of away)
      it(`not one who comes with ${JSON.stringify(headers)}`, async () => {
        for (const target of ['/index', '/tile/entries/000', '/sumdb/log.test/tile/8/data/000']) {
          const answer = await get(target, headers)
          assert.equal(answer.status, 403)
          assert.match(answer.body, /only for the node itself/)
        }
        assert.equal((await get('/tile/0/000', headers)).status, 200)
      })

    for (const host of ['localhost', 'localhost:8642', '127.0.0.1:8642', '127.9.9.9', '[::1]:8642'])
      it(`one of this machine that asks ${host}`, async () => {
        assert.equal((await get('/index', { Host: host })).status, 200)
      })
  })

  it('gives each request an id, or keeps a sane one', async () => {
    assert.match((await get('/healthz')).headers['x-request-id'] ?? '', /^[0-9a-f-]{36}$/)
    assert.equal((await get('/healthz', { 'X-Request-Id': 'edge-7.abc' })).headers['x-request-id'], 'edge-7.abc')
    for (const id of ['short', 'a'.repeat(65), 'with space', '{"a":"bcdefgh"}'])
      assert.notEqual((await get('/healthz', { 'X-Request-Id': id })).headers['x-request-id'], id)
  })

  it('answers several requests on one connection', async () => {
    const again = requestText('GET', '/healthz').replace('Connection: close\r\n', '')
    const answer = await sendRaw(site.port, again + again + requestText('GET', zip))
    assert.equal(answer.body.match(/HTTP\/1\.1 200/g)?.length, 2)
    assert.match(answer.body, /\r\n\r\nzip$/)
  })
})

describe('settings of a site', () => {
  const world = () => new ServeWorld().hold(held)

  it('a base path holds all client routes, and none of the operator', async () => {
    const shape = () => ({ base: '/goproxy', world: world() })
    for (const target of [zip, '/checkpoint', '/index', '/sumdb/log.test/latest'])
      assert.deepEqual(
        [(await once(shape(), 'GET', `/goproxy${target}`)).status, (await once(shape(), 'GET', target)).status],
        [200, 404],
      )
    for (const target of ['/goproxy', '/goproxyx/x.test/m/@v/list', '/goproxy/healthz'])
      assert.equal((await once(shape(), 'GET', target)).status, 404)
    assert.equal((await once(shape(), 'GET', '/healthz')).status, 200)
  })

  it('a node that stops is not ready, but alive', async () => {
    const answer = await once({ isReady: () => false }, 'GET', '/readyz')
    assert.deepEqual([answer.status, answer.body.split('\n')[0]], [503, 'the node is stopping'])
    assert.equal((await once({ isReady: () => false }, 'GET', '/healthz')).status, 200)
  })

  it('texts are in the language of the node', async () => {
    assert.match((await once({ lang: 'zh' }, 'GET', '/x.test/m/@v/list')).body, /^本节点没有 x\.test\/m/)
  })

  it('the journal has every request, those that failed, or none', async () => {
    const statuses = async (logRequests: 'all' | 'errors' | 'none', target: string) =>
      (await once({ logRequests }, 'GET', target)).lines.map(({ level, event, status }) => [level, event, status])
    assert.deepEqual(await statuses('all', '/healthz'), [['info', 'request', 200]])
    assert.deepEqual(await statuses('errors', '/healthz'), [])
    assert.deepEqual(await statuses('errors', '/'), [['info', 'request', 404]])
    assert.deepEqual(await statuses('none', '/'), [])
  })
})

describe('an error that nobody foresaw', () => {
  const secret = '/srv/goferry/keys/log.key'
  const failing = (error: unknown): SiteShape => ({
    logRequests: 'none',
    index: async () => {
      throw error
    },
  })
  const errors = [new TypeError(secret), new GoferryError('io-failed', { subject: secret }), secret]

  for (const error of errors)
    it(`is 500 with an id for the client, and told in full to the journal: ${String(error)}`, async () => {
      const answer = await once(failing(error), 'GET', '/index')
      assert.equal(answer.status, 500)
      assert.doesNotMatch(answer.body, /srv/)
      const [line] = answer.lines
      assert.deepEqual([line?.['level'], line?.['event']], ['error', 'request-failed'])
      assert.equal(line?.['request'], answer.headers['x-request-id'])
      assert.match(String(line?.['problem']), /srv/)
    })
})
