import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { utf8 } from '../../core/bytes.ts'
import { storeConformance } from '../../ports/store.conformance.ts'
import { DirectDiskStore } from './direct-disk-store.ts'
import { DiskStore } from './disk-store.ts'

const folder = temporaryFolders()

storeConformance('disk', async () => new DiskStore(folder()))
storeConformance('disk, on its own thread', async () => new DirectDiskStore(folder()))

describe('a store on a disk', () => {
  it('is a plain tree: public for all to read, the rest for the owner', async () => {
    const root = folder()
    const store = new DiskStore(root)
    for (const realm of ['public', 'withheld', 'log']) await store.put(`${realm}/a/b`, utf8('one'))
    assert.equal(readFileSync(join(root, 'public/a/b'), 'utf8'), 'one')
    const modes = ['public', 'public/a', 'public/a/b', 'withheld', 'log', 'run', 'run/tmp'].map(
      path => `${path} ${(statSync(join(root, path)).mode & 0o777).toString(8)}`,
    )
    assert.deepEqual(modes, [
      'public 755',
      'public/a 755',
      'public/a/b 644',
      'withheld 700',
      'log 700',
      'run 700',
      'run/tmp 700',
    ])
    assert.deepEqual(readdirSync(join(root, 'run/tmp')), [])
  })

  it('leaves nothing staged, whatever goes wrong', async () => {
    const root = folder()
    const store = new DiskStore(root)
    await store.put('public/a', utf8('one'))
    await assert.rejects(store.stage([utf8('four')], 3), { code: 'too-large' })
    await assert.rejects(store.put('public/a', utf8('two')), { code: 'store-conflict' })
    await assert.rejects(store.put('public/a/b', utf8('two')), { code: 'io-failed', params: { code: 'ENOTDIR' } })
    mkdirSync(join(root, 'public/f'))
    await assert.rejects(store.replace('public/f', utf8('two')), { code: 'io-failed', params: { code: 'EISDIR' } })
    await assert.rejects(store.put('public/f', utf8('two')), { code: 'io-failed', reason: 'store-not-file' })
    assert.deepEqual(readdirSync(join(root, 'run/tmp')), [])
  })

  it('closes a source for which there is no place', async () => {
    const root = folder()
    mkdirSync(join(root, 'run'))
    writeFileSync(join(root, 'run/tmp'), 'no folder')
    let closed = 0
    const ended = { done: true as const, value: undefined }
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ended,
        return: async () => {
          closed++
          return ended
        },
      }),
    }
    await assert.rejects(new DiskStore(root).stage(source, 10), { code: 'io-failed' })
    assert.equal(closed, 1)
  })

  it('sweeps what a crash left, but not what is staged, by another store of this process either', async () => {
    const root = folder()
    const store = new DiskStore(root)
    const staged = await store.stage([utf8('one')], 3)
    const other = await new DiskStore(root).stage([utf8('two')], 3)
    writeFileSync(join(root, 'run/tmp/0123456789abcdef'), 'left')
    await store.sweep()
    assert.equal(readdirSync(join(root, 'run/tmp')).length, 2)
    await store.put('public/a', staged)
    await other.discard()
    assert.deepEqual(readdirSync(join(root, 'run/tmp')), [])
  })

  it('does not follow a link nor wait at a pipe that someone planted', async () => {
    const root = folder()
    const store = new DiskStore(root)
    await store.put('public/real', utf8('one'))
    writeFileSync(join(root, 'secret'), 'secret')
    symlinkSync('../secret', join(root, 'public/link'))
    execFileSync('mkfifo', [join(root, 'public/pipe')])
    for (const planted of ['public/link', 'public/pipe']) {
      await assert.rejects(store.open(planted), { code: 'store-damaged', subject: planted })
      await assert.rejects(store.read(planted, 10), { code: 'store-damaged' })
      await assert.rejects(store.stat(planted), { code: 'store-damaged' })
      await assert.rejects(store.put(planted, utf8('one')), { code: 'store-damaged' })
    }
    await store.replace('public/link', utf8('new'))
    assert.equal(readFileSync(join(root, 'secret'), 'utf8'), 'secret')
  })

  it('tells by the stamp that a file was touched, even by who restores its times', async () => {
    const root = folder()
    const store = new DiskStore(root)
    await store.put('public/a', utf8('one'))
    const path = join(root, 'public/a')
    const before = await store.stat('public/a')
    execFileSync('sh', ['-c', 'touch -r "$1" "$1.t"; printf two >"$1"; touch -r "$1.t" "$1"', 'sh', path])
    const after = await store.stat('public/a')
    assert.equal(after?.size, before?.size)
    assert.notEqual(after?.stamp, before?.stamp)
  })

  it('goes on where its folders were removed behind its back', async () => {
    const root = folder()
    const store = new DiskStore(root)
    await store.put('public/a/b', utf8('one'))
    for (const gone of ['public', 'run']) rmSync(join(root, gone), { recursive: true })
    assert.equal(await store.put('public/a/b', utf8('two')), 'written')
    rmSync(join(root, 'public'), { recursive: true })
    await store.replace('public/a/list', utf8('two'))
    assert.deepEqual(await store.list('public/a'), ['list'])
  })

  it('lists no names that can be no keys', async () => {
    const root = folder()
    await new DiskStore(root).put('public/a', utf8('one'))
    writeFileSync(join(root, 'public/new file ü'), '')
    assert.deepEqual(await new DiskStore(root).list('public'), ['a'])
  })

  it('names no machine path in what a client may read', async () => {
    const root = folder()
    writeFileSync(join(root, 'public'), 'a file where the folder should be')
    await assert.rejects(new DiskStore(root).put('public/a', utf8('one')), (error: Error) => {
      assert.equal(error.message, 'reading or writing public/a failed: the operating system answered ENOTDIR')
      return true
    })
  })
})
