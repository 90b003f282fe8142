import { toWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { ListedRecord } from '../../core/proofs/proofs.ts'
import { goSumLines } from '../../core/sumdb/go-sum-lines.ts'
import type { ProofsBlob } from './proofs-blob.ts'
import type { RefreshWorld } from './world.ts'

/** Versions that are asked for at once; the pull bounds its own requests. */
const atOnce = 32

/** The records of a refresh. */
export interface Listed {
  /** By their ids. */
  readonly records: readonly ListedRecord[]
  /** How many the last blob does not have. */
  readonly asked: number
  /** How many could not be had: each was told. */
  readonly failed: number
}

/**
 * The records of all public versions in the log: those of the blob `before`, and the rest asked for. Tells what came of
 * each that was asked for, `proved` or `failed`. Throws `interrupted` after the watch's signal, and what the node's own
 * log and store throw.
 */
export async function listedRecords(world: RefreshWorld, before: ProofsBlob | undefined): Promise<Listed> {
  const wanted = [...publicVersions(world)].filter(module => before?.record(module) === undefined)
  const found: ListedRecord[] = []
  const queue = wanted.values()
  let [done, failed] = [0, 0]
  const work = async () => {
    for (const module of queue) {
      if (world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'proofs' })
      const record = await ask(world, module)
      if (record === undefined) failed++
      else found.push(record)
      done++
      const at = `${module.path}@${module.version}`
      world.watch.progress({ done, total: wanted.length, bytes: 0, totalBytes: undefined, at })
    }
  }
  const settled = await Promise.allSettled(Array.from({ length: Math.min(atOnce, wanted.length) }, work))
  const stopped = settled.find(one => one.status === 'rejected')
  if (stopped !== undefined) throw stopped.reason
  const records = [...(before?.proofs.records ?? []), ...found].sort((a, b) => a.id - b.id)
  return { records, asked: wanted.length, failed }
}

/** What the public database is to have: every record that was not made here, and may be asked for. */
export function* publicVersions({ state, isAsked }: Pick<RefreshWorld, 'state' | 'isAsked'>): Generator<ModuleVersion> {
  for (const path of state.paths()) {
    if (!isAsked(path)) continue
    for (const version of state.versions(path)) {
      const known = state.version(path, version)
      if (known?.zip?.unlisted === undefined) yield { path, version }
    }
  }
}

/** Undefined where it is not to be had: then that was told. Throws what is the node's own trouble. */
async function ask(world: RefreshWorld, module: ModuleVersion): Promise<ListedRecord | undefined> {
  const { watch, database } = world
  const subject = `${module.path}@${module.version}`
  try {
    const record = await database.listed(module)
    checkSame(world, module, record)
    await watch.tell({ subject, outcome: 'proved', id: record.id })
    return record
  } catch (error) {
    if (!isGoferryError(error) || isTheNodes(error)) throw error
    if (watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'proofs', cause: error })
    await watch.tell({ subject, outcome: 'failed', error: toWire(error) })
    return undefined
  }
}

/** Whether the trouble is the node's, or the database's as a whole, and the rest would come to the same. */
function isTheNodes({ code }: GoferryError): boolean {
  return ['no-space', 'io-failed', 'store-damaged', 'log-fork', 'stopping', 'internal', 'interrupted'].includes(code)
}

/** Throws `mismatch` where two authorities name different bytes for one version. */
function checkSame({ state, journal }: RefreshWorld, module: ModuleVersion, { text }: ListedRecord): void {
  const record = state.version(module.path, module.version)?.record
  if (record === undefined || goSumLines({ ...module, ...record }) === text) return
  const subject = `${module.path}@${module.version}`
  const [zip = '', mod = ''] = text.split('\n').map(line => line.split(' ')[2] ?? '')
  const params = { held: record.h1Zip, other: zip, heldMod: record.h1Mod, otherMod: mod }
  journal.error('authority-conflict', { module: subject, ...params })
  throw new GoferryError('mismatch', { subject, reason: 'pull-conflict', params })
}
