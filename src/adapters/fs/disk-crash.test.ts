import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { blobCount, blobKeyOf, blobOf, listOf } from '../../../test/support/disk/blobs.ts'
import { Child } from '../../../test/support/disk/child.ts'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { Random } from '../../../test/support/random.ts'
import { sameBytes } from '../../core/bytes.ts'
import { DiskStore } from './disk-store.ts'

const folder = temporaryFolders()
const seed = Number(process.env['GOFERRY_SEED'] ?? Date.now() % 1_000_000_007)

describe('a store whose process is killed', () => {
  it(`has each blob whole or not at all, and all that were acknowledged (seed ${seed})`, async () => {
    const random = new Random(seed)
    const root = folder()
    for (let round = 0; round < 6; round++) {
      const child = new Child('put-blobs.ts', root)
      const acknowledged: string[] = []
      const enough = random.int(blobCount)
      for (
        let line = await child.line();
        line !== undefined && acknowledged.length < enough;
        line = await child.line()
      ) {
        if (line !== 'done') acknowledged.push(line)
      }
      await child.kill()
      acknowledged.push(...(await child.rest()).filter(line => line !== 'done'))
      await inspect(root, acknowledged)
      // Half of the rounds go on from what is there, the others put it all again.
      if (round % 2 === 1) await clear(root)
    }
  })
})

async function inspect(root: string, acknowledged: string[]): Promise<void> {
  const store = new DiskStore(root)
  const there: string[] = []
  for (let i = 0; i < blobCount; i++) {
    const bytes = await store.read(blobKeyOf(i), 1_000_000)
    if (bytes === undefined) continue
    assert.ok(sameBytes(bytes, blobOf(i)), `${blobKeyOf(i)} is not whole`)
    there.push(blobKeyOf(i))
  }
  assert.deepEqual(
    acknowledged.filter(key => !there.includes(key)),
    [],
  )
  const list = await store.read('public/list', 1_000_000)
  if (list !== undefined) assert.ok(sameBytes(list, listOf(list.length - 50_000)))
  await store.sweep()
  assert.deepEqual(readdirSync(join(root, 'run/tmp')), [])
}

async function clear(root: string): Promise<void> {
  const store = new DiskStore(root)
  for (let i = 0; i < blobCount; i++) await store.remove(blobKeyOf(i))
}
