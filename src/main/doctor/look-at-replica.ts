import { GoferryError } from '../../core/errors.ts'
import type { Store } from '../../ports/store.ts'
import type { NodeWorld } from '../../services/doctor/node/world.ts'
import { isReplicaOf, isTied, readReplica } from '../../services/log/replica-place.ts'
import { openReplica } from '../compose.ts'
import { parseReplica } from '../config/replica.ts'
import type { Settings } from '../config/schema.ts'

/** The replica of the settings as it lies there now; nothing is written to it. Throws `replica-failed`. */
export async function lookAtReplica(
  { data, store }: { readonly data: string; readonly store: Store },
  settings: Settings | GoferryError,
  log: () => Promise<string>,
): ReturnType<NodeWorld['replica']> {
  if (settings instanceof GoferryError || settings.replica === 'off') return undefined
  if (settings.replica === undefined) return (await isTied(store)) ? { kind: 'unnamed' } : undefined
  const name = parseReplica(settings.replica)
  const place = openReplica(name, data)
  // A replica that was never written to is made by the next start, where the log was not tied to another.
  const isOurs = (await isReplicaOf(store, place, await log())) ?? !(await isTied(store))
  return { kind: 'named', name: name.name, isOurs, size: (await readReplica(place, await log()))?.size ?? 0 }
}

/** The folder of the replica; undefined for none, and for an object store, which has no disk here to be looked at. */
export function replicaFolderOf({ replica = 'off' }: Settings): string | undefined {
  const name = replica === 'off' ? undefined : parseReplica(replica)
  return name?.kind === 'folder' ? name.folder : undefined
}
