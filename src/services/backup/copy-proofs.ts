import type { ProofsEntry } from '../../core/log/entry.ts'
import { proofsKey } from '../../core/proofs/proofs.ts'
import { readChunks } from '../../ports/read-whole.ts'
import type { Outcome } from './copy-part.ts'
import type { BackupWorld } from './world.ts'

/**
 * Sees to it that the recorded proofs that `entry` names are in the backup: what is there was compared when it came.
 * Throws what the stores throw.
 */
export async function copyProofs({ node, place }: BackupWorld, entry: ProofsEntry): Promise<Outcome> {
  const { sha256, size } = entry
  const key = proofsKey(sha256)
  const file = { key, size, sha256, isKept: false }
  if ((await place.store.stat(key))?.size === size) return { file, isNew: false }
  const blob = await node.open(key)
  if (blob === undefined) return { key, damage: 'missing' }
  try {
    if (blob.size !== size) return { key, damage: 'damaged' }
    const staged = await place.store.stage(readChunks(blob), size)
    try {
      if (staged.sha256 !== sha256) return { key, damage: 'damaged' }
      await place.store.remove(key)
      await place.store.put(key, staged)
      return { file, isNew: true }
    } finally {
      await staged.discard()
    }
  } finally {
    await blob.close()
  }
}
