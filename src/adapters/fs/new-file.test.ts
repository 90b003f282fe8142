import assert from 'node:assert/strict'
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { writeNewFile } from './new-file.ts'

const folder = temporaryFolders()

describe('a new file', () => {
  it('is written with the folders above it, and nothing stays beside it', async () => {
    const file = join(folder(), 'a/b/file')
    await writeNewFile(file, 'text')
    assert.equal(readFileSync(file, 'utf8'), 'text')
    assert.deepEqual(readdirSync(join(file, '..')), ['file'])
  })

  for (const [what, make] of Object.entries({
    'a file': (path: string) => writeFileSync(path, 'mine'),
    'a folder': (path: string) => mkdirSync(path),
    'a link that leads nowhere': (path: string) => symlinkSync('nowhere', path),
  }))
    it(`takes the place of nothing: ${what}`, async () => {
      const at = folder()
      const file = join(at, 'file')
      make(file)
      const before = lstatSync(file, { bigint: true })
      await assert.rejects(writeNewFile(file, 'text'), { code: 'usage', reason: 'file-exists', subject: file })
      assert.deepEqual([readdirSync(at), lstatSync(file, { bigint: true }).ino], [['file'], before.ino])
    })

  it('is written where a crash left half of one', async () => {
    const at = folder()
    writeFileSync(join(at, '.file.new'), 'half')
    await writeNewFile(join(at, 'file'), 'text')
    assert.deepEqual([readdirSync(at), readFileSync(join(at, 'file'), 'utf8')], [['file'], 'text'])
  })

  it('that cannot be written is named', async () => {
    const at = folder()
    writeFileSync(join(at, 'file'), '')
    const below = join(at, 'file/below')
    await assert.rejects(writeNewFile(below, 'text'), { code: 'io-failed', subject: below })
  })
})
