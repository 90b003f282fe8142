/** Puts 200 blobs into the store at argv[2], eight at once, and says each key once it is acknowledged. Rewrites `list` too. */
import { writeSync } from 'node:fs'
import { DiskStore } from '../../../src/adapters/fs/disk-store.ts'
import { blobCount, blobKeyOf, blobOf, listOf } from './blobs.ts'

const store = new DiskStore(process.argv[2] ?? '')
let next = 0

async function work(): Promise<void> {
  for (let i = next++; i < blobCount; i = next++) {
    if (i % 2 === 0) await store.put(blobKeyOf(i), blobOf(i))
    else await store.put(blobKeyOf(i), await store.stage([blobOf(i)], 1_000_000))
    writeSync(1, `${blobKeyOf(i)}\n`)
    await store.replace('public/list', listOf(i))
  }
}

await Promise.all(Array.from({ length: 8 }, work))
writeSync(1, 'done\n')
