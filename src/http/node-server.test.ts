import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import { type SiteShape, startSite, type TestSite } from '../../test/support/http-site.ts'
import { answerOn, requestText, sendRaw } from '../../test/support/raw-http.ts'
import { isGoferryError } from '../core/errors.ts'
import { NodeServer } from './node-server.ts'

const hasty = { headersMs: 60, requestMs: 120, checkMs: 20 }

describe('NodeServer', () => {
  const sites: TestSite[] = []
  const start = async (shape: SiteShape = {}) => {
    const site = await startSite(shape)
    sites.push(site)
    return site
  }
  afterEach(async () => {
    await Promise.all(sites.splice(0).map(({ server }) => server.stop(0)))
  })

  for (const beginning of ['', '\r\n\r\n', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: '])
    it(`breaks off a client that never ends its headers: ${JSON.stringify(beginning)}`, async () => {
      const { port } = await start({ limits: hasty })
      const { status } = await sendRaw(port, beginning)
      assert.equal(status, 408)
    })

  it('breaks off a client that sends a header now and then, however long it goes on', async () => {
    const { port } = await start({ limits: hasty })
    const socket = connect(port, '127.0.0.1')
    const answered = answerOn(socket)
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n')
    const dripping = setInterval(() => socket.write('X-Drip: 1\r\n'), 5)
    const { status } = await answered
    clearInterval(dripping)
    assert.equal(status, 408)
  })

  it('serves others while such clients are connected', async () => {
    const { port } = await start({ limits: { ...hasty, headersMs: 60_000, requestMs: 60_000 } })
    const slow = Array.from({ length: 50 }, () => connect(port, '127.0.0.1'))
    await Promise.all(slow.map(socket => once(socket, 'connect')))
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\n')
    assert.equal((await sendRaw(port, requestText('GET', '/healthz'))).status, 200)
    for (const socket of slow) socket.destroy()
  })

  it('closes connections beyond its number at once', async () => {
    const { port } = await start({ connections: 2 })
    const open = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
    await Promise.all(open.map(socket => once(socket, 'connect')))
    assert.equal((await sendRaw(port, requestText('GET', '/healthz'))).status, 0)
    for (const socket of open) socket.destroy()
  })

  it('finishes what runs when it stops, takes nothing new, and does not wait for idle connections', async () => {
    const running = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<Uint8Array>()
    const { port, server } = await start({
      index: () => {
        running.resolve()
        return finish.promise
      },
    })
    const idle = connect(port, '127.0.0.1')
    await once(idle, 'connect')
    const answer = sendRaw(port, requestText('GET', '/index').replace('Connection: close\r\n', ''))
    await running.promise
    const stopped = server.stop(60_000)
    assert.equal((await sendRaw(port, requestText('GET', '/healthz'))).status, 0)
    finish.resolve(Buffer.from('late\n'))
    assert.deepEqual(await answer.then(({ status, body }) => [status, body]), [200, 'late\n'])
    await stopped
  })

  it('breaks off what still runs when the time of grace is over', async () => {
    const running = Promise.withResolvers<void>()
    const { port, server } = await start({
      index: () => {
        running.resolve()
        return new Promise(() => undefined)
      },
    })
    const answer = sendRaw(port, requestText('GET', '/index'))
    await running.promise
    await server.stop(10)
    assert.equal((await answer).status, 0)
  })

  it('says why it cannot listen', async () => {
    const { port } = await start()
    const other = new NodeServer({ tls: undefined, connections: 1 }, async () => undefined)
    await assert.rejects(
      other.listen({ host: '127.0.0.1', port }),
      error => isGoferryError(error, 'io-failed') && /127\.0\.0\.1:\d+.*EADDRINUSE/.test(error.message),
    )
  })
})
