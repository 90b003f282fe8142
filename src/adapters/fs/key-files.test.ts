import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { keyFilesConformance } from '../../ports/key-files.conformance.ts'
import { DiskKeyFiles } from './key-files.ts'

const base = await mkdtemp(join(tmpdir(), 'goferry-keys-'))
after(() => rm(base, { recursive: true }))
let cases = 0

async function freshFolder(): Promise<string> {
  const folder = join(base, String(cases++))
  await mkdir(folder)
  return folder
}

keyFilesConformance('disk', async () => {
  const folder = await freshFolder()
  return { files: new DiskKeyFiles(join(folder, 'keys')), exportPath: join(folder, 'backup') }
})

describe('key files on a disk', () => {
  it('are open to their owner alone, also under a wide umask', async () => {
    const folder = join(await freshFolder(), 'keys')
    const before = process.umask(0)
    try {
      await new DiskKeyFiles(folder).write('a.key', 'secret')
    } finally {
      process.umask(before)
    }
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
    assert.equal((await stat(join(folder, 'a.key'))).mode & 0o777, 0o600)
  })

  it('are refused once the group or others may read them', async () => {
    for (const mode of [0o640, 0o604, 0o620, 0o601]) {
      const folder = join(await freshFolder(), 'keys')
      const files = new DiskKeyFiles(folder)
      await files.write('a.key', 'secret')
      await chmod(join(folder, 'a.key'), mode)
      await assert.rejects(files.read('a.key'), { code: 'key-exposed' })
    }
  })

  it('are refused in a folder that others may enter', async () => {
    const folder = join(await freshFolder(), 'keys')
    const files = new DiskKeyFiles(folder)
    await files.write('a.key', 'secret')
    await chmod(folder, 0o750)
    await assert.rejects(files.read('a.key'), { code: 'key-exposed' })
    await assert.rejects(files.write('b.key', 'secret'), { code: 'key-exposed' })
    await assert.rejects(files.list(), { code: 'key-exposed' })
  })

  it('are not read through a link, nor beyond 64 KiB', async () => {
    const folder = join(await freshFolder(), 'keys')
    const files = new DiskKeyFiles(folder)
    await files.write('a.key', 'secret')
    await symlink('a.key', join(folder, 'b.key'))
    await assert.rejects(files.read('b.key'), { code: 'store-damaged' })
    await files.write('c.key', 'x'.repeat(65_537))
    await assert.rejects(files.read('c.key'), { code: 'too-large' })
  })

  it('lose what a crash left half written, at the next write or sweep', async () => {
    const folder = join(await freshFolder(), 'keys')
    const files = new DiskKeyFiles(folder)
    await files.write('a.key', 'secret')
    const left = join(folder, '.new')
    await writeFile(left, 'half', { mode: 0o600 })
    assert.deepEqual(await files.list(), ['a.key'])
    await files.write('a.key', 'newer')
    await assert.rejects(stat(left), { code: 'ENOENT' })
    await writeFile(left, 'half', { mode: 0o600 })
    await files.sweep()
    await assert.rejects(stat(left), { code: 'ENOENT' })
  })

  it('export with mode 0600 and import only what is private', async () => {
    const folder = await freshFolder()
    const files = new DiskKeyFiles(join(folder, 'keys'))
    const backup = join(folder, 'backup')
    await files.export(backup, 'all')
    assert.equal((await stat(backup)).mode & 0o777, 0o600)
    await chmod(backup, 0o644)
    await assert.rejects(files.import(backup), { code: 'key-exposed' })
  })
})
