import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { startSite, type TestSite } from '../../test/support/http-site.ts'
import { answerOn, requestText, sendRaw } from '../../test/support/raw-http.ts'
import { ServeWorld } from '../../test/support/serve-world.ts'
import { HotHead } from './hot-head.ts'

const target = '/x.test/m/@v/v1.0.0.mod'
const body = 'module x.test/m\n'

describe('the head of an answer that is given again', () => {
  let site: TestSite
  before(async () => {
    const world = new ServeWorld().hold({ path: 'x.test/m', version: 'v1.0.0' })
    const { open } = world.tree
    world.tree.open = async (...asked) => {
      const blob = await open(...asked)
      return blob && { ...blob, isCurrent: () => true }
    }
    site = await startSite({ world })
    await sendRaw(site.port, requestText('GET', target))
  })
  after(() => site.server.stop(0))

  const last = requestText('GET', '/healthz')
  const open = (method: string) => requestText(method, target).replace('Connection: close\r\n', '')

  it('is on a connection that goes on the one that Node itself makes', async () => {
    const kept = await sendRaw(site.port, open('GET') + last)
    const made = await sendRaw(site.port, open('HEAD') + last)
    const { 'x-request-id': id = '', date = '', ...same } = kept.headers
    const { 'x-request-id': _, date: __, ...wanted } = made.headers
    assert.deepEqual([kept.status, same], [200, wanted])
    assert.equal(same['keep-alive'], 'timeout=75')
    assert.match(id, /^[0-9a-f-]{36}$/)
    assert.equal(new Date(date).toUTCString(), date)
    assert.ok(Math.abs(Date.parse(date) - Date.now()) < 60_000)
    assert.ok(kept.body.startsWith(`${body}HTTP/1.1 200 OK\r\n`) && kept.body.endsWith('ok\n'))
  })

  const ending: readonly [string, string][] = [
    ['that says so', requestText('GET', target)],
    ['of HTTP/1.0', `GET ${target} HTTP/1.0\r\n\r\n`],
  ]
  for (const [client, request] of ending)
    it(`ends the connection of a client ${client}`, async () => {
      const answer = await sendRaw(site.port, request)
      assert.deepEqual([answer.status, answer.headers['connection'], answer.body], [200, 'close', body])
      assert.equal(answer.headers['content-length'], String(body.length))
    })

  it('goes on for a client of HTTP/1.0 that wants so', async () => {
    const answer = await sendRaw(site.port, `GET ${target} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n${last}`)
    assert.equal(answer.headers['connection'], 'keep-alive')
    assert.ok(answer.body.startsWith(`${body}HTTP/1.1 200 OK\r\n`))
  })

  it('leaves the body of a request a body: what looks like a request in it is not answered', async () => {
    const hidden = requestText('GET', '/hidden')
    for (const length of [`Content-Length: ${hidden.length}`, 'Transfer-Encoding: chunked']) {
      const sent = length.startsWith('C') ? hidden : `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`
      const socket = connect(site.port, '127.0.0.1')
      await once(socket, 'connect')
      socket.write(open('GET').replace('\r\n\r\n', `\r\n${length}\r\n\r\n`) + sent + last)
      const answer = await answerOn(socket)
      assert.equal(answer.status, 200)
      assert.doesNotMatch(answer.body, /hidden|404/)
      assert.ok(answer.body.endsWith('ok\n'))
    }
  })

  it('takes no value that would end it early', () => {
    assert.throws(() => new HotHead(['ETag', '"a"\r\nX-Other: b']), { code: 'ERR_INVALID_CHAR' })
  })
})
