import { sameBytes } from '../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import {
  headsLimit,
  type ListedRecord,
  type Proofs,
  proofsFolder,
  proofsKey,
  proofsLimit,
} from '../../core/proofs/proofs.ts'
import { contradiction, type SignedHead } from '../../core/sumdb/signed-head.ts'
import { blobBytes } from './blob-bytes.ts'
import { listedRecords } from './listed-records.ts'
import { ProofsBlob } from './proofs-blob.ts'
import type { RefreshWorld } from './world.ts'

/** What a refresh came to. */
export interface RefreshReport {
  /** `current`: nothing is new, and nothing was written. */
  readonly outcome: 'refreshed' | 'current'
  /** Records of the head; 0 where nothing was ever recorded. */
  readonly size: number
  /** Versions that are proved. */
  readonly records: number
  /** Older heads whose clients are served too. */
  readonly heads: number
  readonly tiles: number
  /** Bytes of the blob. */
  readonly bytes: number
  /** Versions that were asked for. */
  readonly asked: number
  /** Versions of them that could not be had: each was told. */
  readonly failed: number
}

/**
 * Records the proofs of all public versions in the log under the newest head of the public database, with what ties
 * every head to it that a client was ever given: one immutable blob, checked as it is written, then an entry of the log
 * that names it. Where no version is new and no head was given since, nothing is done.
 *
 * At each moment the old blob is served or the new one. Throws `missing` without an upstream, `no-space`,
 * `interrupted`; `bad-note`, `bad-tile`, `bad-proof`, `log-fork` where the database proves nothing or contradicts
 * itself; what the upstream throws where it cannot be asked; and what log and store throw.
 */
export async function refreshProofs(world: RefreshWorld): Promise<RefreshReport> {
  await world.room.check()
  const before = await openNewest(world)
  const { records, asked, failed } = await listedRecords(world, before)
  const counts = { asked, failed }
  const served = await world.database.servedHeads()
  const known = new Set(before?.proofs.heads.map(({ size }) => size))
  const isNew = records.length > (before?.proofs.records.length ?? 0) || served.some(({ size }) => !known.has(size))
  if (records.length === 0 || !isNew) return { outcome: 'current', ...factsOf(before), ...counts }
  await world.database.serveNewest()
  const heads = mergedHeads(await world.database.servedHeads(), before?.proofs.heads ?? [])
  const blob = await write(world, { database: world.database.verifier.name, heads, records }, before)
  return { outcome: 'refreshed', ...factsOf(blob), ...counts }
}

/** What is to be told of a blob. */
function factsOf(blob: ProofsBlob | undefined): Pick<RefreshReport, 'size' | 'records' | 'heads' | 'tiles' | 'bytes'> {
  if (blob === undefined) return { size: 0, records: 0, heads: 0, tiles: 0, bytes: 0 }
  const { heads, records } = blob.proofs
  return { size: heads[0].size, records: records.length, heads: heads.length - 1, tiles: blob.tiles, bytes: blob.bytes }
}

/** The newest blob; one that is not there or damaged is made anew from the beginning. */
async function openNewest({ store, state, database }: RefreshWorld): Promise<ProofsBlob | undefined> {
  if (state.proofs === undefined) return undefined
  try {
    return await ProofsBlob.open(store, state.proofs, [database.verifier])
  } catch (error) {
    if (isGoferryError(error, 'store-damaged', 'bad-proof', 'bad-note')) return undefined
    throw error
  }
}

/** Each head once, the newest first. Throws `log-fork` where two of one size differ. */
function mergedHeads(served: readonly SignedHead[], before: readonly SignedHead[]): Proofs['heads'] {
  const bySize = new Map<number, SignedHead>()
  for (const head of [...served, ...before]) {
    const other = bySize.get(head.size)
    if (other !== undefined && !sameBytes(other.root, head.root)) throw contradiction('log-fork', other, head)
    if (other === undefined) bySize.set(head.size, head)
  }
  const [newest, ...older] = [...bySize.values()].sort((a, b) => b.size - a.size).slice(0, headsLimit)
  if (newest === undefined) throw new GoferryError('internal', { subject: 'heads' })
  return [newest, ...older]
}

/** Writes, logs and opens the blob of `proofs`, then drops what is older than the one before. */
async function write(
  world: RefreshWorld,
  proofs: Omit<Proofs, 'records'> & { readonly records: readonly ListedRecord[] },
  before: ProofsBlob | undefined,
): Promise<ProofsBlob | undefined> {
  const { store, clock, reached } = world
  const staged = await store.stage(world.room.watched(blobBytes(world, proofs, before)), proofsLimit)
  const { sha256, size } = staged
  try {
    // A damaged one of the same name gives way.
    if (before === undefined) await store.remove(proofsKey(sha256))
    await store.put(proofsKey(sha256), staged)
  } finally {
    await staged.discard()
  }
  reached('proofs-stored')
  const last = world.state.proofs?.sha256
  const at = formatTime(clock.now())
  await world.append([{ kind: 'proofs', sha256, size, at }])
  reached('proofs-logged')
  // The one before stays: a process that answers may be about to read it.
  for (const name of await store.list(proofsFolder))
    if (name !== sha256 && name !== last) await store.remove(`${proofsFolder}/${name}`)
  reached('proofs-pruned')
  return ProofsBlob.open(store, { sha256, size }, [world.database.verifier])
}
