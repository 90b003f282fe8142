import { randomInt } from 'node:crypto'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FaultWorld } from '../support/fault-world.ts'

const kills = 25
const folder = temporaryFolders()

describe('a node killed at random under load', { concurrency: 2 }, () => {
  for (const workers of [0, 2]) {
    it(`loses nothing ${kills} times, with ${workers} workers`, async () => {
      const world = new FaultWorld(folder(), ['--workers', String(workers)])
      for (let kill = 0; kill < kills; kill++) {
        const node = world.launch()
        await world.checkSurvived(node)
        const { url } = await node.up()
        // The power goes while the clients wait for their answers, somewhere in the time that a few batches take.
        const cut = setTimeout(() => node.kill(), randomInt(400))
        await world.pullUntilDeath(node, url)
        clearTimeout(cut)
      }
      await world.goesOn()
    })
  }
})
