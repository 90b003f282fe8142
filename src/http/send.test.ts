import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import { startSite, type TestSite } from '../../test/support/http-site.ts'
import { requestText, sendRaw } from '../../test/support/raw-http.ts'
import { ServeWorld } from '../../test/support/serve-world.ts'
import type { StoredBlob } from '../ports/store.ts'

const zip = requestText('GET', '/x.test/m/@v/v1.0.0.zip')

describe('sending a stored blob', () => {
  let site: TestSite | undefined
  afterEach(() => site?.server.stop(0))

  /** A site whose one zip has `size` bytes, of which reading gives no more than `there`. */
  async function serve(
    size: number,
    there: number,
  ): Promise<{ port: number; closed: Promise<void>; reads: () => number }> {
    const closed = Promise.withResolvers<void>()
    let reads = 0
    const blob: StoredBlob = {
      size,
      stamp: '',
      location: undefined,
      read: async (buffer, position) => {
        reads++
        const length = Math.max(0, Math.min(buffer.length, there - position))
        buffer.fill(position % 251, 0, length)
        return length
      },
      close: async () => closed.resolve(),
      isCurrent: () => false,
    }
    const world = new ServeWorld()
    world.tree.open = async () => blob
    site = await startSite({ world })
    return { port: site.port, closed: closed.promise, reads: () => reads }
  }

  it('gives every byte, and closes the blob', async () => {
    const { port, closed } = await serve(5_000_000, 5_000_000)
    const answer = await sendRaw(port, zip)
    assert.deepEqual([answer.status, answer.body.length], [200, 5_000_000])
    await closed
  })

  it('breaks off where the file ends early: the client sees that it is not whole', async () => {
    const { port, closed } = await serve(5_000_000, 3_000_000)
    const answer = await sendRaw(port, zip)
    assert.equal(answer.headers['content-length'], '5000000')
    assert.ok(answer.body.length <= 3_000_000)
    await closed
    assert.match(String(site?.lines.find(line => line['event'] === 'request')?.['problem']), /damaged/)
  })

  it('closes the blob when the client goes away, and reads no further than the socket takes', async () => {
    const { port, closed, reads } = await serve(1 << 30, 1 << 30)
    const socket = connect(port, '127.0.0.1')
    socket.write(zip)
    await once(socket, 'data')
    socket.pause()
    socket.destroy()
    await closed
    assert.ok(reads() < 100, `${reads()} reads`)
  })

  it('is told to have fewer bytes where a range begins beyond its end, and no cache keeps that', async () => {
    const { port, closed } = await serve(5_000_000, 5_000_000)
    const answer = await sendRaw(port, zip.replace('\r\n\r\n', '\r\nRange: bytes=99999999999999999999-\r\n\r\n'))
    const { 'content-range': range, 'cache-control': cache } = answer.headers
    assert.deepEqual([answer.status, answer.body, range, cache], [416, '', 'bytes */5000000', 'no-store'])
    await closed
  })

  it('of no bytes is an answer without a body', async () => {
    const { port, closed } = await serve(0, 0)
    const answer = await sendRaw(port, zip)
    assert.deepEqual([answer.status, answer.headers['content-length'], answer.body], [200, '0', ''])
    await closed
  })
})
