import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import type { BundleFile, BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { sha256Of } from '../../../core/hash.ts'
import { readChunks } from '../../../ports/read-whole.ts'
import type { Watch } from '../../../ports/watch.ts'
import type { CheckWorld } from './check-world.ts'

/**
 * Reads log and volumes against the header. Throws `bundle-damaged` that names all that have other bytes, so that they
 * are brought at once; `interrupted`.
 */
export async function checkFiles({ folder }: CheckWorld, { log, volumes }: BundleHeader, watch: Watch): Promise<void> {
  const files = [log, ...volumes]
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0)
  const damaged: string[] = []
  let bytes = 0
  for (const [done, file] of files.entries()) {
    if (watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry in' })
    watch.progress({ done, total: files.length, bytes, totalBytes, at: file.name })
    if (!(await isWhole(folder, file))) damaged.push(file.name)
    bytes += file.size
  }
  if (damaged.length === 0) return
  throw new GoferryError('bundle-damaged', { subject: damaged.join(', '), reason: 'bundle.other-bytes' })
}

async function isWhole(folder: CheckWorld['folder'], { name, size, sha256 }: BundleFile): Promise<boolean> {
  try {
    const blob = await folder.open(name)
    if (blob === undefined) return false
    try {
      return blob.size === size && (await sha256Of(readChunks(blob))) === sha256
    } finally {
      await blob.close()
    }
  } catch (error) {
    if (isGoferryError(error, 'io-failed', 'store-damaged')) return false
    throw error
  }
}
