import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { type Doctored, doctor } from '../support/doctor.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient, type GoSettings } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { selfSigned } from '../support/self-signed.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const modules = Array.from({ length: 6 }, (_, i) => makeModule({ path: `doctor.test/m${i}`, version: 'v1.0.0' }))
const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())
upstream.publish(modules)

function start(data: string, ...args: readonly string[]): Promise<NodeProcess> {
  const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
  return NodeProcess.start(data, '--workers', '0', '--upstream', upstream.url, ...settings, ...args)
}

function get(client: GoClient, i: number): [string, string, string] {
  return [goProject(client), 'get', `doctor.test/m${i}@v1.0.0`]
}

/** Any server, on loopback; the caller closes it. */
async function serve(answer: RequestListener): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** What the doctor says at the desk of `client`, in a folder of its own unless one is given. */
function atDesk(client: GoClient, args: readonly string[] = [], cwd = client.folder): Promise<Doctored> {
  return doctor(args, (...command) => client.run(cwd, ...command))
}

describe('goferry doctor, settings of a go client', () => {
  let node: NodeProcess
  before(async () => {
    node = await start(folder())
  })
  after(() => node.stop())

  const good = () => ({ GOPROXY: node.url, GOSUMDB: node.key, GOFLAGS: '' })
  const cases: readonly [string, () => GoSettings, Readonly<Record<string, string>>][] = [
    ['nothing', () => ({}), {}],
    ['direct', () => ({ GOPROXY: `${node.url},direct` }), { 'proxy-direct': 'error' }],
    [
      'a bar',
      () => ({ GOPROXY: `${node.url}|${node.url}/second,off` }),
      { 'proxy-fallback': 'error', 'proxy-many': 'warning' },
    ],
    ['a bar before off, which ends all', () => ({ GOPROXY: `${node.url}|off` }), {}],
    ['off', () => ({ GOPROXY: 'off' }), { 'proxy-off': 'error' }],
    ['no URL', () => ({ GOPROXY: 'proxy.corp.example' }), { 'proxy-malformed': 'error' }],
    [
      'credentials over http',
      () => ({ GOPROXY: node.url.replace('//', '//jo:canary@') }),
      { 'proxy-credentials': 'error' },
    ],
    ['GOPRIVATE', () => ({ GOPRIVATE: 'corp.example' }), { 'private-bypass': 'error', 'nosumdb-some': 'warning' }],
    ['GONOPROXY', () => ({ GONOPROXY: 'corp.example' }), { noproxy: 'error' }],
    [
      'GOPRIVATE with GONOPROXY=none',
      () => ({ GOPRIVATE: 'corp.example', GONOPROXY: 'none' }),
      { 'nosumdb-some': 'warning' },
    ],
    ['GO111MODULE=off', () => ({ GO111MODULE: 'off' }), { 'modules-off': 'error' }],
    ['GOSUMDB=off', () => ({ GOSUMDB: 'off' }), { 'sumdb-off': 'error' }],
    [
      'a key with a hash that is not its own',
      () => ({ GOSUMDB: node.key.replace(/\+[^+]+/, '+00000000') }),
      { 'sumdb-malformed': 'error' },
    ],
    [
      'a database at an address',
      () => ({ GOSUMDB: `${node.key} ${node.url}/sumdb/x` }),
      { 'sumdb-elsewhere': 'warning' },
    ],
    ['GONOSUMDB=*', () => ({ GONOSUMDB: '*' }), { 'nosumdb-all': 'error' }],
    ['GONOSUMDB of a prefix', () => ({ GONOSUMDB: '*.corp.example,git.example/x' }), { 'nosumdb-some': 'warning' }],
    ['GONOSUMCHECK', () => ({ GONOSUMCHECK: '1' }), { nosumcheck: 'warning' }],
    ['GOINSECURE', () => ({ GOINSECURE: '*' }), { insecure: 'warning' }],
    [
      'GOFLAGS',
      () => ({ GOFLAGS: '-insecure -mod=vendor -modcacherw -overlay=o.json -trimpath' }),
      {
        'flags-insecure': 'error',
        'flags-vendor': 'warning',
        'flags-writable': 'warning',
        'flags-replaced': 'warning',
      },
    ],
    ['-mod=mod', () => ({ GOFLAGS: '-mod=mod' }), { 'flags-mod': 'warning' }],
    ['an older go', () => ({ GOTOOLCHAIN: 'go1.26.2' }), { 'go-old': 'error', 'toolchain-absent': 'warning' }],
    ['a port where nobody is', () => ({ GOPROXY: 'http://127.0.0.1:1' }), { 'node-unreachable': 'error' }],
    ['a base path that there is not', () => ({ GOPROXY: `${node.url}/goproxy` }), { 'node-other': 'warning' }],
    [
      'the public database, which this node does not reach',
      () => ({ GOSUMDB: 'sum.golang.org' }),
      { 'sumdb-silent': 'warning' },
    ],
  ]
  for (const [name, settings, expected] of cases)
    it(`${name}: ${Object.keys(expected).join(', ') || 'all well'}`, async () => {
      const client = new GoClient(folder(), { ...good(), ...settings() })
      const { code, troubles, output } = await atDesk(client)
      assert.deepEqual(troubles, expected, output)
      assert.equal(code, Object.values(expected).includes('error') ? 9 : 0)
      assert.doesNotMatch(output, /canary/)
    })

  it('go.mod of a newer go: toolchain-local, toolchain-absent; one that cannot be read: project-malformed', async () => {
    const client = new GoClient(folder(), good())
    const project = join(client.folder, 'newer')
    mkdirSync(project)
    const write = (text: string) => writeFileSync(join(project, 'go.mod'), text)
    write('module x.test/x\n\ngo 1.99\n')
    assert.deepEqual((await atDesk(client, [], project)).troubles, { 'toolchain-local': 'error' })
    assert.match(await client.fails(project, 'list', './...'), /go.mod requires go >= 1.99/)
    const auto = client.with({ GOTOOLCHAIN: 'auto' })
    const { troubles, findings } = await atDesk(auto, [], project)
    assert.deepEqual(troubles, { 'toolchain-absent': 'warning' })
    const asked = findings['toolchain-absent']?.advice ?? ''
    assert.match(asked, /golang\.org\/toolchain@v0\.0\.1-go1\.99\.0\.linux-/)
    const [, version = ''] = /@(\S+)/.exec(asked) ?? []
    assert.match(await auto.fails(project, 'list', './...'), new RegExp(version.replace(/^v0\.0\.1-|\..*$/g, '')))
    write('module x.test/x\n\ngoo 1.20\n')
    assert.deepEqual((await atDesk(client, [], project)).troubles, { 'project-malformed': 'error' })
  })

  it('settings written by go env -w are mended on request; what the environment sets is left alone', async () => {
    const home = folder()
    const { GOSUMDB } = good()
    const GOENV = join(home, 'goenv')
    const client = new GoClient(home, { GOENV, GOFLAGS: '' })
    const wanted = [`GOPROXY=${node.url}|direct`, 'GONOSUMDB=*', `GOSUMDB=${GOSUMDB}`]
    await client.succeeds(home, 'env', '-w', ...wanted)
    const bad = { 'proxy-direct': 'error', 'proxy-fallback': 'error', 'nosumdb-all': 'error' }
    assert.deepEqual((await atDesk(client)).troubles, bad)
    assert.deepEqual((await atDesk(client, ['--fix'])).troubles, bad)
    assert.match(readFileSync(GOENV, 'utf8'), /\|direct/)
    const stubborn = client.with({ GONOSUMDB: '*' })
    const { troubles, output } = await atDesk(stubborn, ['--fix', '--go-env'])
    assert.deepEqual(troubles, { 'nosumdb-all': 'error' })
    assert.match(output, /GONOSUMDB is set by the environment/)
    assert.equal(readFileSync(GOENV, 'utf8'), `GONOSUMDB=*\nGOPROXY=${node.url}\nGOSUMDB=${GOSUMDB}\n`)
    const mended = await atDesk(client, ['--fix', '--go-env'])
    assert.deepEqual([mended.troubles, mended.code], [{}, 0], mended.output)
    assert.match(mended.output, /GONOSUMDB was \*, is /)
    assert.equal(readFileSync(GOENV, 'utf8'), `GOPROXY=${node.url}\nGOSUMDB=${GOSUMDB}\n`)
  })

  it('a proxy that is no node, slow and without the public database: node-other, node-slow, sumdb-unrelayed', async () => {
    const stranger = await serve((_, answer) => setTimeout(() => answer.writeHead(404).end(), 2100))
    const client = new GoClient(folder(), { ...good(), GOPROXY: stranger.url, GOSUMDB: 'sum.golang.org' })
    const { troubles } = await atDesk(client)
    stranger.server.close()
    assert.deepEqual(troubles, { 'node-other': 'warning', 'node-slow': 'warning', 'sumdb-unrelayed': 'error' })
  })

  it('no go on PATH: go-missing where the client was asked for', async () => {
    const programs = folder()
    for (const program of ['sh', 'cmp', 'uname', 'expr', 'ls', 'dirname']) {
      const found = execFileSync('which', [program], { encoding: 'utf8' }).trim()
      symlinkSync(found, join(programs, program))
    }
    const client = new GoClient(folder(), { ...good(), PATH: programs })
    const { troubles, code } = await atDesk(client)
    assert.deepEqual([troubles, code], [{ 'go-missing': 'error' }, 9])
  })

  it('a folder in the place of the kept head: check-failed, and the other checks are made', async () => {
    const client = new GoClient(folder(), good())
    mkdirSync(join(client.folder, 'gopath/pkg/sumdb', node.name, 'latest'), { recursive: true })
    const { troubles, findings } = await atDesk(client)
    assert.deepEqual(troubles, { 'check-failed': 'error' })
    assert.match(findings['check-failed']?.message ?? '', /EISDIR/)
    assert.equal(findings['toolchain']?.level, 'ok')
  })

  it('a clock that is an hour off: clocks-differ', async () => {
    const late = await serve((asked, answer) => {
      request(`${node.url}${asked.url}`, response => {
        const date = new Date(Date.now() - 3_600_000).toUTCString()
        answer.writeHead(response.statusCode ?? 0, { ...response.headers, date })
        response.pipe(answer)
      }).end()
    })
    const client = new GoClient(folder(), { ...good(), GOPROXY: late.url })
    const { troubles, findings } = await atDesk(client)
    late.server.close()
    assert.deepEqual(troubles, { 'clocks-differ': 'warning' })
    assert.match(findings['clocks-differ']?.message ?? '', /\b3(599|600|601) seconds/)
  })

  it('a web proxy in the environment, through which go asks the node: web-proxy, unless NO_PROXY names the node', async () => {
    const asked: string[] = []
    const forward = await serve((incoming, answer) => {
      asked.push(incoming.url ?? '')
      const { pathname } = new URL(incoming.url ?? '')
      request(`${node.url}${pathname}`, response => {
        answer.writeHead(response.statusCode ?? 0, response.headers)
        response.pipe(answer)
      }).end()
    })
    const GOPROXY = 'http://node.corp.invalid:8642'
    const client = new GoClient(folder(), { ...good(), GOPROXY, HTTP_PROXY: forward.url })
    await client.succeeds(...get(client, 5))
    assert.ok(asked.some(url => url.startsWith(`${GOPROXY}/doctor.test/m5/@v/`)))
    const { troubles, findings } = await atDesk(client)
    assert.deepEqual(troubles, { 'node-unreachable': 'error', 'web-proxy': 'warning' })
    assert.equal(findings['web-proxy']?.advice, 'add node.corp.invalid to NO_PROXY')
    const direct = client.with({ NO_PROXY: '.corp.invalid' })
    assert.deepEqual((await atDesk(direct)).troubles, { 'node-unreachable': 'error' })
    forward.server.close()
  })

  it('a certificate of no known authority: refused as go refuses it; one that ends soon is spoken of', async () => {
    const data = folder()
    const { cert, key } = await selfSigned(data)
    const tls = settingsFile(data, { sumdb: FolderUpstream.sumdb, tls: { cert, key } })
    const secure = await NodeProcess.start(data, '--workers', '0', '--upstream', upstream.url, ...tls)
    const client = new GoClient(folder(), { GOPROXY: secure.url, GOSUMDB: secure.key, GOFLAGS: '' })
    const refused = await atDesk(client)
    assert.deepEqual(refused.troubles, { 'certificate-bad': 'error' })
    assert.match(refused.output, /is not trusted: goferry\.test signed it itself/)
    assert.match(await client.fails(...get(client, 0)), /certificate signed by unknown authority/)
    const trusting = client.with({ SSL_CERT_FILE: cert })
    const { troubles, findings } = await atDesk(trusting)
    assert.deepEqual(troubles, { 'certificate-ends': 'warning' })
    assert.match(findings['certificate-ends']?.message ?? '', /in 1 day:/)
    await trusting.succeeds(...get(trusting, 0))
    await secure.stop()
  })
})

describe('goferry doctor, keys and heads', () => {
  it('a node of another log: log-other; one of the same name with another key: key-other; go refuses both', async () => {
    const [one, other, twin] = await Promise.all([
      start(folder(), '--name', 'one.test'),
      start(folder(), '--name', 'other.test'),
      start(folder(), '--name', 'one.test'),
    ])
    const desk = (GOPROXY: string) => new GoClient(folder(), { GOPROXY, GOSUMDB: one.key, GOFLAGS: '' })
    const lost = desk(other.url)
    assert.deepEqual((await atDesk(lost)).troubles, { 'log-other': 'error' })
    await lost.fails(...get(lost, 0))
    const deceived = desk(twin.url)
    const { troubles, output } = await atDesk(deceived)
    assert.deepEqual(troubles, { 'key-other': 'error' })
    assert.ok(output.includes(twin.key.split('+').slice(0, 2).join('+')))
    assert.match(await deceived.fails(...get(deceived, 0)), /no verifiable signatures|malformed/)
    const right = desk(one.url)
    assert.deepEqual((await atDesk(right)).troubles, {})
    await Promise.all([one, other, twin].map(node => node.stop()))
  })

  it('a head that another key signed: head-foreign; --fix puts it aside, and go works', async () => {
    const [one, twin] = await Promise.all([
      start(folder(), '--name', 'one.test'),
      start(folder(), '--name', 'one.test'),
    ])
    const before = new GoClient(folder(), { GOPROXY: one.url, GOSUMDB: one.key, GOFLAGS: '-modcacherw' })
    await before.succeeds(...get(before, 0))
    const client = before.with({ GOPROXY: twin.url, GOSUMDB: twin.key, GOFLAGS: '' })
    const refusal = await client.fails(...get(client, 1))
    assert.match(refusal, /initializing sumdb.Client: reading tree note/)
    assert.deepEqual((await atDesk(client)).troubles, { 'head-foreign': 'error' })
    const { troubles, output, code } = await atDesk(client, ['--fix'])
    assert.deepEqual([troubles, code], [{}, 0], output)
    const aside = globSync(join(client.folder, 'gopath/pkg/sumdb/one.test/latest.aside-*'))
    assert.equal(aside.length, 1)
    assert.ok(output.includes(aside[0] ?? '-'))
    await client.succeeds(...get(client, 1))
    await Promise.all([one, twin].map(node => node.stop()))
  })

  it('a node that went back: head-behind; that grew another way: head-fork, which --fix alone leaves', async () => {
    const data = folder()
    const first = await start(data)
    const settings = { GOPROXY: first.url, GOSUMDB: first.key, GOFLAGS: '' }
    const desk = new GoClient(folder(), settings)
    await desk.succeeds(...get(desk, 0))
    await first.stop()
    const backup = folder()
    execFileSync('cp', ['-a', `${data}/.`, backup])
    const grown = await start(data)
    const client = desk.with({ GOPROXY: grown.url })
    await client.succeeds(...get(client, 1))
    assert.deepEqual((await atDesk(client)).troubles, {})
    await grown.stop()

    const restored = await start(backup)
    const victim = client.with({ GOPROXY: restored.url })
    assert.deepEqual((await atDesk(victim)).troubles, { 'head-behind': 'warning' })
    assert.match(await victim.fails(...get(victim, 2)), /SECURITY ERROR/)
    const { troubles, output } = await atDesk(victim, ['--fix'])
    assert.deepEqual(troubles, { 'head-fork': 'error' })
    const head = join(victim.folder, 'gopath/pkg/sumdb', restored.name, 'latest')
    const evidence = readFileSync(head)
    assert.match(output, /contradict each other/)
    const mended = await atDesk(victim, ['--fix', '--accept-fork'])
    assert.deepEqual([mended.troubles, mended.code], [{}, 0], mended.output)
    assert.equal(existsSync(head), false)
    const [aside = ''] = globSync(`${head}.aside-*`)
    assert.deepEqual(readFileSync(aside), evidence)
    await victim.succeeds(...get(victim, 2))
    await restored.stop()
  })

  it('a node that lost tiles: head-unproved, as go finds; well again after goferry verify', async () => {
    const data = folder()
    const node = await start(data)
    const client = new GoClient(folder(), { GOPROXY: node.url, GOSUMDB: node.key })
    await client.succeeds(...get(client, 0))
    await client.succeeds(client.folder, 'clean', '-modcache')
    rmSync(join(data, 'public/sumdb', node.name, 'tile'), { recursive: true })
    assert.match(await client.fails(...get(client, 0)), /initializing sumdb.Client: checking tree/)
    assert.deepEqual((await atDesk(client)).troubles, { 'flags-writable': 'warning', 'head-unproved': 'error' })
    const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
    assert.equal((await goferry('verify', '--data', data, ...settings, '--upstream', 'off')).code, 0)
    assert.deepEqual((await atDesk(client)).troubles, { 'flags-writable': 'warning' })
    await client.succeeds(...get(client, 0))
    await node.stop()
  })

  it('for people: a line and what to do, in both languages', async () => {
    const client = new GoClient(folder(), { GOPROXY: 'off', GOSUMDB: 'off' })
    const program = join(import.meta.dirname, '../../goferry')
    const said = async (...args: readonly string[]) => client.run(client.folder, program, 'doctor', 'client', ...args)
    const english = await said()
    assert.match(
      english.stdout,
      /^error {4}proxy-off +GOPROXY=off \(environment\): GOPROXY=off: go downloads nothing\n {29}→ set/m,
    )
    assert.match(english.stderr, /^\d ok, 1 warning, 2 errors\ngoferry: doctor found errors: 2 are left, each with/)
    const chinese = await said('--lang', 'zh')
    assert.match(chinese.stdout, /GOSUMDB=off：go\.sum 中尚无的内容不经核对即被接受/)
    assert.match(chinese.stderr, /^正常 \d，警告 1，错误 2\ngoferry: doctor 发现错误：还有 2 个/)
  })

  it('the same without the tiles that go had: head-newer; after --fix go works', async () => {
    const data = folder()
    const first = await start(data)
    const desk = new GoClient(folder(), { GOPROXY: first.url, GOSUMDB: first.key })
    await desk.succeeds(...get(desk, 0))
    await first.stop()
    const backup = folder()
    execFileSync('cp', ['-a', `${data}/.`, backup])
    const grown = await start(data)
    const client = desk.with({ GOPROXY: grown.url })
    await client.succeeds(...get(client, 1))
    await client.succeeds(...get(client, 2))
    await client.succeeds(client.folder, 'clean', '-modcache')
    await grown.stop()

    const restored = await start(backup)
    const victim = client.with({ GOPROXY: restored.url })
    assert.match(await victim.fails(...get(victim, 3)), /initializing sumdb.Client: checking tree/)
    assert.deepEqual((await atDesk(victim)).troubles, { 'flags-writable': 'warning', 'head-newer': 'error' })
    assert.deepEqual((await atDesk(victim, ['--fix'])).troubles, { 'flags-writable': 'warning' })
    await victim.succeeds(...get(victim, 3))
    await restored.stop()
  })
})
