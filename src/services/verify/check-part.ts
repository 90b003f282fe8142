import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { isGoferryError } from '../../core/errors.ts'
import { sha256Of } from '../../core/hash.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { archiveKey } from '../../core/toolchain/archive-key.ts'
import { blobKey, KINDS, type Part, type Realm } from '../../core/tree/keys.ts'
import { loggedDigest } from '../../core/tree/logged-digest.ts'
import { readChunks, readWhole } from '../../ports/read-whole.ts'
import type { StoredBlob } from '../../ports/store.ts'
import type { Damage, PartWorld } from './world.ts'

/** The largest go.mod of the module zip rules, in bytes. */
const maxModBytes = 16 << 20

/** A part that is not what the log says. */
export interface BadPart {
  readonly kind: Part
  /** Where it lies or should lie: its key. */
  readonly file: string
  readonly damage: Damage
}

/** The parts of `module` that the log names and that are bad; `count` hears the bytes of each part that was read. */
export async function badParts(
  world: PartWorld,
  module: ModuleVersion,
  count: (bytes: number) => void,
): Promise<BadPart[]> {
  const bad: BadPart[] = []
  for (const kind of [...KINDS, 'archive'] as const) {
    if (loggedDigest(world.state, module, kind) === undefined) continue
    const damage = await checkTwice(world, module, kind, count)
    if (damage !== undefined) bad.push({ kind, damage, file: keyOf(world, module, kind) })
  }
  return bad
}

/** Where a part lies that the log names; the archive of a toolchain lies beside the trees. */
function keyOf(world: Pick<PartWorld, 'state'>, module: ModuleVersion, kind: Part): string {
  if (kind !== 'archive') return blobKey(realmOf(world, module), module, kind)
  return archiveKey(module, loggedDigest(world.state, module, 'archive') ?? '')
}

/** Whether a part may be missing: a zip that was given up, an archive that can be made again. */
function mayBeMissing(world: Pick<PartWorld, 'state' | 'isGivenUp'>, module: ModuleVersion, kind: Part): boolean {
  if (kind === 'zip') return world.isGivenUp(module)
  return kind === 'archive' && world.state.version(module.path, module.version)?.archive?.recipe !== undefined
}

/** The tree in which a version lies: what is recalled is withheld. */
export function realmOf({ state }: Pick<PartWorld, 'state'>, { path, version }: ModuleVersion): Realm {
  return state.version(path, version)?.recalled === undefined ? 'public' : 'withheld'
}

/** What the log names may be on its way to the tree: what is bad is looked at once more when the tree is quiet. */
async function checkTwice(
  world: PartWorld,
  module: ModuleVersion,
  kind: Part,
  count: (bytes: number) => void,
): Promise<Damage | undefined> {
  const isGood = (damage: Damage | undefined) =>
    damage === undefined || (damage === 'missing' && mayBeMissing(world, module, kind))
  if (isGood(await checkPart(world, module, kind, count))) return undefined
  await world.tree.quiet()
  const damage = await checkPart(world, module, kind, () => undefined)
  return isGood(damage) ? undefined : damage
}

/**
 * What is wrong with one part that the log names, also where it may be missing; reads all of it, and `count` hears
 * how much. What the disk does not give is as bad as other bytes. Throws what the store throws that says nothing of
 * the file.
 */
export async function checkPart(
  world: Pick<PartWorld, 'store' | 'state' | 'zipCheck'>,
  module: ModuleVersion,
  kind: Part,
  count: (bytes: number) => void,
): Promise<Damage | undefined> {
  const key = keyOf(world, module, kind)
  try {
    const blob = await world.store.open(key)
    if (blob === undefined) return 'missing'
    try {
      const found = await digest(world, kind, blob)
      count(blob.size)
      return found === loggedDigest(world.state, module, kind) ? undefined : 'damaged'
    } finally {
      await blob.close()
    }
  } catch (error) {
    if (isGoferryError(error, 'store-damaged', 'io-failed')) return 'damaged'
    throw error
  }
}

/** As the log names it; undefined for what is too large to be a go.mod. */
async function digest(
  { zipCheck }: Pick<PartWorld, 'zipCheck'>,
  kind: Part,
  blob: StoredBlob,
): Promise<string | undefined> {
  if (kind === 'mod') return blob.size > maxModBytes ? undefined : hashGoMod(await readWhole(blob))
  if ((kind === 'zip' || kind === 'archive') && blob.location !== undefined)
    return (await zipCheck.sha256(blob.location)).sha256
  return sha256Of(readChunks(blob))
}
