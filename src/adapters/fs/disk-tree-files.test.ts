import assert from 'node:assert/strict'
import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { DiskTreeFiles } from './disk-tree-files.ts'

const folder = temporaryFolders()

function makeTree(): { root: string; files: DiskTreeFiles; put(path: string, text: string): void } {
  const root = folder()
  const put = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root, files: new DiskTreeFiles(root), put }
}

describe('DiskTreeFiles', () => {
  it('walks both trees, names of any kind and links too, and nothing else of the node', async () => {
    const { root, files, put } = makeTree()
    put('public/a/@v/list', '')
    put('public/not a key', '')
    put('withheld/deep/er/x.zip', '')
    put('log/head/1', '')
    put('keys/secret', '')
    symlinkSync('/etc', join(root, 'public/link'))
    assert.deepEqual((await all(files.walk())).sort(), [
      'public/a/@v/list',
      'public/link',
      'public/not a key',
      'withheld/deep/er/x.zip',
    ])
  })

  it('walks nothing where nothing was stored yet', async () => {
    assert.deepEqual(await all(makeTree().files.walk()), [])
  })

  it('sets files of one path aside one after the other, for the owner alone', async () => {
    const { root, files, put } = makeTree()
    const asides: (string | undefined)[] = []
    for (const text of ['one', 'two']) {
      put('public/a/x.zip', text)
      asides.push(await files.setAside('public/a/x.zip'))
    }
    assert.deepEqual(asides, ['run/aside/public/a/x.zip', 'run/aside/public/a/x.zip~1'])
    assert.deepEqual(
      asides.map(path => readFileSync(join(root, path ?? ''), 'utf8')),
      ['one', 'two'],
    )
    assert.equal(statSync(join(root, 'run/aside')).mode & 0o077, 0)
    assert.equal(await files.setAside('public/a/x.zip'), undefined)
  })

  it('sets a link aside as it is, and follows it nowhere', async () => {
    const { root, files, put } = makeTree()
    put('outside', 'mine')
    mkdirSync(join(root, 'public'))
    symlinkSync(join(root, 'outside'), join(root, 'public/link'))
    assert.equal(await files.setAside('public/link'), 'run/aside/public/link')
    assert.deepEqual(readdirSync(join(root, 'public')), [])
    assert.equal(readFileSync(join(root, 'outside'), 'utf8'), 'mine')
  })

  it('goes on after a crash between the new name and the removal of the old one', async () => {
    const { root, files, put } = makeTree()
    put('public/x', 'bad')
    mkdirSync(join(root, 'run/aside/public'), { recursive: true })
    linkSync(join(root, 'public/x'), join(root, 'run/aside/public/x'))
    assert.equal(await files.setAside('public/x'), 'run/aside/public/x~1')
    assert.deepEqual(readdirSync(join(root, 'public')), [])
  })

  it('leaves the file where it is if it cannot be set aside', async () => {
    const { root, files, put } = makeTree()
    put('public/x', 'bad')
    put('run', 'a file where a folder should be')
    await assert.rejects(files.setAside('public/x'), { code: 'io-failed' })
    assert.equal(readFileSync(join(root, 'public/x'), 'utf8'), 'bad')
  })
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
