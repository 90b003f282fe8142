import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { hex, sha256 } from '../../src/core/hash.ts'
import { bigModule } from '../support/big-module.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { Download } from '../support/download.ts'
import { FaultWorld } from '../support/fault-world.ts'

const folder = temporaryFolders()

describe('a node that is stopped', () => {
  for (const workers of ['0', '2']) {
    it(`finishes the download that runs, takes no new connection, and ends well, with ${workers} workers`, async () => {
      const world = new FaultWorld(folder(), ['--workers', workers])
      const { module, zipPath } = bigModule('big', 40)
      world.upstream.publish([module], { unlisted: true })
      const node = world.launch()
      const { url } = await node.up()
      const download = await Download.begin(url + zipPath)
      node.signal('SIGTERM')
      while (await accepts(url)) assert.ok(!node.hasDied, 'the node did not wait for the download')
      assert.equal(await download.sha256(), hex(sha256(module.zip)))
      assert.deepEqual(await node.death, { code: 0, signal: null }, node.output)
      await world.goesOn()
    })
  }
})

describe('a node that stops and gets a second signal', () => {
  for (const [first, second] of [
    ['SIGINT', 'SIGTERM'],
    ['SIGTERM', 'SIGTERM'],
  ] as const)
    it(`ends at once by ${second} after ${first}, whatever download runs`, async () => {
      const world = new FaultWorld(folder(), ['--workers', '2'])
      const { module, zipPath } = bigModule('big', 40)
      world.upstream.publish([module], { unlisted: true })
      const node = world.launch()
      const { url } = await node.up()
      const download = await Download.begin(url + zipPath)
      node.signal(first)
      while (await accepts(url)) assert.ok(!node.hasDied, 'the node did not wait for the download')
      node.signal(second)
      assert.deepEqual(await node.death, { code: null, signal: second }, node.output)
      await assert.rejects(download.sha256())
      await world.goesOn()
    })
})

/** Whether anybody listens at `url`. */
async function accepts(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const refused = once(socket, 'error').then(() => false)
  const accepted = once(socket, 'connect').then(() => true)
  const outcome = await Promise.race([refused, accepted])
  socket.destroy()
  return outcome
}
