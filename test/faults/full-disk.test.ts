import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { wholeBallast } from '../../src/services/room/ballast.ts'
import { bigModule } from '../support/big-module.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FaultWorld } from '../support/fault-world.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const folder = temporaryFolders()

/** Puts a file system of 30 MB at `root`. Mounting it needs root, as CI is: without it these tests fail. */
function mountSmall(root: string): void {
  before(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=30m', 'goferry-test', root]))
  after(() => execFileSync('umount', ['--lazy', root]))
}

describe('a node whose disk is full', () => {
  const root = folder()
  mountSmall(root)

  it('says so, serves what it holds, and goes on when there is room', async () => {
    const outside = folder()
    const world = new FaultWorld(outside, ['--workers', '1'], join(root, 'node'))
    const { module, zipPath } = bigModule('big', 40)
    world.upstream.publish([module], { unlisted: true })
    const node = world.launch()
    const { url } = await node.up()
    await world.traffic.batch(url)

    await refused(url + zipPath)
    assert.deepEqual(readdirSync(join(world.data, 'run/tmp')), [])
    await world.checkSurvived(node)

    const filler = join(root, 'filler')
    assert.throws(() => writeFileSync(filler, new Uint8Array(40_000_000)), { code: 'ENOSPC' })
    await assert.rejects(world.traffic.batch(url), /: 507 /)
    await world.checkSurvived(node)
    rmSync(filler)
    await world.traffic.batch(url)
    await world.checkSurvived(node)

    execFileSync('mount', ['-o', 'remount,size=100m', root])
    const response = await fetch(url + zipPath)
    assert.equal(response.status, 200)
    assert.equal(Buffer.compare(Buffer.from(await response.arrayBuffer()), module.zip), 0)
    await world.checkSurvived(node)
    await node.stop()
    await world.goesOn()
  })
})

describe('goferry add on a disk that fills', () => {
  const root = folder()
  mountSmall(root)
  const data = join(root, 'node')
  const modules = Array.from({ length: 20 }, (_, i) => bigModule(`m${i}`, 2).module)
  const names = modules.map(({ path, version }) => `${path}@${version}`)

  for (const reserve of ['0', '4MB'])
    it(`with a reserve of ${reserve} ends with a clear error and a whole store, and goes on when there is space`, async () => {
      const upstream = new FolderUpstream(folder())
      upstream.publish(modules, { unlisted: true })
      const settings = settingsFile(folder(), {
        sumdb: FolderUpstream.sumdb,
        unlisted: ['unlisted.test=test'],
        reserve,
      })
      const scope = ['--data', data, ...settings]
      const add = () => goferry('add', ...scope, '--upstream', upstream.url, ...names)
      const filled = await add()
      assert.equal(filled.code, 7, filled.stderr)
      assert.match(filled.stderr, reserve === '0' ? /no space left/ : /the setting reserve keeps 4000000/)
      const { bavail, bsize } = statfsSync(root)
      assert.ok(bavail * bsize > (reserve === '0' ? -1 : 1_000_000), 'the reserve was used up')
      assert.deepEqual(readdirSync(join(data, 'run/tmp')), [])
      assert.equal((await add()).code, 7)

      execFileSync('mount', ['-o', 'remount,size=100m', root])
      const scrubbed = await goferry('verify', '--no-heal', ...scope)
      assert.equal(scrubbed.code, 0, scrubbed.stdout)
      const { code, stderr } = await add()
      assert.deepEqual([code, / 0 failed/.test(stderr)], [0, true], stderr)
      assert.equal((await goferry('verify', '--no-heal', ...scope)).code, 0)
      rmSync(data, { recursive: true })
      execFileSync('mount', ['-o', 'remount,size=30m', root])
    })
})

describe('a node whose disk others have filled to the last byte', () => {
  const root = folder()
  mountSmall(root)
  const upstream = new FolderUpstream(folder())
  const modules = Object.entries({ 'v1.0.0': 1_000_000, 'v1.1.0': 1_000_000, 'v1.2.0': 500_000 }).map(
    ([version, bytes]) =>
      makeModule({ path: 'full.test/m', version, files: { 'data.bin': new Uint8Array(bytes) }, stored: true }),
  )
  const filler = join(root, 'filler')

  /** A node that holds two of the three versions, on a full disk, and the arguments of commands on it. */
  async function stopped(name: string, more: Readonly<Record<string, unknown>> = {}) {
    rmSync(filler, { force: true })
    const data = join(root, name)
    const settings = settingsFile(folder(), { sumdb: FolderUpstream.sumdb, reserve: '0', ...more })
    const args = ['--data', data, ...settings]
    const held = ['full.test/m@v1.0.0', 'full.test/m@v1.1.0']
    assert.equal((await goferry('add', ...args, '--upstream', upstream.url, ...held)).code, 0)
    fillWhole(filler)
    return { data, args }
  }

  const start = ({ data, args }: { data: string; args: string[] }) =>
    NodeProcess.start(data, '--upstream', upstream.url, '--workers', '1', ...args.slice(2))
  const listed = (data: string) => readFileSync(join(data, 'public/full.test/m/@v/list'), 'utf8')
  const zip = (version: string) => `/full.test/m/@v/${version}.zip`

  before(() => upstream.publish(modules))

  it('gives zips up, and serves and takes again', async () => {
    const { data, args } = await stopped('gc', { keepFor: '0d' })
    const { code, stdout, stderr } = await goferry('gc', '--apply', ...args)
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^full\.test\/m@v1\.0\.0\tgiven-up\tage/)
    const node = await start({ data, args })
    assert.equal(listed(data), 'v1.1.0\n')
    assert.equal((await node.get(zip('v1.1.0'))).status, 200)
    assert.equal((await node.get(zip('v1.2.0'))).status, 200)
    fillWhole(filler)
    assert.equal((await goferry('gc', '--apply', '--data', data)).code, 0)
    assert.equal(listed(data), 'v1.2.0\n')
    await node.stop()
    const scrubbed = await goferry('verify', '--no-heal', ...args)
    assert.equal(scrubbed.code, 0, scrubbed.stdout)
  })

  it('starts, serves what it holds, says what is the matter, and stops, again and again, until there is room', async () => {
    const { data, args } = await stopped('starts')
    for (let round = 0; round < 3; round++) {
      const node = await start({ data, args })
      assert.equal((await node.get(zip('v1.0.0'))).status, 200)
      fillWhole(filler)
      const { status, text } = await node.get(zip('v1.2.0'))
      assert.deepEqual([status, /no space left.*the disk is full/.test(text)], [507, true], text)
      await node.stop()
      fillWhole(filler)
    }
    const add = ['add', ...args, '--upstream', upstream.url, 'full.test/m@v1.2.0']
    const refused = await goferry(...add)
    assert.equal(refused.code, 7)
    assert.match(refused.stderr, /no space left.*the disk is full/)
    assert.match((await goferry(...add, '--lang', 'zh')).stderr, /磁盘已满/)
    const node = await start({ data, args })
    rmSync(filler)
    assert.equal((await node.get(zip('v1.2.0'))).status, 200)
    await node.stop()
    assert.equal(statSync(join(data, 'log/ballast')).size, wholeBallast)
    const scrubbed = await goferry('verify', '--no-heal', ...args)
    assert.equal(scrubbed.code, 0, scrubbed.stdout)
    const place = join(folder(), 'backup')
    assert.equal((await goferry('backup', place, ...args)).code, 0)
    assert.doesNotMatch(execFileSync('find', [place], { encoding: 'utf8' }), /ballast/)
  })
})

/** Appends to `file` until the file system has no byte left. */
function fillWhole(file: string): void {
  const handle = openSync(file, 'a')
  for (let bytes = 1 << 20; bytes > 0; )
    try {
      writeSync(handle, new Uint8Array(bytes))
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
      bytes >>= 1
    }
  closeSync(handle)
}

async function refused(url: string): Promise<void> {
  const response = await fetch(url)
  assert.equal(response.status, 507)
  assert.match(await response.text(), /no space left/)
}
