import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { startSite, type TestSite } from '../../test/support/http-site.ts'
import { answerOn, type RawAnswer, requestText, sendRaw } from '../../test/support/raw-http.ts'
import { ServeWorld } from '../../test/support/serve-world.ts'
import type { StoredBlob } from '../ports/store.ts'

const held = { path: 'x.test/m', version: 'v1.0.0' }
const base = '/x.test/m/@v'
/** A zip that is read into memory when it is asked for again. */
const zipBytes = 3_000_000

describe('answers that are given again from memory', () => {
  let site: TestSite
  let world: ServeWorld
  /** How often a file was opened, how many are open, and whether files are still what they were. */
  let opened: number
  let open: number
  let current: boolean

  beforeEach(async () => {
    world = new ServeWorld().hold(held)
    ;[opened, open, current] = [0, 0, true]
    const stored = world.tree.open
    const count = (blob: StoredBlob): StoredBlob => ({
      ...blob,
      isCurrent: () => current,
      close: async () => void open--,
    })
    world.tree.open = async (module, kind) => {
      const blob = await stored(module, kind)
      if (blob === undefined) return undefined
      opened++
      open++
      return count(kind === 'zip' ? zeroes() : blob)
    }
    site = await startSite({ world })
  })
  afterEach(() => site.server.stop(0))

  function zeroes(): StoredBlob {
    const read = async (buffer: Uint8Array, position: number) => {
      const length = Math.max(0, Math.min(buffer.length, zipBytes - position))
      buffer.fill(0, 0, length)
      return length
    }
    return { size: zipBytes, stamp: '', location: undefined, read, close: async () => undefined, isCurrent: () => true }
  }

  const get = (file: string, headers?: Readonly<Record<string, string>>): Promise<RawAnswer> =>
    sendRaw(site.port, requestText('GET', `${base}/${file}`, headers))
  const withoutId = ({ status, headers, body }: RawAnswer) => {
    const { 'x-request-id': _, date: __, ...same } = headers
    return { status, headers: same, body }
  }

  for (const file of ['v1.0.0.info', 'v1.0.0.mod'])
    it(`are the same as the first: ${file} is opened once`, async () => {
      const first = await get(file)
      const again = await get(file)
      assert.deepEqual(withoutId(again), withoutId(first))
      assert.notEqual(again.headers['x-request-id'], first.headers['x-request-id'])
      assert.equal((await get(file, { 'X-Request-Id': 'edge-7.abc' })).headers['x-request-id'], 'edge-7.abc')
      assert.deepEqual([opened, open], [1, 0])
    })

  it('are zips that are asked for a second time: read once more, then no more', async () => {
    const first = await get('v1.0.0.zip')
    for (let i = 0; i < 3; i++) assert.deepEqual(withoutId(await get('v1.0.0.zip')), withoutId(first))
    assert.deepEqual([first.body.length, opened, open], [zipBytes, 2, 0])
  })

  it('are sent whole to clients that read slowly, also when the zip is taken away and read anew meanwhile', async () => {
    for (let i = 0; i < 2; i++) await get('v1.0.0.zip')
    const sockets = Array.from({ length: 4 }, () => connect(site.port, '127.0.0.1'))
    for (const socket of sockets) {
      socket.write(requestText('GET', `${base}/v1.0.0.zip`))
      await once(socket, 'readable')
    }
    current = false
    for (let i = 0; i < 3; i++) assert.equal((await get('v1.0.0.zip')).body.length, zipBytes)
    const answers = await Promise.all(sockets.map(answerOn))
    assert.deepEqual(
      new Set(answers.map(({ status, body }) => `${status} ${body.length}`)),
      new Set([`200 ${zipBytes}`]),
    )
    assert.ok(answers.every(({ body }) => /^\0*$/.test(body)))
  })

  it('are read anew when the file is another', async () => {
    for (const file of ['v1.0.0.info', 'v1.0.0.zip', 'v1.0.0.zip']) await get(file)
    current = false
    opened = 0
    for (const file of ['v1.0.0.info', 'v1.0.0.zip']) assert.equal((await get(file)).status, 200)
    assert.deepEqual([opened, open], [2, 0])
  })

  it('end with a recall at once, though the file is there', async () => {
    for (const file of ['v1.0.0.info', 'v1.0.0.zip', 'v1.0.0.zip']) await get(file)
    world.recall(held, 'leaks keys')
    for (const file of ['v1.0.0.info', 'v1.0.0.zip']) {
      const { status, body } = await get(file)
      assert.equal(status, 403)
      assert.match(body, /leaks keys/)
    }
  })

  it('go on when the log grows by something else', async () => {
    await get('v1.0.0.mod')
    world.hold({ path: 'y.test/n', version: 'v2.0.0' })
    assert.equal((await get('v1.0.0.mod')).status, 200)
    assert.equal(opened, 1)
  })

  it('leave conditions, ranges and HEAD what they are', async () => {
    const { headers } = await get('v1.0.0.info')
    assert.equal((await get('v1.0.0.info', { 'If-None-Match': headers['etag'] ?? '' })).status, 304)
    assert.equal((await get('v1.0.0.info', { Range: 'bytes=0-0' })).body, '{')
    const head = await sendRaw(site.port, requestText('HEAD', `${base}/v1.0.0.info`))
    assert.deepEqual([head.status, head.body, head.headers['content-length']], [200, '', headers['content-length']])
  })

  it('are lists too, until the module has one version more', async () => {
    const lists = world.tree.list
    let asked = 0
    world.tree.list = async path => {
      asked++
      return { ...(await lists(path)), isCurrent: () => current }
    }
    assert.deepEqual([(await get('list')).body, (await get('list')).body, asked], ['v1.0.0\n', 'v1.0.0\n', 1])
    world.hold({ path: held.path, version: 'v1.1.0' })
    assert.equal((await get('list')).body, 'v1.0.0\nv1.1.0\n')
    current = false
    await get('list')
    assert.equal(asked, 3)
  })

  it('are counted and written to the journal like others', async () => {
    for (let i = 0; i < 3; i++) await get('v1.0.0.zip')
    await get('v1.0.0.info')
    await get('v1.0.0.info')
    const lines = site.lines.filter(line => line['event'] === 'request')
    assert.deepEqual(new Set(lines.map(line => line['status'])), new Set([200]))
    assert.equal(lines.length, 5)
  })

  it('are sent in order on a connection that asks for much at once', async () => {
    await get('v1.0.0.info')
    const again = requestText('GET', `${base}/v1.0.0.info`).replace('Connection: close\r\n', '')
    const socket = connect(site.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(again.repeat(3) + requestText('GET', `${base}/v1.0.0.mod`))
    const { body } = await answerOn(socket)
    assert.equal(body.match(/HTTP\/1\.1 200/g)?.length, 3)
    assert.match(body, /module x\.test\/m\n$/)
  })
})
