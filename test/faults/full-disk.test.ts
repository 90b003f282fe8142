import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bigModule } from '../support/big-module.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FaultWorld } from '../support/fault-world.ts'

const root = temporaryFolders()()

/** On a file system of 30 MB. Mounting it needs root, as CI is: without it this test fails. */
describe('a node whose disk is full', () => {
  before(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=30m', 'goferry-test', root]))
  after(() => execFileSync('umount', ['--lazy', root]))

  it('says so, serves what it holds, and goes on when there is room', async () => {
    const outside = temporaryFolders()()
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

async function refused(url: string): Promise<void> {
  const response = await fetch(url)
  assert.equal(response.status, 507)
  assert.match(await response.text(), /no space left/)
}
