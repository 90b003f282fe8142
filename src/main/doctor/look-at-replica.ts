import { resolve } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { Store } from '../../ports/store.ts'
import type { NodeWorld } from '../../services/doctor/node/world.ts'
import { isReplicaOf, isTied, readReplica } from '../../services/log/replica-place.ts'
import { openReplica } from '../compose.ts'
import type { Settings } from '../config/schema.ts'

/** The replica of the settings as it lies there now; nothing is written to it. Throws `replica-failed`. */
export async function lookAtReplica(
  store: Store,
  settings: Settings | GoferryError,
  name: () => Promise<string>,
): ReturnType<NodeWorld['replica']> {
  if (settings instanceof GoferryError || settings.replica === 'off') return undefined
  if (settings.replica === undefined) return (await isTied(store)) ? { kind: 'unnamed' } : undefined
  const folder = resolve(settings.replica)
  const place = openReplica(folder)
  // A replica that was never written to is made by the next start, where the log was not tied to another.
  const isOurs = (await isReplicaOf(store, place, await name())) ?? !(await isTied(store))
  return { kind: 'named', folder, isOurs, size: (await readReplica(place, await name()))?.size ?? 0 }
}
