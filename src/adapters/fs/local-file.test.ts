import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { openLocalFile } from './local-file.ts'

describe('a file that somebody named', () => {
  const folder = temporaryFolders()

  it('is a regular one: a device, a folder, and nothing at all are told apart', async () => {
    const place = folder()
    for (const path of ['/dev/zero', place])
      await assert.rejects(openLocalFile(path), { code: 'usage', subject: path, reason: 'flat.no-file' })
    await assert.rejects(openLocalFile(join(place, 'none')), { code: 'absent' })
  })
})
