import assert from 'node:assert/strict'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { flatFoldersConformance } from '../../ports/flat-folders.conformance.ts'
import { DiskFolders } from './disk-folders.ts'

const root = await mkdtemp(join(tmpdir(), 'goferry-folders-'))
after(() => rm(root, { recursive: true, force: true }))
const fresh = () => mkdtemp(join(root, 'f'))

flatFoldersConformance('disk', async () => new DiskFolders(join(await fresh(), 'ferry', 'in')))

describe('folders of a disk', () => {
  it('are neither files nor links, and lie nowhere else', async () => {
    const path = await fresh()
    await writeFile(join(path, 'file'), 'x')
    await symlink('/etc', join(path, 'link'))
    const folders = new DiskFolders(path)
    assert.deepEqual([await folders.list(), await folders.open('file')], [[], undefined])
    await assert.rejects(folders.open('..'), { code: 'bad-file-path' })
    await assert.rejects(folders.remove('../f'), { code: 'bad-file-path' })
  })
})
