import assert from 'node:assert/strict'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { MortalNode } from '../support/mortal-node.ts'
import { NodeProcess } from '../support/node-process.ts'
import { requestText, sendRaw } from '../support/raw-http.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule, type TestModule } from '../support/test-module.ts'

// What other proxies were seen to do wrong, each fault and each odd request, with the right answer. Single parts are
// tried more deeply elsewhere; here a whole node is asked, as it stands. A full disk: test/faults/full-disk.test.ts.

const folder = temporaryFolders()
const ends = ['zip', 'mod', 'info'] as const

/** A version at `path`, with a zip large enough to be cut. */
function moduleAt(path: string): TestModule {
  return makeModule({ path, version: 'v1.0.0', files: { 'big.txt': path.repeat(5000) }, stored: true })
}

/** The same version with other content. */
function tampered({ path }: TestModule): TestModule {
  return makeModule({ path, version: 'v1.0.0', files: { 'big.txt': 'x', 'evil.go': 'package a\n' } })
}

const path = 'fault.test/m'
const module = moduleAt(path)
const base = `/${path}/@v/v1.0.0`

/** The bytes of a node's answer, or its status. */
async function asked(node: { url: string }, file: string): Promise<Buffer | number> {
  const response = await fetch(`${node.url}${file}`)
  const bytes = Buffer.from(await response.arrayBuffer())
  return response.status === 200 ? bytes : response.status
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

describe('a stored file that', () => {
  const damages: [what: string, damage: (bytes: Uint8Array, module: TestModule) => Uint8Array][] = [
    ['is cut in half', bytes => bytes.subarray(0, bytes.length >> 1)],
    ['is empty', () => new Uint8Array()],
    ['has one byte flipped', bytes => flipped(bytes, 5000 % bytes.length)],
    ['is that of other content', (_, module) => tampered(module).zip],
  ]
  const cases = damages.flatMap(([what, damage]) => ends.map(end => ({ what, damage, end })))
  const modules = cases.map((_, i) => moduleAt(`stored.test/m${i}`))
  let upstream: MisbehavingUpstream
  let data: string
  let node: NodeProcess
  before(async () => {
    upstream = await MisbehavingUpstream.start([module, ...modules])
    data = folder()
    node = await NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data))
  })
  after(async () => {
    await node.stop()
    await upstream.stop()
  })

  for (const [i, { what, damage, end }] of cases.entries())
    it(`${what} is never served (${end})`, async () => {
      const stored = modules[i] ?? assert.fail()
      const url = `/${stored.path}/@v/v1.0.0.${end}`
      assert.deepEqual(await asked(node, url), Buffer.from(stored[end]))
      writeFileSync(join(data, 'public', url), damage(stored[end], stored))
      for (let attempt = 0; attempt < 2; attempt++) assert.equal(await asked(node, url), 502)
    })

  it('is missing is fetched again, and it alone', async () => {
    for (const end of ends) assert.deepEqual(await asked(node, `${base}.${end}`), Buffer.from(module[end]))
    rmSync(join(data, 'public', path, '@v/v1.0.0.info'))
    upstream.asked.length = 0
    assert.deepEqual(await asked(node, `${base}.info`), Buffer.from(module.info))
    const others = upstream.asked.filter(file => file.startsWith(path) && file !== `${path}/@v/v1.0.0.info`)
    assert.deepEqual(others, [])
  })
})

describe('an upstream that gives', () => {
  const page = '<!DOCTYPE html><html><body>login</body></html>'
  const cases: [what: string, end: 'zip' | 'mod', wrong: (module: TestModule) => Uint8Array | string][] = [
    ['a zip with a byte flipped in the data of a file', 'zip', ({ zip }) => flipped(zip, 5000)],
    ['half a zip', 'zip', ({ zip }) => zip.subarray(0, zip.length >> 1)],
    ['a web page for a zip', 'zip', () => page],
    ["another module's zip", 'zip', () => module.zip],
    ['a well-formed zip with other content', 'zip', each => tampered(each).zip],
    ['a web page for a go.mod', 'mod', () => page],
    ['another go.mod', 'mod', each => `module ${each.path}\n\nrequire evil.test/m v1.0.0\n`],
  ]
  const modules = cases.map((_, i) => moduleAt(`given.test/m${i}`))
  let upstream: MisbehavingUpstream
  let data: string
  let node: NodeProcess
  before(async () => {
    upstream = await MisbehavingUpstream.start([module, ...modules])
    data = folder()
    node = await NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data))
  })
  after(async () => {
    await node.stop()
    await upstream.stop()
  })

  for (const [i, [what, end, wrong]] of cases.entries())
    it(`${what} is refused: nothing is stored or served of it`, async () => {
      const given = modules[i] ?? assert.fail()
      const file = `${given.path}/@v/v1.0.0.${end}`
      upstream.misbehaviours.set(file, { kind: 'bytes', bytes: wrong(given) })
      for (let attempt = 0; attempt < 2; attempt++) assert.equal(await asked(node, `/${file}`), 502)
      assert.equal(existsSync(join(data, 'public', file)), false)
      assert.deepEqual(readdirSync(join(data, 'run/tmp')), [])
    })

  it('such things keeps nobody from others, and from what is right later', async () => {
    assert.deepEqual(await asked(node, `${base}.zip`), Buffer.from(module.zip))
    upstream.misbehaviours.clear()
    await node.stop()
    node = await NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data))
    for (const [i, [, end]] of cases.entries()) {
      const given = modules[i] ?? assert.fail()
      assert.deepEqual(await asked(node, `/${given.path}/@v/v1.0.0.${end}`), Buffer.from(given[end]))
    }
  })
})

describe('a node killed', () => {
  for (const step of ['blob-staged', 'zip-published', 'mod-published'])
    it(`at ${step} serves nothing half, keeps no temporary file, and takes the version after its restart`, async () => {
      const upstream = await MisbehavingUpstream.start([module])
      const data = folder()
      const args = ['--data', data, '--upstream', upstream.url, ...settingsFile(data)]
      const dying = new MortalNode(args, { GOFERRY_CRASH_AT: `${step}:1` })
      const { url } = await dying.up()
      await assert.rejects(fetch(`${url}${base}.zip`).then(response => response.arrayBuffer()))
      await dying.death
      const node = await NodeProcess.start(data, ...args.slice(2))
      assert.deepEqual(await asked(node, `${base}.zip`), Buffer.from(module.zip))
      assert.deepEqual(await asked(node, `${base}.info`), Buffer.from(module.info))
      assert.deepEqual(readdirSync(join(data, 'run/tmp')), [])
      await node.stop()
      await upstream.stop()
    })
})

describe('an odd request', () => {
  let upstream: MisbehavingUpstream
  let node: NodeProcess
  let data: string
  before(async () => {
    upstream = await MisbehavingUpstream.start([module])
    data = folder()
    node = await NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data))
    assert.ok(Buffer.isBuffer(await asked(node, `${base}.zip`)))
  })
  after(async () => {
    await node.stop()
    await upstream.stop()
  })

  const odd: [target: string, status: number[]][] = [
    ...['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '/....//etc/passwd'].map(each),
    ...['/x/%2e%2e/@v/list', `/${path}/@v/..%2f..%2fx.info`, `/${path}/@v/%2e%2e.info`, '/@v/list'].map(each),
    ...['/github.com/BurntSushi/toml/@v/list', '/x.test/!!a/@v/list', '/x.test/a!/@v/list', '/x.test/!B/@v/list'].map(
      each,
    ),
    ...['/x.test/a%00b/@v/list', `/${path}/@v/v1.0.0%00.info`, '/x.test/a%0ab/@v/list', '/%zz/@v/list'].map(each),
    ...['/-flag/x/@v/list', '/-flag/x/@latest', `/${path}/@v/--help.info`, `/${path}/@v/$(id).info`].map(each),
    ...[`/${path}/@v/v1.0.0.exe`, `/${path}/@v/v1.0.0`, `//${path}/@v/v1.0.0.info`, `/${path}//@v/list`, '/'].map(each),
    [`/${path}/@v/${'v'.repeat(20_000)}.info`, [414, 431]],
    [`${base}.info`, [200]],
    [`/${path}/@v/v2.0.0%2Bincompatible.info`, [404]],
  ]
  function each(target: string): [string, number[]] {
    return [target, [400, 403, 404]]
  }

  for (const [target, statuses] of odd)
    it(`GET ${target.slice(0, 60)} is answered with ${statuses.join(' or ')}, in words that tell nothing of the machine`, async () => {
      const port = Number(new URL(node.url).port)
      const answer = await sendRaw(port, requestText('GET', target))
      assert.ok(statuses.includes(answer.status), `${answer.status} ${answer.body}`)
      for (const secret of [data, 'root:', 'node_modules', 'flag provided', 'at Object', '.ts:'])
        assert.ok(!answer.body.includes(secret), answer.body)
      assert.ok(answer.body.length < 5000)
    })

  it('reaches no upstream by a name that is none', () => {
    assert.deepEqual(
      upstream.asked.filter(file => /\.\.|-flag|passwd|\0/.test(file)),
      [],
    )
  })

  it('by another method is 405, with headers of 64 KB 431, and an end of the connection for 2 MB of them', async () => {
    const port = Number(new URL(node.url).port)
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      assert.equal((await sendRaw(port, requestText(method, `/${path}/@v/list`))).status, 405, method)
    assert.equal((await sendRaw(port, requestText('GET', `${base}.info`, { x: 'a'.repeat(65_536) }))).status, 431)
    const huge = await sendRaw(port, requestText('GET', `${base}.info`, { x: 'a'.repeat(2 << 20) }))
    assert.ok(huge.status === 431 || huge.status === 0)
    assert.equal((await sendRaw(port, requestText('GET', `${base}.info`))).status, 200)
  })

  it('for a range, a condition or the head alone is answered as HTTP says', async () => {
    const get = (headers: Record<string, string>, method = 'GET') =>
      fetch(`${node.url}${base}.zip`, { method, headers }).then(async response => ({
        status: response.status,
        bytes: Buffer.from(await response.arrayBuffer()),
        headers: response.headers,
      }))
    const some = await get({ range: 'bytes=0-99' })
    assert.deepEqual([some.status, some.bytes], [206, Buffer.from(module.zip.subarray(0, 100))])
    assert.equal((await get({ range: `bytes=${module.zip.length}-` })).status, 416)
    assert.equal((await get({ 'if-none-match': '*' })).status, 304)
    const head = await get({}, 'HEAD')
    assert.deepEqual(
      [head.status, head.bytes.length, head.headers.get('content-length')],
      [200, 0, String(module.zip.length)],
    )
  })
})
