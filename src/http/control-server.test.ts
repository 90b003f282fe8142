import assert from 'node:assert/strict'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../../test/support/disk/temporary-folder.ts'
import { GoferryError, isGoferryError } from '../core/errors.ts'
import { ControlServer } from './control-server.ts'

const folder = temporaryFolders()

describe('ControlServer', () => {
  let socketPath: string
  const ended = Promise.withResolvers<void>()
  const server = new ControlServer({
    echo: async argument => argument,
    nothing: async () => undefined,
    refuse: async () => Promise.reject(new GoferryError('denied', { subject: 'keys' })),
    fail: async () => Promise.reject(new TypeError('a bug')),
    count: async (_, watch) => {
      for (let done = 1; done <= 1000; done++) {
        watch.progress({ done, total: 1000, bytes: 0, totalBytes: undefined, at: '' })
        await watch.tell({ subject: `${done} ${'x'.repeat(1000)}`, outcome: 'counted' })
      }
      return 'counted'
    },
    wait: async (_, watch) => {
      await watch.tell({ subject: 'begun', outcome: 'begun' })
      await new Promise(resolve => watch.signal.addEventListener('abort', resolve))
      ended.resolve()
    },
  })
  before(async () => {
    socketPath = join(folder(), 'control.sock')
    await server.listen(socketPath)
  })
  after(() => server.stop())

  async function post(
    path: string,
    body: string,
    method = 'POST',
  ): Promise<[number, { value?: unknown; error?: { code: string } }]> {
    const { promise, resolve, reject } = Promise.withResolvers<[number, object]>()
    const asking = request({ socketPath, path, method }, async response => {
      const pieces: Buffer[] = []
      for await (const piece of response) pieces.push(piece)
      resolve([response.statusCode ?? 0, JSON.parse(Buffer.concat(pieces).toString())])
    })
    asking.on('error', reject)
    asking.end(body)
    return promise
  }

  it('gives what the handler gives', async () => {
    assert.deepEqual(await post('/echo', '{"a":[1,"模"]}'), [200, { value: { a: [1, '模'] } }])
    assert.deepEqual(await post('/echo', ''), [200, { value: null }])
    assert.deepEqual(await post('/nothing', 'null'), [200, { value: null }])
  })

  const refusals: readonly [string, string, string, string][] = [
    ['/refuse', 'null', 'POST', 'denied'],
    ['/fail', 'null', 'POST', 'internal'],
    ['/none', 'null', 'POST', 'usage'],
    ['/constructor', 'null', 'POST', 'usage'],
    ['/echo', 'null', 'PUT', 'usage'],
    ['/echo', '{', 'POST', 'usage'],
    ['/echo', `"${'a'.repeat(17 << 20)}"`, 'POST', 'too-large'],
  ]
  for (const [path, body, method, code] of refusals)
    it(`answers ${method} ${path} ${body.slice(0, 8)} with ${code}`, async () => {
      const [status, answer] = await post(path, body, method)
      assert.deepEqual([status, answer.error?.code], [200, code])
    })

  it('tells items as they come, and progress now and then, before the value', async () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    request({ socketPath, path: '/count', method: 'POST' }, response => resolve(text(response)))
      .on('error', reject)
      .end('null')
    const lines = (await promise)
      .trim()
      .split('\n')
      .map(line => Object.entries(JSON.parse(line))[0] ?? [])
    const kinds = lines.map(([kind]) => kind)
    assert.equal(kinds.filter(kind => kind === 'item').length, 1000)
    assert.ok(kinds.filter(kind => kind === 'progress').length < 200)
    assert.deepEqual(lines.at(-1), ['value', 'counted'])
  })

  it('ends what it does for somebody who goes away', async () => {
    const asking = request({ socketPath, path: '/wait', method: 'POST' }, response =>
      response.once('data', () => asking.destroy()),
    )
    asking.on('error', () => undefined)
    asking.end('null')
    await ended.promise
  })

  it('says why it cannot listen', async () => {
    const second = new ControlServer({})
    await assert.rejects(second.listen(socketPath), error => isGoferryError(error, 'io-failed'))
  })
})
