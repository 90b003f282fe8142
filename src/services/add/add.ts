import { toWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { checkPath } from '../../core/module/path.ts'
import type { Kind } from '../../core/tree/keys.ts'
import { resolveQuery } from './resolve.ts'
import type { AddWorld, Want, Wanted } from './world.ts'

/**
 * Versions at hand at once; the pull bounds its own requests. Those with a zip, which fill the line, do not wait behind
 * the many without, which wait for round trips and for the log.
 */
const atOnce = { zips: 32, others: 96 }

/** What adding came to: how many items of each outcome were told. */
export interface AddReport {
  /** Versions of which something is held now that was not before, and of which nothing failed. */
  readonly added: number
  /** Versions of which all that was wanted was held already. */
  readonly held: number
  /** What was not to be had, each with the reason: of a folder parts of versions, else wants. */
  readonly failed: number
  /** What lies in a folder and is no part of a version. */
  readonly foreign: number
  /** `path@version` of the go.mods that came in where nothing else was taken, since the project is not tidy. */
  readonly taken?: readonly string[]
  /** Signs that a project's go.mod and go.sum do not name all that it needs. */
  readonly untidy?: number
  /** Bytes that came from the upstream. */
  readonly bytes: number
}

/**
 * Takes everything of `wants` that is not held, each verified, logged and stored before the next takes its place, and
 * tells what came of each: `added`, `held` or `failed`. What fails does not keep the rest. Throws `interrupted` after
 * the watch's signal, `no-space`, and what the node's own log and store throw: then nothing more is tried.
 */
export async function add(world: AddWorld, { wants, foreign }: Wanted): Promise<AddReport> {
  const count = { added: 0, held: 0, failed: 0 }
  let done = 0
  const work = async (queue: Iterable<Want>) => {
    for (const want of queue) {
      if (world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'add' })
      for (const outcome of await addOne(world, want)) count[outcome]++
      done++
      world.watch.progress({
        done,
        total: wants.length,
        bytes: world.bytes(),
        totalBytes: undefined,
        at: `${want.path}@${want.query}`,
      })
    }
  }
  const lanes = (queue: readonly Want[], most: number) => {
    const left = queue.values()
    return Array.from({ length: Math.min(most, queue.length) }, () => work(left))
  }
  const zips = wants.filter(({ parts }) => parts.includes('zip'))
  const others = wants.filter(({ parts }) => !parts.includes('zip'))
  await settled([...lanes(zips, atOnce.zips), ...lanes(others, atOnce.others)])
  return { ...count, foreign, bytes: world.bytes() }
}

/** Waits for all, then throws the first failure: nothing runs on when this returns. */
async function settled(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(one => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

type Outcome = 'added' | 'held' | 'failed'

/** The outcomes that were told of a want: of a folder as many failures as parts failed. */
async function addOne(world: AddWorld, want: Want): Promise<Outcome[]> {
  const asked = `${want.path}@${want.query}`
  const module = await orTold(world, asked, () => resolveWant(world, want))
  if (module === undefined) return ['failed']
  const subject = `${module.path}@${module.version}`
  const outcomes: Outcome[] = []
  for (const parts of want.apart ? want.parts.map(part => [part]) : [want.parts]) {
    const named = want.apart ? { part: parts[0] } : {}
    const took = await orTold(world, subject, () => takeParts(world, module, { ...want, parts }), named)
    outcomes.push(took === undefined ? 'failed' : took ? 'added' : 'held')
  }
  const failures = outcomes.filter(outcome => outcome === 'failed')
  if (failures.length > 0) return failures
  const outcome = outcomes.includes('added') ? 'added' : 'held'
  await world.watch.tell({ subject, outcome, ...(subject === asked ? {} : { query: want.query }) })
  return [outcome]
}

async function resolveWant(world: AddWorld, { path, query }: Want): Promise<ModuleVersion> {
  checkPath(path)
  return { path, version: await resolveQuery(world, path, query) }
}

/** What `work` gives, or undefined where it failed: then that was told. Throws what is the node's own trouble. */
async function orTold<T>(
  { watch }: AddWorld,
  subject: string,
  work: () => Promise<T>,
  more: { readonly part?: Kind | undefined } = {},
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!isGoferryError(error) || isTheNodes(error)) throw error
    if (watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'add', cause: error })
    await watch.tell({ subject, outcome: 'failed', ...more, error: toWire(error) })
    return undefined
  }
}

/** Whether the trouble is the node's, and will be the same for all that follows. */
function isTheNodes(error: GoferryError): boolean {
  return ['no-space', 'io-failed', 'head-conflict', 'stopping', 'internal', 'interrupted'].includes(error.code)
}

/**
 * Fetches the parts that are not held. Whether there were any, or some came before for the same call. Throws `mismatch`
 * besides what the pull does.
 */
async function takeParts(world: AddWorld, module: ModuleVersion, want: Want): Promise<boolean> {
  let took = world.taken?.has(`${module.path}@${module.version}`) ?? false
  for (const kind of want.parts) {
    if (await world.has(module, kind)) continue
    await world.pull.fetch(module, kind)
    took = true
  }
  checkSums(world, module, want)
  return took
}

/** Throws `mismatch` where go.sum and the log name different bytes: somebody was given others than these. */
function checkSums({ state }: AddWorld, { path, version }: ModuleVersion, { sums }: Want): void {
  const record = state.version(path, version)?.record
  if (record === undefined || sums === undefined) return
  for (const part of ['h1Zip', 'h1Mod'] as const) {
    const wanted = sums[part]
    if (wanted === undefined || wanted === record[part]) continue
    const params = { wanted, found: record[part] }
    throw new GoferryError('mismatch', { subject: `${path}@${version}`, reason: 'add-go-sum', params })
  }
}
