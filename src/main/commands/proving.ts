import type { ProofsAccess, RecordedProofs } from '../../cli/proofs-access.ts'
import { GoferryError } from '../../core/errors.ts'
import { base64 } from '../../core/hash.ts'
import { parseVerifier } from '../../core/note/key.ts'
import { ProofsBlob } from '../../services/proofs/proofs-blob.ts'
import type { RefreshReport } from '../../services/proofs/refresh.ts'
import { openStore } from '../compose.ts'
import { databaseOf } from '../config/policy.ts'
import { operate } from '../node/operate.ts'
import { openFolder } from '../open-folder.ts'
import { chooseChain } from '../upstream-choice.ts'
import type { Scope } from './scope.ts'

/** What records proofs of the public database, and shows them. */
export function proving(scope: Scope): ProofsAccess {
  return {
    refreshProofs: async (request, watch) => {
      const upstream = await chooseChain(scope.settings(), request.upstream)
      return (await operate(scope, 'proofs', { upstream }, watch)) as RefreshReport
    },
    recordedProofs: () => recorded(scope),
  }
}

async function recorded({ data, keyText, settings }: Scope): Promise<RecordedProofs> {
  const { state } = await openFolder(data, keyText)
  const entry = state.proofs
  const verifier = parseVerifier(databaseOf(settings()).verifierKey)
  const blob = entry && (await ProofsBlob.open(openStore(data), entry, [verifier]))
  if (entry === undefined || blob === undefined)
    throw new GoferryError('absent', { subject: 'proofs', reason: 'proofs-none' })
  const { proofs, tiles, bytes } = blob
  const { database, records } = proofs
  const heads = proofs.heads.map(({ size, root }) => ({ size, root: base64(root) }))
  const { sha256, id, at } = entry
  const bytesPerVersion = Math.round(bytes / Math.max(1, records.length))
  return { database, sha256, entry: id, at, heads, records: records.length, tiles, bytes, bytesPerVersion }
}
