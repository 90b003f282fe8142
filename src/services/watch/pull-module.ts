import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { retractedBy } from '../../core/modfile/retracted-by.ts'
import { parseInfo } from '../../core/module/info.ts'
import { latestVersion } from '../../core/module/latest.ts'
import { isPseudoVersion } from '../../core/module/pseudo-version.ts'
import { sortVersions } from '../../core/module/semver.ts'
import { chooseCommit, chooseVersions, type WatchRule } from '../../core/watch/choose.ts'
import type { ModuleMemory } from '../../core/watch/memory.ts'
import { isOfUpstream } from './failure.ts'
import { openMemory } from './keep-memory.ts'
import { dueAgain, LookAgain } from './look-again.ts'
import type { Tally, WatchOutcome } from './tally.ts'
import type { WatchedModule, WatchedUpstream, WatchWorld } from './world.ts'

/** One module as it is pulled. */
interface Pulling {
  readonly world: WatchWorld
  readonly tally: Tally
  readonly upstream: WatchedUpstream
  readonly memory: ModuleMemory
  readonly rule: WatchRule
  readonly dry: boolean
}

/**
 * Takes what the rule of a module wants, and looks at what is held. Throws what the upstream throws of the module as a
 * whole, and what is the node's own trouble.
 */
export async function pullModule(
  world: WatchWorld,
  tally: Tally,
  { path, rule }: WatchedModule,
  { dry }: { readonly dry: boolean },
): Promise<void> {
  const upstream = world.upstream(path)
  const { memory, save } = await openMemory(world, path, dry)
  const pulling = { world, tally, upstream, memory, rule, dry }
  const held = await world.complete(path)
  await list(pulling, held)
  await save()
  const isRetracted = await retraction(pulling)
  const { wanted, young } = await choice(pulling, isRetracted)
  for (const { version, from } of young)
    if (!held.includes(version)) await tally.tell(`${path}@${version}`, 'young', { from: new Date(from).toISOString() })
  const missing = wanted.filter(version => !held.includes(version) || memory.of(version)?.owed)
  await lookAtHeld(pulling, { held, wanted: wanted.filter(version => !missing.includes(version)), isRetracted })
  for (const version of missing) owe(memory, version, true)
  await save()
  for (const version of missing) {
    if (dry) await tally.tell(`${path}@${version}`, 'new')
    else await take(pulling, version)
    await save()
  }
}

/** Takes a version, and remembers it until all that comes along is there: also where this process dies over it. */
async function take({ world, tally, memory }: Pulling, version: string): Promise<void> {
  const subject = `${memory.path}@${version}`
  try {
    const isWhole = await world.take({ path: memory.path, version })
    if (isWhole) owe(memory, version, false)
    await tally.tell(subject, isWhole ? 'added' : 'failed')
  } catch (error) {
    if (!isOfUpstream(error)) throw error
    await tally.tell(subject, 'failed', { error })
  }
}

function owe(memory: ModuleMemory, version: string, isOwed: boolean): void {
  const remembered = memory.of(version)
  if (isOwed && remembered !== undefined) remembered.owed = true
  else delete remembered?.owed
}

/** What the upstream lists; where that has no release, what it says is the latest. */
async function list({ upstream, memory }: Pulling, held: readonly string[]): Promise<void> {
  try {
    const found = await upstream.list(memory.listKept)
    if (found !== undefined) memory.lists(found.value, found.validator)
  } catch (error) {
    if (!isGoferryError(error, 'absent')) throw error
    const { code = '', text = '' } = error.params
    const params = { code, text, held: held.length }
    throw new GoferryError('absent', { subject: memory.path, reason: 'watch.absent', params })
  }
  if (memory.listsReleases) return
  try {
    const latest = await upstream.latest(memory.latest?.kept)
    if (latest !== undefined) memory.hasLatest(latest.value, latest.validator)
  } catch (error) {
    if (!isGoferryError(error, 'absent')) throw error
    memory.hasLatest(undefined, undefined)
  }
}

/** What the go.mod of the newest version takes back. */
async function retraction({ world, upstream, memory }: Pulling): Promise<(version: string) => boolean> {
  const { path } = memory
  const version = latestVersion(memory.present)
  if (version === undefined) return () => false
  return retractedBy((await world.held({ path, version }, 'mod')) ?? (await upstream.bytes(version, 'mod')))
}

/** What the rule wants; of a module without any release its newest commit that is old enough. */
async function choice({ world, upstream, memory, rule }: Pulling, retracted: (version: string) => boolean) {
  const { path, present } = memory
  const made = async (version: string) => {
    const known = memory.of(version)
    if (known?.made !== undefined) return known.made
    const info = (await world.held({ path, version }, 'info')) ?? (await upstream.bytes(version, 'info'))
    const { time } = parseInfo({ path, version }, info)
    if (known !== undefined && time !== undefined) known.made = Date.parse(time)
    return known?.made
  }
  const ages = { now: world.now(), timeOf: async (version: string) => memory.agesFrom(version, await made(version)) }
  if (present.every(isPseudoVersion)) return chooseCommit(memory.commits, rule, ages)
  return chooseVersions({ path, versions: present }, rule, { retracted }, ages)
}

interface Held {
  readonly held: readonly string[]
  readonly wanted: readonly string[]
  readonly isRetracted: (version: string) => boolean
}

/** Tells once of each version that is wanted and held, and of each that is held and not as it was upstream. */
async function lookAtHeld(pulling: Pulling, { held, wanted, isRetracted }: Held): Promise<void> {
  const { world, tally, memory } = pulling
  const { path } = memory
  const present = new Set(memory.present)
  const due = dueAgain(memory, { held: sortVersions([...held]).reverse(), wanted, present })
  const wrong = await troubleWith(new LookAgain(world, pulling), path, due)
  for (const version of held) {
    const subject = `${path}@${version}`
    const error = wrong.get(version)
    if (!isPseudoVersion(version) && !present.has(version)) {
      await tally.tell(subject, 'removed', { error: new GoferryError('absent', { subject, reason: 'watch.unlisted' }) })
    } else if (error !== undefined) await tally.tell(subject, outcomeOf(error), { error })
    else if (isRetracted(version)) await tally.tell(subject, 'retracted')
    else if (wanted.includes(version)) await tally.tell(subject, 'held')
  }
}

/** What is wrong with those of `versions` that the upstream has not as the log has them. */
async function troubleWith(look: LookAgain, path: string, versions: readonly string[]) {
  const wrong = new Map<string, GoferryError>()
  for (const version of versions) {
    try {
      await look.at({ path, version })
    } catch (error) {
      if (!isOfUpstream(error)) throw error
      wrong.set(version, error)
    }
  }
  return wrong
}

function outcomeOf(error: GoferryError): WatchOutcome {
  if (isGoferryError(error, 'mismatch')) return 'rewritten'
  return isGoferryError(error, 'absent') ? 'removed' : 'failed'
}
