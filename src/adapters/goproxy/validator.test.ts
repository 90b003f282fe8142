import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import type { Validator } from '../../ports/upstream.ts'
import { openUpstream } from './open-upstream.ts'

const etag = '"a"'

describe('what an upstream is asked with again', () => {
  const servers: { close(): unknown }[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })

  /** An upstream that answers as `handler` says, and what was asked of it: the two conditions. */
  async function upstreamOf(handler: (request: IncomingMessage, response: ServerResponse) => void) {
    const asked: unknown[] = []
    const server = createServer((request, response) => {
      asked.push(request.headers['if-none-match'] ?? request.headers['if-modified-since'])
      response.setHeader('connection', 'close')
      handler(request, response)
    })
    servers.push(server)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const upstream = openUpstream(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const recheck = (kept: Partial<Validator>) => upstream.recheck?.('x', 100, { from: upstream.name, ...kept })
    return { upstream, asked, recheck }
  }

  it('is the ETag, else the date of a file that is older than a minute', async () => {
    const [now, before] = ['Tue, 03 Feb 2026 04:05:06 GMT', 'Tue, 03 Feb 2026 04:04:06 GMT']
    const cases: [Record<string, string>, Partial<Validator> | undefined][] = [
      [{ etag, 'last-modified': before, date: now }, { etag }],
      [{ etag: `W/${etag}` }, { etag: `W/${etag}` }],
      [{ 'last-modified': before, date: now }, { lastModified: before }],
      [{ 'last-modified': now, date: now }, undefined],
      [{ 'last-modified': '2026-02-03', date: now }, undefined],
      [{ etag: 'bare' }, undefined],
      [{ etag: '"a"b"' }, undefined],
      [{ etag: '"\u00e9"' }, undefined],
      [{ etag: `"${'a'.repeat(300)}"` }, undefined],
      [{}, undefined],
    ]
    for (const [headers, wanted] of cases) {
      const { upstream } = await upstreamOf((_, response) => response.writeHead(200, headers).end('v1.0.0\n'))
      const answer = await upstream.get('x', 100)
      assert.ok(answer.status === 'ok')
      await answer.body[Symbol.asyncIterator]().return?.()
      const kept = wanted && { from: upstream.name, ...wanted }
      assert.deepEqual(answer.validator, kept, JSON.stringify(headers))
    }
  })

  it('is sent as it came, and nothing is where there is none', async () => {
    const { asked, recheck } = await upstreamOf((_, response) => response.writeHead(304).end())
    assert.deepEqual(await recheck({ etag }), { status: 'unchanged' })
    const lastModified = 'Tue, 03 Feb 2026 04:05:06 GMT'
    assert.deepEqual(await recheck({ lastModified }), { status: 'unchanged' })
    assert.deepEqual(asked, [etag, lastModified])
  })

  it('is asked without where a 304 is about something else', async () => {
    const { asked, recheck } = await upstreamOf((request, response) => {
      if (request.headers['if-none-match'] === undefined) response.end('v1.0.0\n')
      else response.writeHead(304, { etag: '"b"' }).end()
    })
    assert.equal((await recheck({ etag }))?.status, 'ok')
    assert.deepEqual(asked, [etag, undefined])
  })

  it('takes a 304 that nobody asked for as the trouble that it is', async () => {
    const { upstream, recheck } = await upstreamOf((_, response) => response.writeHead(304, { etag: '"b"' }).end())
    const failed = { code: 'upstream-failed', reason: 'upstream-status' }
    await assert.rejects(upstream.get('x', 100), failed)
    await assert.rejects(recheck({ etag }) ?? Promise.resolve(), failed)
  })

  it('is no ETag of a megabyte, nor one with control characters', async () => {
    for (const named of [`"${'a'.repeat(1 << 20)}"`, '"a\u0001b"', '"a\rb"']) {
      const server = createSocketServer(socket => {
        socket.on('error', () => undefined)
        socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\netag: ${named}\r\ncontent-length: 1\r\n\r\nx`))
      })
      servers.push(server)
      await once(server.listen(0, '127.0.0.1'), 'listening')
      const upstream = openUpstream(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
      const kept = await upstream.get('x', 100).then(
        answer => answer.status === 'ok' && answer.validator,
        error => error.code,
      )
      assert.ok(kept === undefined || kept === 'upstream-failed', JSON.stringify(kept))
    }
  })
})
