import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bigModule } from '../support/big-module.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { Download } from '../support/download.ts'
import { FaultWorld } from '../support/fault-world.ts'
import { childrenOf, forgetPeak, peakMemory } from '../support/processes.ts'

/** What 64 downloads at once may take more than one, and 500 connections that are left open (64 KiB each, and their sockets). */
const allowed = { downloads: 64 * 2 ** 20, connections: 128 * 2 ** 20 }
const folder = temporaryFolders()

describe('the memory of a node', () => {
  it('does not grow with the downloads of 100 MB that run at once, and little with 500 slow readers', async t => {
    const world = new FaultWorld(folder(), ['--workers', '1'])
    const { module, zipPath } = bigModule('big', 100)
    world.upstream.publish([module], { unlisted: true })
    const node = world.launch()
    const { url } = await node.up()
    const [worker = 0] = childrenOf(node.pid)
    const peakOf = async (downloads: number, read: (download: Download) => Promise<void>) => {
      forgetPeak(worker)
      await Promise.all(Array.from({ length: downloads }, async () => read(await Download.begin(url + zipPath))))
      return peakMemory(worker)
    }
    const whole = async (download: Download) => assert.equal(await download.size(), module.zip.length)
    // The pull, and the first hash of the stored file.
    await peakOf(1, whole)

    const one = await peakOf(1, whole)
    const many = await peakOf(64, whole)
    const slow: Download[] = []
    const asleep = await peakOf(500, async download => void slow.push(download))
    for (const download of slow) download.breakOff()
    t.diagnostic(`peak of 1: ${mib(one)}, of 64: ${mib(many)}, of 500 slow readers: ${mib(asleep)}`)

    assert.ok(many - one < allowed.downloads, `64 downloads: ${mib(many)}, one: ${mib(one)}`)
    assert.ok(asleep - one < allowed.connections, `500 slow readers: ${mib(asleep)}, one: ${mib(one)}`)
    await node.stop()
  })
})

function mib(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`
}
