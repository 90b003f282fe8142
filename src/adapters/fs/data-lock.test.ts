import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { Child } from '../../../test/support/disk/child.ts'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { lockConformance } from '../../ports/lock.conformance.ts'
import { DataLock } from './data-lock.ts'

const folder = temporaryFolders()

lockConformance('disk', async () => {
  const root = folder()
  return () => new DataLock(root)
})

describe('the lock of a data folder', () => {
  it('keeps another process out, and is free the moment its holder is killed', async () => {
    const root = folder()
    for (let n = 0; n < 3; n++) {
      const holder = new Child('hold-lock.ts', root)
      assert.equal(await holder.line(), 'held')
      await assert.rejects(new DataLock(root).acquire(), { code: 'data-locked', subject: root })
      await holder.kill()
      await (await new DataLock(root).acquire()).release()
    }
  })

  it('held here keeps another process out', async () => {
    const root = folder()
    const held = await new DataLock(root).acquire()
    const other = new Child('hold-lock.ts', root)
    assert.equal(await other.line(), 'data-locked')
    await other.kill()
    await held.release()
  })

  it('leaves one empty file, in a folder that only the owner enters', async () => {
    const root = folder()
    const held = await new DataLock(root).acquire()
    assert.deepEqual(readdirSync(join(root, 'run')), ['lock.sqlite'])
    assert.equal(statSync(join(root, 'run')).mode & 0o777, 0o700)
    await held.release()
    assert.deepEqual(readdirSync(join(root, 'run')), ['lock.sqlite'])
  })

  it('says what is wrong where it cannot lock', async () => {
    const root = folder()
    mkdirSync(join(root, 'run'))
    writeFileSync(join(root, 'run', 'lock.sqlite'), 'something else '.repeat(1000))
    await assert.rejects(new DataLock(root).acquire(), { code: 'io-failed', subject: 'run/lock.sqlite' })
  })

  it('ends where a folder takes no new ones and says that it is not there, as /proc does', async () => {
    await assert.rejects(new DataLock('/proc/goferry/data').acquire(), { code: 'io-failed' })
  })

  it('makes the folders above the node, too', async () => {
    const held = await new DataLock(join(folder(), 'some', 'where', 'deep')).acquire()
    await held.release()
  })
})
