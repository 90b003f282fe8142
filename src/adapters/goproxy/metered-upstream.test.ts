import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import { MeteredUpstream } from './metered-upstream.ts'
import { openUpstream } from './open-upstream.ts'

describe('an upstream that is cut off while it is waited for', () => {
  let server: Server
  const start = async (listener: RequestListener, signal: AbortSignal) => {
    server = createServer(listener)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    return new MeteredUpstream(openUpstream(`http://127.0.0.1:${port}`), signal)
  }
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it('is not waited for any more where no head comes', async () => {
    const cut = new AbortController()
    const upstream = await start(() => undefined, cut.signal)
    const asking = assert.rejects(upstream.get('x.test/@v/list', 1000), { code: 'interrupted' })
    await once(server, 'request')
    cut.abort()
    await asking
  })

  it('has its connection ended where no body comes', async () => {
    const cut = new AbortController()
    const upstream = await start(
      (_, response) => response.writeHead(200, { 'content-length': 9 }).flushHeaders(),
      cut.signal,
    )
    const asked = once(server, 'request') as Promise<[IncomingMessage]>
    const answer = await upstream.get('x.test/@v/list', 1000)
    assert.ok(answer.status === 'ok')
    const [{ socket }] = await asked
    const closed = once(socket, 'close')
    const reading = assert.rejects(answer.body[Symbol.asyncIterator]().next(), { code: 'interrupted' })
    cut.abort()
    await reading
    await closed
  })
})
