import assert from 'node:assert/strict'
import { existsSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { GC_STEPS } from '../../src/ports/steps.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { killedAt } from '../support/mortal-node.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule, type TestModule } from '../support/test-module.ts'

const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())
const modules = ['v1.0.0', 'v1.1.0', 'v1.2.0'].flatMap(version =>
  ['room.test/a', 'room.test/b', 'room.test/c'].map(path =>
    makeModule({ path, version, files: { 'data.txt': 'x'.repeat(100_000) }, stored: true }),
  ),
)
const own = makeModule({ path: 'own.test/tool', version: 'v1.0.0' })

function settings(data: string, more: Readonly<Record<string, unknown>> = {}): string[] {
  return settingsFile(data, { sumdb: FolderUpstream.sumdb, unlisted: ['own.test=ours'], ...more })
}

/** A node that holds all modules. */
async function filled(): Promise<string> {
  const data = folder()
  const names = [...modules, own].map(({ path, version }) => `${path}@${version}`)
  const { code, stderr } = await goferry('add', '--data', data, ...settings(data), '--upstream', upstream.url, ...names)
  assert.equal(code, 0, stderr)
  return data
}

async function gc(data: string, ...args: readonly string[]): Promise<{ lines: string[]; note: string; code: number }> {
  const { code, stdout, stderr } = await goferry('gc', '--data', data, ...args)
  return { code, lines: stdout.split('\n').filter(Boolean), note: stderr }
}

function holds(data: string, { path, version }: TestModule): boolean {
  return existsSync(join(data, `public/${path}/@v/${version}.zip`))
}

/** The versions of `modules` whose zip is held, as `a0 a1 …`. */
function held(data: string): string {
  const zips = modules.filter(module => holds(data, module))
  return zips
    .map(({ path, version }) => `${path.at(-1)}${version[3]}`)
    .sort()
    .join(' ')
}

before(() => {
  upstream.publish(modules)
  upstream.publish([own], { unlisted: true })
})

describe('the room of a node', () => {
  it('is kept by a reserve: nothing is taken when less is free, with the figures', async () => {
    const data = folder()
    const { bavail, bsize } = statfsSync(data)
    const reserve = settings(data, { reserve: `${bavail * bsize * 2}` })
    const add = ['add', '--data', data, '--upstream', upstream.url, 'room.test/a@v1.0.0']
    const { code, stderr } = await goferry(...add, ...reserve)
    assert.equal(code, 7, stderr)
    assert.match(stderr, /no space left.*\d+ bytes are free, and the setting reserve keeps \d+/)
    assert.match((await goferry(...add, ...reserve, '--lang', 'zh')).stderr, /磁盘剩余 \d+ 字节/)

    const node = await NodeProcess.start(data, '--upstream', upstream.url, ...reserve)
    const { status, text } = await node.get('/room.test/a/@v/v1.0.0.zip')
    assert.deepEqual([status, text.includes('setting reserve')], [507, true], text)
    assert.equal(held(data), '')
    await node.stop()
    assert.equal((await goferry(...add, ...settings(data))).code, 0)
    assert.equal(held(data), 'a0')
  })

  it('is kept by a quota, counted over starts, until gc makes room', async () => {
    const data = folder()
    const limits = { quota: '350kB', keepNewest: 0 }
    const node = await NodeProcess.start(data, '--upstream', upstream.url, ...settings(data, limits))
    assert.equal((await node.get('/room.test/a/@v/v1.0.0.zip')).status, 200)
    assert.equal((await node.get('/room.test/b/@v/v1.0.0.zip')).status, 200)
    assert.match((await node.get('/metrics')).text, /^goferry_held_bytes 20\d{4}$/m)
    assert.match((await node.get('/metrics')).text, /^goferry_free_bytes \d{6,}$/m)
    await node.stop()
    const again = await NodeProcess.start(data, '--upstream', upstream.url, ...settings(data, limits))
    assert.equal((await again.get('/room.test/c/@v/v1.0.0.zip')).status, 200)
    assert.match((await again.get('/metrics')).text, /^goferry_held_bytes 30\d{4}$/m)
    const { status, text } = await again.get('/room.test/a/@v/v1.1.0.zip')
    assert.deepEqual([status, text.includes('setting quota')], [507, true], text)
    assert.equal((await again.get('/room.test/a/@v/v1.0.0.zip')).status, 200)
    assert.deepEqual((await gc(data)).lines, [])
    assert.equal((await gc(data, '--apply', '--quota', '150kB')).code, 0)
    assert.equal(held(data).length, 2)
    assert.equal((await again.get('/room.test/b/@v/v1.1.0.zip')).status, 200)
    await again.stop()
  })
})

describe('goferry gc', () => {
  it('gives nothing up where nothing says so', async () => {
    const data = await filled()
    const { code, lines, note } = await gc(data, ...settings(data), '--apply')
    assert.deepEqual([code, lines], [0, []])
    assert.match(note, /^0 zips, 0 B, of 10, 904 kB, were given up$/m)
  })

  it('shows first, then gives up beside a running node, which takes again what is asked for', async () => {
    const data = await filled()
    const keep = settings(data, { keepFor: '0d', pinned: ['room.test/b', 'room.test/c@v1.0.0'] })
    const node = await NodeProcess.start(data, '--upstream', upstream.url, ...keep)
    const zip = '/room.test/a/@v/v1.0.0.zip'
    const first = await node.get(zip)
    const preview = await gc(data)
    assert.deepEqual(preview.lines.sort(), [
      'room.test/a@v1.0.0\twould-be-given-up\tage\t100 kB',
      'room.test/a@v1.1.0\twould-be-given-up\tage\t100 kB',
      'room.test/c@v1.1.0\twould-be-given-up\tage\t100 kB',
    ])
    assert.match(preview.note, /^3 zips, 301 kB, of 10, 904 kB, would be given up/m)
    assert.equal(held(data), 'a0 a1 a2 b0 b1 b2 c0 c1 c2')

    const done = await gc(data, '--apply', '--json')
    assert.equal(JSON.parse(done.lines.at(-1) ?? '').zips, 3)
    assert.equal(held(data), 'a2 b0 b1 b2 c0 c2')
    assert.ok(holds(data, own))
    assert.match((await goferry('ls', '--data', data)).stdout, /^room\.test\/a\t1\/3$/m)
    assert.match((await goferry('search', 'room', '--data', data)).stdout, /^room\.test\/a\tv1\.2\.0\tmodule\t1\/3\t/m)
    const again = await node.get(zip)
    assert.deepEqual([again.status, again.headers.get('etag')], [200, first.headers.get('etag')])
    assert.equal((await node.get('/room.test/a/@v/v1.1.0.mod')).status, 200)
    const scrubbed = await goferry('verify', '--data', data, '--no-heal', '--upstream', 'off')
    assert.equal(scrubbed.code, 0, scrubbed.stdout)
    await node.stop()

    const off = await NodeProcess.start(data, '--upstream', 'off', ...keep)
    assert.equal((await off.get('/room.test/a/@v/list')).text, 'v1.0.0\nv1.2.0\n')
    assert.notEqual((await off.get('/room.test/a/@v/v1.1.0.zip')).status, 200)
    await off.stop()
  })

  for (const step of GC_STEPS)
    it(`killed at ${step} and run again comes to the same`, async () => {
      const data = await filled()
      const command = ['gc', '--apply', '--data', data, ...settings(data, { keepFor: '0d' })]
      const point = step === 'zip-given-up' ? `${step}:3` : step
      assert.equal((await killedAt(point, command)).signal, 'SIGKILL')
      assert.notEqual(held(data), 'a2 b2 c2')
      assert.equal((await gc(data, '--apply', ...settings(data, { keepFor: '0d' }))).code, 0)
      assert.equal(held(data), 'a2 b2 c2')
      const scrubbed = await goferry('verify', '--data', data, '--no-heal', '--json', ...settings(data))
      assert.equal(scrubbed.code, 0, scrubbed.stdout)
    })

  it('says what is wrong with a flag', async () => {
    const data = await filled()
    for (const [flag, value, wanted] of [
      ['--keep-for', 'long', 'a number of days'],
      ['--keep-newest', '-1', 'a whole number from 0 to 1000'],
      ['--quota', '1 horse', 'a number of bytes'],
    ] as const) {
      const { code, note } = await gc(data, ...settings(data), flag, value)
      assert.equal(code, 2, note)
      assert.ok(note.startsWith(`goferry: wrong use: ${flag} ${value}: it is to be ${wanted}`), note)
    }
    writeFileSync(join(data, 'bad.yaml'), 'quota: lots\n')
    assert.match((await gc(data, '--config', join(data, 'bad.yaml'))).note, /quota: "lots": the most bytes of zips/)
  })
})
