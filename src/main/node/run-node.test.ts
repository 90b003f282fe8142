import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { silentJournal } from '../../../test/support/log-world.ts'
import { MisbehavingUpstream } from '../../../test/support/misbehaving-upstream.ts'
import { requestText, sendRaw } from '../../../test/support/raw-http.ts'
import { testDatabase } from '../../../test/support/test-database.ts'
import { makeModule } from '../../../test/support/test-module.ts'
import { hex, sha256 } from '../../core/hash.ts'
import { parseVerifier } from '../../core/note/key.ts'
import { openNote } from '../../core/note/open-note.ts'
import { parseCheckpoint } from '../../core/tlog/tree-head.ts'
import { loadSettings } from '../config/load.ts'
import { askNode } from './control-client.ts'
import { type RunningNode, runNode } from './run-node.ts'

const one = makeModule({ path: 'x.test/One', version: 'v1.0.0' })
const two = makeModule({ path: 'x.test/two', version: 'v1.1.0' })
const folder = temporaryFolders()

for (const workers of [0, 2])
  describe(`a node with ${workers} workers`, () => {
    let upstream: MisbehavingUpstream
    let node: RunningNode
    let data: string

    before(async () => {
      upstream = await MisbehavingUpstream.start([one, two])
      data = folder()
      const flags = {
        listen: '127.0.0.1:0',
        base: '/goproxy',
        sumdb: testDatabase.verifierKey,
        workers,
        stopSeconds: 5,
        requests: 'none',
      }
      const settings = loadSettings({ environment: {}, flags })
      node = await runNode({ data, settings, upstreamUrl: upstream.url, keyText: undefined, journal: silentJournal })
    })
    after(async () => {
      await node.stop()
      await upstream.stop()
    })

    const port = () => Number(new URL(node.url).port)
    const ask = (method: string, target: string, headers?: Readonly<Record<string, string>>) =>
      sendRaw(port(), requestText(method, target, headers))
    const get = (target: string, headers?: Readonly<Record<string, string>>) => ask('GET', `/goproxy${target}`, headers)
    const zip = '/x.test/!one/@v/v1.0.0.zip'

    it('pulls, logs and serves, and every process of it knows at once', async () => {
      for (const part of ['mod', 'info', 'zip']) {
        const answers = await Promise.all(Array.from({ length: 8 }, () => get(`/x.test/!one/@v/v1.0.0.${part}`)))
        assert.deepEqual(new Set(answers.map(answer => answer.status)), new Set([200]))
      }
      assert.equal(upstream.counts()['x.test/!one/@v/v1.0.0.zip'], 1)
      const listed = await Promise.all(Array.from({ length: 8 }, () => get('/x.test/!one/@v/list')))
      assert.deepEqual(new Set(listed.map(answer => answer.body)), new Set(['v1.0.0\n']))
    })

    it('tags a zip by its hash, and serves parts of it', async () => {
      const whole = await ask('HEAD', `/goproxy${zip}`)
      const etag = whole.headers['etag'] ?? ''
      assert.deepEqual([etag, whole.headers['content-length']], [`"${hex(sha256(one.zip))}"`, String(one.zip.length)])
      assert.equal((await get(zip, { 'If-None-Match': etag })).status, 304)
      const part = await get(zip, { Range: 'bytes=0-1', 'If-Range': etag })
      assert.deepEqual([part.status, part.body], [206, 'PK'])
      assert.equal(part.headers['content-range'], `bytes 0-1/${one.zip.length}`)
      assert.equal((await get(zip, { Range: `bytes=${one.zip.length}-` })).status, 416)
    })

    it('publishes one tree in both forms, with the tiles that its heads need', async () => {
      await get('/x.test/two/@v/v1.1.0.mod')
      const checkpoint = (await get('/checkpoint')).body
      const note = openNote(Buffer.from(checkpoint), [parseVerifier(node.verifierKey)])
      const head = parseCheckpoint(note.text, node.name)
      assert.ok(head.size >= 4)
      const tiles = [`/sumdb/${node.name}/tile/8/0/000.p/${head.size}`, `/tile/0/000.p/${head.size}`]
      for (let i = 0; i < 4; i++)
        for (const tile of tiles) {
          const answer = await get(tile)
          assert.deepEqual([answer.status, Number(answer.headers['content-length'])], [200, head.size * 32])
        }
      const lookup = await get(`/sumdb/${node.name}/lookup/x.test/two@v1.1.0`)
      assert.match(
        lookup.body,
        new RegExp(`^\\d+\\nx\\.test/two v1\\.1\\.0 h1:.*\\n.*\\n\\ngo\\.sum database tree\\n${head.size}\\n`),
      )
      assert.equal((await get(`/sumdb/${node.name}/latest`)).body.split('\n')[1], String(head.size))
      assert.equal((await get(`/tile/entries/000.p/${head.size}`)).status, 200)
      assert.equal((await get(`/tile/entries/000.p/${head.size}`, { 'X-Forwarded-For': '10.0.0.1' })).status, 403)
    })

    it('lists what is complete in the form of the public index', async () => {
      const lines = (await get('/index')).body.trimEnd().split('\n')
      assert.deepEqual(
        lines.map(line => Object.entries(JSON.parse(line)).slice(0, 2)),
        [
          [
            ['Path', one.path],
            ['Version', 'v1.0.0'],
          ],
        ],
      )
      const { Timestamp } = JSON.parse(lines[0] ?? '')
      assert.equal((await get(`/index?since=${Timestamp}`)).body.trimEnd(), lines[0])
      assert.equal((await get('/index?since=2999-01-01T00:00:00Z')).body, '')
    })

    it('counts what all its processes answered', async () => {
      await Promise.all(Array.from({ length: 8 }, () => get('/y.test/none/@v/list')))
      const { status, body, headers } = await ask('GET', '/metrics')
      assert.deepEqual([status, headers['content-type']], [200, 'text/plain; charset=utf-8'])
      const counted = (route: string, code: number) =>
        Number(
          new RegExp(`^goferry_http_requests_total\\{route="${route}",status="${code}"\\} (\\d+)$`, 'm').exec(
            body,
          )?.[1],
        )
      assert.ok(counted('part', 200) >= 24, body.slice(0, 400))
      assert.ok(counted('list', 404) >= 8)
      assert.match(body, /^goferry_http_request_seconds_bucket\{.*route="part"/m)
      assert.match(body, /^process_cpu_seconds_total /m)
    })

    it('is ready, and tells its owner through the control socket where it is', async () => {
      assert.equal((await ask('GET', '/readyz')).body, 'ready\n')
      const status = (await askNode(data, 'status', null))?.value
      assert.deepEqual((status as { url: string }).url, node.url)
    })
  })
