import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DiskStore } from '../../src/adapters/fs/disk-store.ts'
import { isGoferryError } from '../../src/core/errors.ts'
import { LogReader } from '../../src/services/log/reader.ts'
import { FolderCheck } from '../support/check-folder.ts'
import { Child } from '../support/disk/child.ts'
import { diskIdentity, openDiskLog } from '../support/disk/open-disk-log.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FaultWorld } from '../support/fault-world.ts'
import { GOFERRY } from '../support/mortal-node.ts'
import { runCommand } from '../support/run-command.ts'

/** Records that each of the racing writers appends. */
const records = 40
const folder = temporaryFolders()

describe('two writers on one folder', () => {
  it('cannot both win a size where the lock fails them, and no reader sees a fork', async () => {
    const data = folder()
    await openDiskLog(data)
    const writers = ['one', 'two'].map(name => new Child('append-to-log.ts', data, name, String(records)))
    let racing = true
    const watching = watch(data, () => racing)
    const lines = (await Promise.all(writers.map(writer => writer.rest()))).flat()
    racing = false
    await watching

    const won = lines.filter(line => line.startsWith('won'))
    assert.equal(new Set(won).size, won.length, 'a size has two winners')
    assert.ok(lines.includes('lost head-conflict'), 'the writers never met')
    await openDiskLog(data)
    const check = new FolderCheck(data)
    await check.checkLog()
    assert.equal(check.size, 2 * records, 'each record is in the log once')
  })

  it('are kept apart by the lock: the second node ends at once, and says why', async () => {
    const world = new FaultWorld(folder(), ['--workers', '0'])
    const node = world.launch()
    const { url } = await node.up()
    for (const [lang, text] of [
      ['en_US.UTF-8', /the data folder .* is in use/],
      ['zh_CN.UTF-8', /数据目录 .* 正被使用/],
    ] as const) {
      const env = { ...process.env, LC_ALL: lang }
      const second = await runCommand([GOFERRY, 'up', '--data', world.data, '--upstream', 'off'], { env })
      assert.equal(second.code, 6, second.stderr)
      assert.match(second.stderr, text)
    }
    await world.traffic.batch(url)
    await world.checkSurvived(node)
    await node.stop()
  })
})

/**
 * Follows the log while `goes()`. A writer that was overtaken may still publish its own head over a newer one (the lock is
 * there to prevent that), so a reader may see an older head again, but never one of another tree.
 */
async function watch(data: string, goes: () => boolean): Promise<void> {
  const { name, verifiers } = await diskIdentity(data)
  const reader = new LogReader({ store: new DiskStore(data), name, verifiers })
  while (goes()) {
    try {
      await reader.refresh()
    } catch (error) {
      if (!isGoferryError(error, 'log-rollback')) throw error
    }
  }
}
