import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { toWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { retractedBy } from '../../core/modfile/retracted-by.ts'
import { parseInfo } from '../../core/module/info.ts'
import { latestVersion } from '../../core/module/latest.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { isPseudoVersion } from '../../core/module/pseudo-version.ts'
import { type Choice, chooseVersions, type WatchRule } from '../../core/watch/choose.ts'
import type { WatchedModule, WatchWorld } from './world.ts'

/**
 * What came of a version: `new` would be taken (a preview), `added` was, `held` was there; `young` is not old enough
 * yet; of those that are held `removed` is no longer listed, `retracted` was taken back, `rewritten` has other bytes
 * upstream now, where what is held stays as it is; `failed` was not to be had.
 */
export const WATCH_OUTCOMES = ['new', 'added', 'held', 'young', 'removed', 'retracted', 'rewritten', 'failed'] as const
/** One of them. */
export type WatchOutcome = (typeof WATCH_OUTCOMES)[number]

/** How many of each outcome were told. */
export type WatchReport = Readonly<Record<WatchOutcome, number>>

/**
 * Looks at each of `modules` upstream, and takes the versions that its rule wants and that are not held, unless it is a
 * preview; tells what came of each. Asks for one list a module, and for one go.mod of each version that is wanted and
 * held. What fails does not keep the rest. Throws `interrupted`, and what the node's own log and store throw.
 */
export async function pullWatched(
  world: WatchWorld,
  modules: readonly WatchedModule[],
  { dry }: { readonly dry: boolean },
): Promise<WatchReport> {
  const tally = new Tally(world)
  for (const [done, { path, rule }] of modules.entries()) {
    if (world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'pull' })
    world.watch.progress({ done, total: modules.length, bytes: 0, totalBytes: undefined, at: path })
    try {
      await pullModule(world, tally, path, { rule, dry })
    } catch (error) {
      if (!isOfUpstream(error)) throw error
      await tally.tell(path, 'failed', { error: toWire(error) })
    }
  }
  return tally.report
}

/** Whether the trouble is that of one module, and not of the node. */
function isOfUpstream(error: unknown): error is GoferryError {
  const own = ['no-space', 'io-failed', 'head-conflict', 'stopping', 'internal', 'interrupted', 'store-damaged']
  return isGoferryError(error) && !own.includes(error.code)
}

class Tally {
  readonly report = Object.fromEntries(WATCH_OUTCOMES.map(outcome => [outcome, 0])) as Record<WatchOutcome, number>
  readonly #world: WatchWorld

  constructor(world: WatchWorld) {
    this.#world = world
  }

  async tell(subject: string, outcome: WatchOutcome, more: object = {}): Promise<void> {
    this.report[outcome]++
    await this.#world.watch.tell({ subject, outcome, ...more })
  }
}

interface Pulling {
  readonly rule: WatchRule
  readonly dry: boolean
}

async function pullModule(world: WatchWorld, tally: Tally, path: string, { rule, dry }: Pulling): Promise<void> {
  const listed = await listedVersions(world, path)
  const held = await world.complete(path)
  const newest = latestVersion(listed)
  const retracted = newest === undefined ? () => false : retractedBy(await world.goMod({ path, version: newest }))
  const { wanted, young } = await chosen(world, path, { listed, rule, retracted })
  for (const { version, from } of young)
    if (!held.includes(version)) await tally.tell(`${path}@${version}`, 'young', { from: new Date(from).toISOString() })
  for (const version of wanted) {
    const module = { path, version }
    const outcome = held.includes(version) ? await lookedAt(world, module) : await taken(world, module, dry)
    await tally.tell(`${path}@${version}`, outcome)
  }
  for (const version of held) {
    const subject = `${path}@${version}`
    if (!isPseudoVersion(version) && !listed.includes(version)) await tally.tell(subject, 'removed')
    else if (retracted(version)) await tally.tell(subject, 'retracted')
  }
}

/** What the upstream lists; where that has no release, what it says is the latest. */
async function listedVersions(world: WatchWorld, path: string): Promise<readonly string[]> {
  const list = await world.list(path)
  if (list.status === 'absent') throw new GoferryError('absent', { subject: path, reason: 'watch.absent' })
  if (list.status !== 'known') throw list.error
  if (list.versions.some(version => !isPseudoVersion(version))) return list.versions
  const latest = await world.latest(path)
  if (latest === undefined) return list.versions
  return [...list.versions, parseInfo({ path, version: undefined }, latest).version]
}

/** What the rule wants; of a module without any release its latest commit, whatever its age. */
async function chosen(
  world: WatchWorld,
  path: string,
  given: { readonly listed: readonly string[]; readonly rule: WatchRule; readonly retracted: (v: string) => boolean },
): Promise<Choice> {
  const { listed, rule, retracted } = given
  const timeOf = async (version: string) => {
    const { time } = parseInfo({ path, version }, await world.info({ path, version }))
    // Without a time it is as young as can be.
    return time === undefined ? world.now() : Date.parse(time)
  }
  if (listed.some(version => !isPseudoVersion(version)))
    return chooseVersions(listed, rule, { retracted }, { now: world.now(), timeOf })
  const latest = latestVersion(listed)
  return { wanted: latest === undefined || rule.ranges.length > 0 ? [] : [latest], young: [] }
}

async function taken(world: WatchWorld, module: ModuleVersion, dry: boolean): Promise<WatchOutcome> {
  if (dry) return 'new'
  return (await world.take(module)) ? 'added' : 'failed'
}

/** Whether the upstream has another go.mod now than the log has; what it has no more is not rewritten. */
async function lookedAt({ state, upstreamGoMod }: WatchWorld, module: ModuleVersion): Promise<WatchOutcome> {
  const record = state.version(module.path, module.version)?.record
  const now = await upstreamGoMod(module)
  const isRewritten = now !== undefined && record !== undefined && hashGoMod(now) !== record.h1Mod
  return isRewritten ? 'rewritten' : 'held'
}
