import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { flatFolderConformance } from '../../ports/flat-folder.conformance.ts'
import { discFoldersAt, makeDiskFolder, openDiskFolder } from './disk-folder.ts'

const root = await mkdtemp(join(tmpdir(), 'goferry-folder-'))
after(() => rm(root, { recursive: true, force: true }))
const fresh = () => mkdtemp(join(root, 'f'))

flatFolderConformance('disk', async () => openDiskFolder(await fresh()))

describe('a folder of a disk', () => {
  it('names neither links nor folders, and opens none', async () => {
    const path = await fresh()
    await mkdir(join(path, 'folder'))
    await symlink('/etc/passwd', join(path, 'link'))
    await writeFile(join(path, 'file'), 'x')
    const folder = await openDiskFolder(path)
    assert.deepEqual(
      (await folder.list(9)).map(({ name }) => name),
      ['file'],
    )
    await assert.rejects(folder.open('link'), { code: 'store-damaged' })
    assert.equal(await folder.open('folder'), undefined)
  })

  it('is not followed through a planted link when it is written to', async () => {
    const path = await fresh()
    await symlink(join(path, 'victim'), join(path, '.part.a'))
    await assert.rejects((await openDiskFolder(path)).write('a', []), { code: 'store-damaged' })
    assert.ok(!(await readdir(path)).includes('victim'))
  })

  it('sweeps what a killed writer left', async () => {
    const path = await fresh()
    await writeFile(join(path, '.part.a'), 'half')
    const folder = await openDiskFolder(path)
    await folder.sweep()
    assert.deepEqual(await folder.list(9), [])
  })

  it('is made where that is wanted, else its absence is told', async () => {
    const path = join(await fresh(), 'a', 'b')
    await assert.rejects(openDiskFolder(path), { code: 'absent' })
    await (await makeDiskFolder(path)).write('x', [])
    await assert.rejects(openDiskFolder(join(path, 'x')), { code: 'usage' })
  })

  it('is not made where the system makes none: that is told at once', async () => {
    await assert.rejects(makeDiskFolder('/proc/goferry/a'), { code: 'io-failed' })
  })

  it('of a set of discs lie two levels deep, whatever they are called; links are not followed', async () => {
    const path = await fresh()
    for (const name of ['gf-1/disc-01', 'gf-1/disc-02/deeper', '盘 一'])
      await mkdir(join(path, name), { recursive: true })
    await symlink(path, join(path, 'gf-1', 'loop'))
    const found = (await discFoldersAt(path)).map(each => each.slice(path.length))
    assert.deepEqual(found.sort(), ['', '/gf-1', '/gf-1/disc-01', '/gf-1/disc-02', '/盘 一'])
    for (let n = 0; n < 1001; n++) await mkdir(join(path, `${n}`))
    await assert.rejects(discFoldersAt(path), { code: 'too-large' })
  })

  it('is read where nothing can be written', async () => {
    const path = await fresh()
    await writeFile(join(path, 'a'), 'x')
    await chmod(path, 0o555)
    assert.equal((await (await openDiskFolder(path)).list(9)).length, 1)
  })
})
