import type { Store } from '../../ports/store.ts'
import type { CutLog } from '../../services/ferry/out/world.ts'
import type { Log } from '../../services/log/log.ts'
import { proofFrom, readLeaves, rootAt, subtreesAt } from '../../services/log/read-entries.ts'

/** The published log as it is now: it may grow meanwhile. */
export function logAtHead(store: Store, log: Log): CutLog {
  const head = log.head()
  return {
    name: head.name,
    head: { size: head.size, root: Buffer.from(head.root, 'hex') },
    checkpoint: head.checkpoint,
    state: log.state,
    leaves: (from, to) => readLeaves(store, from, to),
    rootAt: async size => Buffer.from(await rootAt(store, head, size), 'hex'),
    edgeAt: size => subtreesAt(store, head, size),
    proofFrom: size => proofFrom(store, head, size),
  }
}
