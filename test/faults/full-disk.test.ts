import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bigModule } from '../support/big-module.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FaultWorld } from '../support/fault-world.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { goferry } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'

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

async function refused(url: string): Promise<void> {
  const response = await fetch(url)
  assert.equal(response.status, 507)
  assert.match(await response.text(), /no space left/)
}
