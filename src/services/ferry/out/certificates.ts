import { certificateKey } from '../../../core/rehearsal/certificate.ts'
import type { Store } from '../../../ports/store.ts'
import type { PlannedObject } from './plan.ts'

/** The most bytes of a certificate that travels. */
const certificateLimit = 1 << 16

/**
 * The certificates of rehearsals that were made when the log had more than `from` entries, numbered from 0, in the
 * order of their digests. Throws what the store throws.
 */
export async function certificatesAfter(store: Store, from: number): Promise<PlannedObject[]> {
  const found: PlannedObject[] = []
  const folder = certificateKey('').replace(/\/$/, '')
  for (const digest of await store.list(folder)) {
    const key = certificateKey(digest)
    const stat = await store.stat(key)
    if (stat === undefined || stat.size > certificateLimit) continue
    const text = Buffer.from((await store.read(key, certificateLimit)) ?? []).toString()
    const size = Number(/^size (\d{1,16})$/m.exec(text)?.[1])
    if (size > from) found.push({ kind: 'certificate', id: found.length, key, size: stat.size, digest })
  }
  return found
}
