import type { NamedObject } from '../../../core/ferry/named-object.ts'
import { proofsKey } from '../../../core/proofs/proofs.ts'
import { archiveFolder, archiveKey } from '../../../core/toolchain/archive-key.ts'
import { blobKey, type Kind, type Part } from '../../../core/tree/keys.ts'
import type { Content, TakingWorld } from './taking-world.ts'

/** A blob that the node's own log names, and where its bytes are to be had: nowhere, if `content` gives undefined. */
export interface Placing {
  readonly named: NamedObject
  content(): Promise<Content | undefined>
}

/**
 * Puts the blobs of one version, or proofs, where they belong; what is whole there stays, what is damaged is set aside.
 * Gives how many were put. Idempotent. Throws what store and tree throw.
 */
export async function putInPlace(world: TakingWorld, placings: readonly Placing[]): Promise<number> {
  const parts: Partial<Record<Kind, Content>> = {}
  let placed = 0
  for (const { named, content } of placings) {
    const { module, kind } = named
    const damage = await damageOf(world, named)
    const bytes = damage === undefined ? undefined : await content()
    if (bytes === undefined) continue
    const key = placeOf(world, named)
    const setAside = async () => void (await world.files.setAside(key))
    if (damage === 'damaged') await (module === undefined ? setAside() : world.tree.takeOut(module, setAside))
    if (module !== undefined && isInPublicTree(kind) && key === blobKey('public', module, kind)) parts[kind] = bytes
    else if ('from' in bytes) await world.store.move(bytes.from, key)
    else await world.store.put(key, bytes)
    placed++
  }
  const module = placings[0]?.named.module
  if (module !== undefined && Object.keys(parts).length > 0) await world.tree.publish(module, parts)
  for (const { named } of placings) await removeOthers(world, named)
  return placed
}

/** One archive of a toolchain is held: the publisher's own, say, after one that was rebuilt. */
async function removeOthers({ store }: TakingWorld, { module, kind, digest }: NamedObject): Promise<void> {
  if (module === undefined || kind !== 'archive') return
  const folder = archiveFolder(module)
  for (const name of await store.list(folder)) if (name !== digest) await store.remove(`${folder}/${name}`)
}

async function damageOf(world: TakingWorld, { module, kind, digest, size = 0 }: NamedObject) {
  if (module === undefined || kind === 'proofs') return world.damageOfProofs({ sha256: digest, size })
  return world.damageOf(module, kind)
}

/** The key of a blob that the log names; a recalled version lies where nobody is served it. */
function placeOf({ log: { state } }: TakingWorld, { module, kind, digest }: NamedObject): string {
  if (module === undefined || kind === 'proofs') return proofsKey(digest)
  if (kind === 'archive') return archiveKey(module, digest)
  return blobKey(realmOf(state.version(module.path, module.version)), module, kind)
}

function realmOf(known: { readonly recalled: string | undefined } | undefined) {
  return known?.recalled === undefined ? 'public' : 'withheld'
}

function isInPublicTree(kind: Part | 'proofs'): kind is Kind {
  return kind !== 'archive' && kind !== 'proofs'
}
