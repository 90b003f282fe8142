import { inRanges } from '../../../core/ferry/id-ranges.ts'
import { type NamedObject, namedObject } from '../../../core/ferry/named-object.ts'
import type { ImportPlan, MirrorEntry } from '../../../core/ferry/plan-import.ts'
import { quarantineKey } from '../../../core/ferry/quarantine.ts'
import type { TakenObject } from '../../../core/ferry/taken-object.ts'
import { certificateKey } from '../../../core/rehearsal/certificate.ts'
import { loggedDigest } from '../../../core/tree/logged-digest.ts'
import type { OpenedImport } from './opened-import.ts'
import { type Placing, putInPlace } from './put-in-place.ts'
import { keepTaken } from './taken-objects.ts'
import type { Content, TakingWorld } from './taking-world.ts'

/** The largest go.mod or info, in bytes: that of the module zip rules. */
const smallLimit = 16 << 20

/**
 * Brings the blobs of an import that the node's log names from quarantine to their places, a version at a time; removes
 * those that nobody needs any more; notes what is left. Idempotent. Gives how many were placed.
 */
export async function placeTaken(
  world: TakingWorld,
  { digest: bundle, header }: OpenedImport,
  { entries, objects }: { readonly entries: readonly MirrorEntry[]; readonly objects: readonly TakenObject[] },
  outcomes: ImportPlan['outcomes'],
): Promise<number> {
  const byId = new Map(entries.map(each => [each.id, each.entry]))
  const stays = ({ id, kind }: TakenObject) =>
    kind !== 'certificate' && (inRanges(outcomes.undecided, id) || inRanges(outcomes.refused, id))
  const groups = new Map<string, Placing[]>()
  let [placed, done] = [0, 0]
  for (const object of objects) {
    const entry = object.kind === 'certificate' ? undefined : byId.get(object.id)
    const named = entry && namedObject(entry)
    if (named === undefined || !isLogged(world, named)) continue
    const key = named.module === undefined ? 'proofs' : `${named.module.path}@${named.module.version}`
    groups.set(key, [...(groups.get(key) ?? []), { named, content: () => contentOf(world, bundle, named) }])
  }
  for (const [at, group] of groups) {
    placed += await putInPlace(world, group)
    tellCame(world, group)
    world.reached('version-placed')
    world.watch.progress({ done: ++done, total: groups.size, bytes: 0, totalBytes: undefined, at })
  }
  for (const { digest } of objects.filter(({ kind }) => kind === 'certificate'))
    await moveIfThere(world, quarantineKey(bundle, digest), certificateKey(digest))
  const left = objects.filter(stays)
  const needed = new Set(left.map(({ digest }) => digest))
  for (const { digest } of objects) if (!needed.has(digest)) await world.store.remove(quarantineKey(bundle, digest))
  if (left.length < objects.length) await keepTaken(world.folder, left)
  world.journal.info('ferry-placed', { origin: header.origin, bundle, placed, left: left.length })
  return placed
}

/** Whether the node's log names just this blob. */
function isLogged({ log: { state } }: TakingWorld, { module, kind, digest }: NamedObject): boolean {
  if (module === undefined || kind === 'proofs') return state.proofs?.sha256 === digest
  return loggedDigest(state, module, kind) === digest
}

/** Versions may share a go.mod: what is small is copied, what is large moves. Undefined where it is gone. */
async function contentOf(
  { store }: TakingWorld,
  bundle: string,
  { kind, digest }: NamedObject,
): Promise<Content | undefined> {
  const from = quarantineKey(bundle, digest)
  if (kind === 'mod' || kind === 'info') return store.read(from, smallLimit)
  return (await store.stat(from)) === undefined ? undefined : { from }
}

async function moveIfThere({ store }: TakingWorld, from: string, to: string): Promise<void> {
  if ((await store.stat(from)) !== undefined) await store.move(from, to)
}

function tellCame({ partsCame }: TakingWorld, group: readonly Placing[]): void {
  const module = group[0]?.named.module
  if (module === undefined) return
  const large = group.filter(({ named: { kind } }) => kind === 'zip' || kind === 'archive')
  partsCame(
    module,
    large.reduce((sum, { named }) => sum + (named.size ?? 0), 0),
  )
}
