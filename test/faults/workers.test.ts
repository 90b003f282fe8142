import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hex, sha256 } from '../../src/core/hash.ts'
import { bigModule } from '../support/big-module.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { Download } from '../support/download.ts'
import { FaultWorld } from '../support/fault-world.ts'
import { childrenOf, socketsOf } from '../support/processes.ts'

/** How soon the workers of a dead writer are gone, in milliseconds: a second, and some more for a busy machine. */
const soon = 3000
const folder = temporaryFolders()

describe('the workers of a node', () => {
  for (const workers of [1, 2]) {
    it(`are replaced when one of ${workers} is killed, and no client gets half a file for a whole one`, async () => {
      const world = new FaultWorld(folder(), ['--workers', String(workers)])
      const { module, zipPath } = bigModule('big', 20)
      world.upstream.publish([module], { unlisted: true })
      const node = world.launch()
      const { url } = await node.up()
      const first = await Download.begin(url + zipPath)
      assert.equal(await first.sha256(), hex(sha256(module.zip)))
      const before = childrenOf(node.pid)
      assert.equal(before.length, workers)

      const downloads = await Promise.all(Array.from({ length: 16 }, () => Download.begin(url + zipPath)))
      // A busy machine may leave one worker without any of them.
      const [busiest = 0] = before.toSorted((a, b) => socketsOf(b) - socketsOf(a))
      process.kill(busiest, 'SIGKILL')
      const outcomes = await Promise.allSettled(downloads.map(download => download.sha256()))
      const whole = outcomes.filter(outcome => outcome.status === 'fulfilled')
      for (const { value } of whole) assert.equal(value, hex(sha256(module.zip)))
      assert.ok(whole.length < downloads.length, 'the killed worker served nobody')

      await until(() => childrenOf(node.pid).filter(pid => !before.includes(pid)).length === 1, url)
      await world.checkSurvived(node)
      await world.traffic.batch(url)
      await world.checkSurvived(node)
      await node.stop()
    })
  }

  it('end by themselves when the writer is killed: port and lock are free at once', async () => {
    const world = new FaultWorld(folder(), ['--workers', '2'])
    const node = world.launch()
    const { url } = await node.up()
    await world.traffic.batch(url)
    const killed = performance.now()
    node.signal('SIGKILL')
    await node.death
    assert.ok(performance.now() - killed < soon, 'the workers lived on')
    const next = world.launch({ GOFERRY_LISTEN: new URL(url).host })
    assert.equal((await next.up()).url, url)
    await world.checkSurvived(next)
    await next.stop()
  })
})

/** Waits until the node has replaced what was lost and answers; asks it for its health meanwhile. */
async function until(condition: () => boolean, url: string): Promise<void> {
  const isWell = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  let replaced = false
  while (!replaced) replaced = (await isWell()) && condition()
}
