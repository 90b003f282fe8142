import type { LogState } from '../../core/log/state.ts'
import { proofsKey } from '../../core/proofs/proofs.ts'
import { partKey } from '../../core/toolchain/part-key.ts'
import { blobKey, KINDS } from '../../core/tree/keys.ts'
import { loggedDigest } from '../../core/tree/logged-digest.ts'

/** What the log says of each part of each version, and of its newest proofs, by the key under which it is backed up. */
export function loggedParts(state: LogState): Map<string, string> {
  const digests = new Map<string, string>()
  for (const path of state.paths())
    for (const version of state.versions(path)) {
      const realm = state.version(path, version)?.recalled === undefined ? 'public' : 'withheld'
      const archive = partKey(state, { path, version }, 'archive')
      if (archive !== undefined) digests.set(archive, loggedDigest(state, { path, version }, 'archive') ?? '')
      for (const kind of KINDS) {
        const digest = loggedDigest(state, { path, version }, kind)
        if (digest !== undefined) digests.set(blobKey(realm, { path, version }, kind), digest)
      }
    }
  if (state.proofs !== undefined) digests.set(proofsKey(state.proofs.sha256), state.proofs.sha256)
  return digests
}
