import { concurrently } from '../../../core/concurrently.ts'
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

/** Versions that are placed at once, and blobs that are removed at once: they share the turns of the disk. */
const [atOnce, removals] = [16, 64]

/**
 * Brings the blobs of an import that the node's log names from quarantine to their places; removes those that nobody
 * needs any more; notes what is left. Idempotent. Gives how many were placed.
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
  const uses = new Map<string, number>()
  for (const { digest } of objects) uses.set(digest, (uses.get(digest) ?? 0) + 1)
  let [placed, done] = [0, 0]
  for (const object of objects) {
    const entry = object.kind === 'certificate' ? undefined : byId.get(object.id)
    const named = entry && namedObject(entry)
    if (named === undefined || !isLogged(world, named)) continue
    const key = named.module === undefined ? 'proofs' : `${named.module.path}@${named.module.version}`
    groups.set(key, [
      ...(groups.get(key) ?? []),
      { named, content: () => contentOf(world, quarantineKey(bundle, object.digest), uses.get(object.digest) === 1) },
    ])
  }
  await concurrently([...groups], atOnce, async ([at, group]) => {
    const put = await putInPlace(world, group)
    placed += put
    tellCame(world, group)
    world.reached('version-placed')
    world.watch.progress({ done: ++done, total: groups.size, bytes: 0, totalBytes: undefined, at })
  })
  for (const { digest } of objects.filter(({ kind }) => kind === 'certificate'))
    await moveIfThere(world, quarantineKey(bundle, digest), certificateKey(digest))
  const left = objects.filter(stays)
  const needed = new Set(left.map(({ digest }) => digest))
  const spent = new Set(objects.map(({ digest }) => digest).filter(digest => !needed.has(digest)))
  await concurrently([...spent], removals, digest => world.store.remove(quarantineKey(bundle, digest)))
  if (left.length < objects.length) await keepTaken(world.folder, left)
  world.journal.info('ferry-placed', { origin: header.origin, bundle, placed, left: left.length })
  return placed
}

/** Whether the node's log names just this blob. */
function isLogged({ log: { state } }: TakingWorld, { module, kind, digest }: NamedObject): boolean {
  if (module === undefined || kind === 'proofs') return state.proofs?.sha256 === digest
  return loggedDigest(state, module, kind) === digest
}

/** What only one version needs is moved; versions may share a go.mod: that is copied. Undefined where it is gone. */
async function contentOf({ store }: TakingWorld, from: string, isAlone: boolean): Promise<Content | undefined> {
  if (!isAlone) return store.read(from, smallLimit)
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
