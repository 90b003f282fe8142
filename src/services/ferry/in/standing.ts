import type { NamedObject } from '../../../core/ferry/named-object.ts'
import type { ArchiveEntry, Entry } from '../../../core/log/entry.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import { proofsKey } from '../../../core/proofs/proofs.ts'
import type { Part } from '../../../core/tree/keys.ts'
import { loggedDigest } from '../../../core/tree/logged-digest.ts'
import type { TakingWorld } from './taking-world.ts'

/**
 * What the node has of what an entry of a mirror names: it lacks it · it holds it, or as good a file · its own log
 * names these very bytes, and what lies there is damaged or nothing.
 */
export type Standing = 'lacking' | 'held' | 'bad'

/** How the node stands to `named`, which `entry` names; reads what it holds of it. Throws what the store throws. */
export async function standing(world: TakingWorld, entry: Entry, named: NamedObject): Promise<Standing> {
  const { module, kind, digest } = named
  if (module === undefined || kind === 'proofs') return standingOfProofs(world, named)
  const ours = loggedDigest(world.log.state, module, kind)
  if (ours === undefined) return 'lacking'
  if (ours !== digest && (kind === 'mod' || kind === 'info' || givesWay(world, entry))) return 'lacking'
  const damage = await world.damageOf(module, kind)
  if (damage === undefined) return 'held'
  if (damage === 'missing' && mayBeMissing(world, module, kind, ours === digest)) return 'held'
  return ours === digest ? 'bad' : 'lacking'
}

/** A zip that was given up; an archive that was made of such a one, or that can be made again where another comes. */
function mayBeMissing(world: TakingWorld, module: ModuleVersion, kind: Part, comes: boolean): boolean {
  const { archive } = world.log.state.version(module.path, module.version) ?? {}
  if (kind === 'zip') return world.isGivenUp(module)
  return kind === 'archive' && archive?.recipe !== undefined && (!comes || world.isGivenUp(module))
}

/** Whether the node has an archive that it made itself, and `entry` brings the publisher's own. */
function givesWay({ log: { state } }: TakingWorld, entry: Entry): boolean {
  if (entry.kind !== 'archive') return false
  const { path, version, recipe }: ArchiveEntry = entry
  return recipe === undefined && state.version(path, version)?.archive?.recipe !== undefined
}

async function standingOfProofs(world: TakingWorld, { digest, size = 0 }: NamedObject): Promise<Standing> {
  if (world.log.state.proofs?.sha256 !== digest)
    return (await world.store.stat(proofsKey(digest))) === undefined ? 'lacking' : 'held'
  return (await world.damageOfProofs({ sha256: digest, size })) === undefined ? 'held' : 'bad'
}
