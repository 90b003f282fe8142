import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { utf8 } from '../../core/bytes.ts'
import { DiskHead } from './disk-head.ts'
import { DiskStore } from './disk-store.ts'

const root = temporaryFolders()()
const full = { code: 'no-space' } as const

/** On a file system of 2 MiB. Mounting it needs root, as CI is: without it these tests fail. */
describe('a full disk', () => {
  before(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'goferry-test', root]))
  after(() => execFileSync('umount', [root]))

  it('refuses what does not fit, shows nothing of it, keeps no part, and works again when there is room', async () => {
    const store = new DiskStore(root)
    const head = new DiskHead(root)
    const megabyte = new Uint8Array(1_000_000).fill(1)
    const first = await head.replace(undefined, utf8('one'))
    await store.put('public/fits', megabyte)

    await assert.rejects(store.stage([megabyte, megabyte], 10_000_000), full)
    await assert.rejects(store.put('public/large', new Uint8Array(1_500_000)), full)
    await assert.rejects(store.replace('public/fits.list', new Uint8Array(1_500_000)), full)
    const rest = await store.stage(fill(1_060_000), 2_000_000)
    await assert.rejects(head.replace(first, new Uint8Array(60_000)), full)

    assert.deepEqual(await store.list('public'), ['fits'])
    assert.equal((await store.read('public/fits', 2_000_000))?.length, 1_000_000)
    assert.equal((await head.read())?.generation, 1)
    assert.equal(readdirSync(join(root, 'run/tmp')).length, 1)

    await rest.discard()
    assert.equal(await store.put('public/large', megabyte.subarray(0, 900_000)), 'written')
    assert.equal((await head.replace(first, utf8('two'))).generation, 2)
    assert.deepEqual(readdirSync(join(root, 'run/tmp')), [])
  })
})

/** `size` bytes in pages of 4 KiB. */
function* fill(size: number): Generator<Uint8Array> {
  for (let left = size; left > 0; left -= 4096) yield new Uint8Array(Math.min(left, 4096))
}
