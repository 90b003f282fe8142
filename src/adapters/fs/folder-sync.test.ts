import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { FolderSync } from './folder-sync.ts'

const folder = temporaryFolders()

describe('FolderSync', () => {
  it('lets all who come while one runs share the next', async () => {
    const syncs = new FolderSync()
    const path = folder()
    const [first, ...others] = Array.from({ length: 10 }, () => syncs.sync(path))
    assert.equal(new Set(others).size, 1)
    assert.notEqual(first, others[0])
    await Promise.all([first, ...others])
  })

  it('begins anew once all are through, and keeps folders apart', async () => {
    const syncs = new FolderSync()
    const path = folder()
    const first = syncs.sync(path)
    assert.notEqual(syncs.sync(folder()), first)
    await first
    const second = syncs.sync(path)
    assert.notEqual(second, first)
    await second
  })

  it('tells each who waits of a failure, and goes on', async () => {
    const syncs = new FolderSync()
    const missing = join(folder(), 'missing')
    const outcomes = await Promise.allSettled([syncs.sync(missing), syncs.sync(missing), syncs.sync(missing)])
    assert.deepEqual(
      outcomes.map(outcome => outcome.status),
      ['rejected', 'rejected', 'rejected'],
    )
    await assert.rejects(syncs.sync(missing), { code: 'ENOENT' })
  })
})
