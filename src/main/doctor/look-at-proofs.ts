import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { LogState } from '../../core/log/state.ts'
import { parseVerifier } from '../../core/note/key.ts'
import { whyNotAsked } from '../../core/policy/policy.ts'
import { proofsKey } from '../../core/proofs/proofs.ts'
import type { Store } from '../../ports/store.ts'
import type { NodeWorld, OpenLog } from '../../services/doctor/node/world.ts'
import { publicVersions } from '../../services/proofs/listed-records.ts'
import { ProofsBlob } from '../../services/proofs/proofs-blob.ts'
import { databaseOf, policyOf } from '../config/policy.ts'
import type { Settings } from '../config/schema.ts'

/** The recorded proofs that the newest entry of the log names, read whole; undefined where there is nothing to say. */
export async function lookAtProofs(
  store: Store,
  settings: Settings | GoferryError,
  log: () => Promise<OpenLog>,
): ReturnType<NodeWorld['proofs']> {
  const state = await stateOf(log)
  const entry = state?.proofs
  if (state === undefined || entry === undefined || settings instanceof GoferryError) return undefined
  const key = proofsKey(entry.sha256)
  try {
    const blob = await ProofsBlob.open(store, entry, [parseVerifier(databaseOf(settings).verifierKey)])
    if (blob === undefined) return { key, damage: 'missing' }
    const policy = policyOf(settings)
    const isAsked = (path: string) => whyNotAsked(policy, path) === undefined
    const { heads, records } = blob.proofs
    const behind = [...publicVersions({ state, isAsked })].filter(module => blob.record(module) === undefined).length
    return { key, size: heads[0].size, records: records.length, behind }
  } catch (error) {
    if (isGoferryError(error, 'store-damaged', 'bad-proof', 'bad-note')) return { key, damage: 'damaged' }
    throw error
  }
}

/** What is wrong with the log another check tells. */
async function stateOf(log: () => Promise<OpenLog>): Promise<LogState | undefined> {
  try {
    return (await log()).state
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
}
