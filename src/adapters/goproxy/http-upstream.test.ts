import assert from 'node:assert/strict'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import { describe as sentence } from '../../core/errors.ts'
import { type OpenUpstream, upstreamConformance } from '../../ports/upstream.conformance.ts'
import type { Upstream } from '../../ports/upstream.ts'
import { HttpUpstream, type Patience } from './http-upstream.ts'
import { MeteredUpstream } from './metered-upstream.ts'
import { openUpstream } from './open-upstream.ts'
import { parseUpstreamUrl } from './upstream-url.ts'

const secret = 'canary-7f3a'

async function listen(handler: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(handler)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
}

async function against(
  handler: RequestListener,
  run: (upstream: HttpUpstream, origin: string) => Promise<void>,
  patience: Patience = { headMs: 2000, silenceMs: 2000 },
): Promise<void> {
  const { server, origin } = await listen(handler)
  try {
    await run(new HttpUpstream(parseUpstreamUrl(`http://me:${secret}@${origin}/base`), patience), origin)
  } finally {
    await stop(server)
  }
}

async function drain(upstream: Upstream, path = 'x', limit = 1000): Promise<number> {
  const answer = await upstream.get(path, limit)
  assert.ok(answer.status === 'ok')
  let got = 0
  for await (const piece of answer.body) got += piece.length
  return got
}

const served =
  (chain: (origin: string) => string): OpenUpstream =>
  async files => {
    const { server, origin } = await listen((request, response) => {
      const bytes = files.get((request.url ?? '').slice('/base/'.length))
      response.statusCode = bytes === undefined ? 404 : 200
      const etag = `"${bytes?.length}"`
      if (bytes !== undefined) response.setHeader('etag', etag)
      if (bytes !== undefined && request.headers['if-none-match'] === etag) response.writeHead(304).end()
      else if (bytes !== undefined) response.writeHead(200, { 'content-length': bytes.length }).end(bytes)
      else response.end('nothing here')
    })
    return { upstream: openUpstream(chain(`http://${origin}/base`)), close: () => stop(server) }
  }
upstreamConformance(
  'http',
  served(url => url),
)
upstreamConformance(
  'chain',
  served(url => `${url}/nothing/here,${url}`),
)
upstreamConformance('metered', async files => {
  const { upstream, close } = await served(url => url)(files)
  return { upstream: new MeteredUpstream(upstream, new AbortController().signal), close }
})

describe('an http upstream', () => {
  it('tells absent, refused and failed apart, with text only where it is plain', async () => {
    const cases = [
      [404, 'text/plain', 'absent', 'no such\u001b[31m thing'],
      [410, 'text/html', 'absent', '<b>gone</b>'],
      [403, 'text/plain; charset=utf-8', 'refused', 'policy\nsays no'],
      [400, 'application/json', 'refused', '{}'],
      [429, 'text/plain', 'refused', 'x'.repeat(5000)],
    ] as const
    const texts: string[] = []
    for (const [code, type, status, text] of cases) {
      await against(
        (_, response) => response.writeHead(code, { 'content-type': type }).end(text),
        async upstream => {
          const answer = await upstream.get('x', 10)
          assert.deepEqual([answer.status, answer.status !== 'ok' && answer.code], [status, code])
          texts.push(answer.status === 'ok' ? '' : answer.text)
        },
      )
    }
    assert.deepEqual(texts, ['no such\\u001b[31m thing', '', 'policy says no', '', 'x'.repeat(2048)])
  })

  it('asks for a size by HEAD, through redirects, and takes no length that is not that of the file', async () => {
    const heads: [headers: Record<string, string>, bytes: number | undefined][] = [
      [{ 'content-length': '7' }, 7],
      [{ 'transfer-encoding': 'chunked' }, undefined],
      [{ 'content-length': '7', 'content-encoding': 'gzip' }, undefined],
    ]
    for (const [headers, bytes] of heads) {
      const methods: (string | undefined)[] = []
      await against(
        ({ method, url }, response) => {
          methods.push(method)
          if (url === '/base/x') response.writeHead(302, { location: '/base/y' }).end()
          else response.writeHead(200, headers).end()
        },
        async upstream => assert.deepEqual(await upstream.look('x'), { status: 'ok', bytes }),
      )
      assert.deepEqual(methods, ['HEAD', 'HEAD'])
    }
    await against(
      (_, response) => response.writeHead(405).end(),
      async upstream => assert.equal((await upstream.look('x')).status, 'refused'),
    )
    await against(
      (_, response) => response.writeHead(502).end(),
      upstream => assert.rejects(upstream.look('x'), { code: 'upstream-failed' }),
    )
  })

  it('throws upstream-failed for 5xx and for what no GOPROXY answers', async () => {
    for (const code of [500, 503, 204, 206, 304]) {
      await against(
        (_, response) => response.writeHead(code).end(),
        upstream => assert.rejects(upstream.get('x', 10), { code: 'upstream-failed', reason: 'upstream-status' }),
      )
    }
  })

  it('throws upstream-failed where nobody listens, and after a second reset', async () => {
    const { server, origin } = await listen(() => undefined)
    await stop(server)
    await assert.rejects(openUpstream(`http://${origin}`).get('x', 10), {
      code: 'upstream-failed',
      reason: 'upstream-unreachable',
      params: { why: 'ECONNREFUSED' },
    })
    let asked = 0
    const reset: RequestListener = request => {
      asked++
      request.socket.destroy()
    }
    await against(reset, upstream =>
      assert.rejects(upstream.get('x', 10), { code: 'upstream-failed', reason: 'upstream-broken' }),
    )
    assert.equal(asked, 2)
  })

  it('ends a head that does not come, a silent body and a body without end', async () => {
    const patience = { headMs: 80, silenceMs: 80 }
    const silent = { code: 'upstream-failed', reason: 'upstream-silent' }
    await against(
      () => undefined,
      upstream => assert.rejects(upstream.get('x', 10), silent),
      patience,
    )
    await against(
      (_, response) => void response.writeHead(200).write('abc'),
      upstream => assert.rejects(drain(upstream), silent),
      patience,
    )
    await against(
      (_, response) => {
        const more = () => {
          if (!response.destroyed) response.write(Buffer.alloc(16_384), () => setImmediate(more))
        }
        more()
      },
      upstream => assert.rejects(drain(upstream, 'x', 100_000), { code: 'too-large', reason: 'upstream-body-limit' }),
    )
  })

  it('ends a body that trickles, however long it would go on', () =>
    against(
      (_, response) => {
        const more = () => {
          if (!response.destroyed) response.write('x', () => setTimeout(() => more(), 10))
        }
        more()
      },
      upstream => assert.rejects(drain(upstream), { code: 'upstream-failed', reason: 'upstream-slow' }),
      { headMs: 2000, silenceMs: 2000, rateMs: 100 },
    ))

  it('closes the connection of a body that is returned before its first piece', async () => {
    const { promise: closed, resolve: close } = Promise.withResolvers<void>()
    await against(
      (request, response) => {
        request.socket.once('close', close)
        response.writeHead(200, { 'content-length': 1000 }).write('abc')
      },
      async upstream => {
        const answer = await upstream.get('x', 1000)
        assert.ok(answer.status === 'ok')
        await answer.body[Symbol.asyncIterator]().return?.()
        await closed
      },
    )
  })

  it('notices a body that ends early', async () => {
    await against(
      (_, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('abc', () => response.destroy())
      },
      upstream => assert.rejects(drain(upstream), { code: 'upstream-failed' }),
    )
    await against(
      (_, response) => void response.writeHead(200).write('abc', () => response.destroy()),
      upstream => assert.rejects(drain(upstream), { code: 'upstream-failed' }),
    )
  })

  it('sends credentials to its own origin only, and shows them nowhere (A18)', async () => {
    const seen: (string | undefined)[] = []
    const other = await listen((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(500, { 'content-type': 'text/plain' }).end('no')
    })
    try {
      await against(
        (request, response) => {
          seen.push(request.headers.authorization)
          response.writeHead(302, { location: `http://${other.origin}/x` }).end()
        },
        async upstream => {
          const error = await upstream.get('x', 10).catch((e: unknown) => e)
          for (const text of [inspect(error, { depth: 9 }), sentence(error, 'en'), upstream.name, inspect(upstream)]) {
            assert.ok(!text.includes(secret) && !text.includes('bWU6'), text)
          }
        },
      )
    } finally {
      await stop(other.server)
    }
    assert.deepEqual(seen, [`Basic ${Buffer.from(`me:${secret}`).toString('base64')}`, undefined])
  })

  it('follows three redirects and no fourth', async () => {
    const hops =
      (n: number): RequestListener =>
      (request, response) => {
        const at = Number(/(\d+)$/.exec(request.url ?? '')?.[1] ?? 0)
        if (at === n) response.end('there')
        else response.writeHead(302, { location: `/${at + 1}` }).end()
      }
    await against(hops(3), async upstream => assert.equal(await drain(upstream), 5))
    await against(hops(4), upstream =>
      assert.rejects(upstream.get('x', 10), { code: 'upstream-failed', reason: 'upstream-redirects' }),
    )
  })

  it('follows no redirect to a metadata address or another scheme (A16)', async () => {
    const cases = [
      ['http://169.254.169.254/latest/meta-data', 'upstream-redirect-internal'],
      ['http://[::ffff:169.254.169.254]/', 'upstream-redirect-internal'],
      ['http://[fe80::1]/', 'upstream-redirect-internal'],
      ['http://0.0.0.0:1/', 'upstream-redirect-internal'],
      ['file:///etc/passwd', 'upstream-redirect-malformed'],
      ['http://user:pw@127.0.0.1/', 'upstream-redirect-malformed'],
      ['http://', 'upstream-redirect-malformed'],
    ] as const
    for (const [location, reason] of cases) {
      await against(
        (_, response) => response.writeHead(302, { location }).end(),
        upstream => assert.rejects(upstream.get('x', 10), { code: 'upstream-failed', reason }, location),
      )
    }
  })
})
