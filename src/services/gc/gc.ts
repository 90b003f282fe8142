import { GoferryError } from '../../core/errors.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { type HeldZip, type KeepRules, type Surplus, surplusOf } from '../../core/policy/keep.ts'
import { partKey } from '../../core/toolchain/part-key.ts'
import { blobKey, type Kind } from '../../core/tree/keys.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandStep } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import type { Watch } from '../../ports/watch.ts'
import type { GivenUp } from './given-up.ts'

/** What giving up needs of the node. It runs in the node's one writer, while the node serves. */
export interface GcWorld {
  readonly store: Store
  readonly state: LogState
  readonly tree: {
    has(module: ModuleVersion, kind: Kind): Promise<boolean>
    /** Runs `remove`, which takes parts of `module` away, and lists the module again, also after a crash. */
    takeOut(module: ModuleVersion, remove: () => Promise<void>): Promise<void>
  }
  readonly givenUp: GivenUp
  readonly room: { gaveUp(bytes: number): void }
  readonly clock: Clock
  readonly watch: Watch
  readonly reached: (step: CommandStep) => void
}

/** What is to be given up. */
export interface GcOptions {
  readonly rules: KeepRules
  /** The most bytes of zips; undefined: no bound. */
  readonly quota: number | undefined
  /** Whether it is done; else it is only told. */
  readonly apply: boolean
}

/** What giving up came to. */
export interface GcReport {
  /** Zips that were held before, and their bytes. */
  readonly held: number
  readonly heldBytes: number
  /** Zips that were given up, or would be. */
  readonly zips: number
  readonly bytes: number
}

/** So many are noted at once: the most that a killed run notes and does not remove. */
const noteEvery = 500

/**
 * Gives up the zips that nothing keeps; `.mod` and `.info` stay, and the log names the version as before: it is
 * graph-only from then on, leaves the list, and is taken again from the upstream when somebody asks for it. Tells of
 * each. What is recalled is not touched. Throws `interrupted` after the watch's signal, with what it did kept, and what
 * the store throws.
 */
export async function gc(world: GcWorld, { rules, quota, apply }: GcOptions): Promise<GcReport> {
  const held = await heldZips(world)
  const surplus = surplusOf(held, rules, { now: world.clock.now(), quota })
  const count = { zips: 0, bytes: 0 }
  for (let at = 0; at < surplus.length; at += noteEvery) {
    const batch = surplus.slice(at, at + noteEvery)
    if (apply) {
      goOn(world.watch)
      await world.givenUp.note(batch)
      world.reached('given-up-noted')
    }
    for (const zip of batch) {
      goOn(world.watch)
      if (apply) await giveUp(world, zip)
      count.zips++
      count.bytes += zip.size
      await tell(world.watch, zip, apply)
      const [done, total] = [count.zips, surplus.length]
      world.watch.progress({ done, total, bytes: count.bytes, totalBytes: undefined, at: zip.path })
    }
  }
  return { held: held.length, heldBytes: held.reduce((sum, { size }) => sum + size, 0), ...count }
}

/** The zips of the public tree, as the log names them. */
async function heldZips(world: GcWorld): Promise<HeldZip[]> {
  const { state, tree, givenUp, watch } = world
  const held: HeldZip[] = []
  for (const path of state.paths())
    for (const version of state.versions(path)) {
      const { zip, recalled } = state.version(path, version) ?? {}
      const module = { path, version }
      if (zip === undefined || recalled !== undefined) continue
      goOn(watch)
      if (!(await tree.has(module, 'zip'))) continue
      const only = zip.unlisted !== undefined || zip.from === 'local'
      const size = zip.size + (await madeBytes(world, module))
      const takenAt = givenUp.takenAgainAt(module) ?? Date.parse(zip.at)
      held.push({ ...module, size, takenAt, only })
    }
  return held
}

/** The key of the archive that was made here of the zip of a toolchain; undefined where there is none. */
function madeKey({ state }: GcWorld, { path, version }: ModuleVersion): string | undefined {
  const recipe = state.version(path, version)?.archive?.recipe
  return recipe === undefined ? undefined : partKey(state, { path, version }, 'archive')
}

async function madeBytes(world: GcWorld, module: ModuleVersion): Promise<number> {
  const key = madeKey(world, module)
  return key === undefined ? 0 : ((await world.store.stat(key))?.size ?? 0)
}

/** With the zip goes what was made of it: it can be made again. */
async function giveUp(world: GcWorld, zip: Surplus): Promise<void> {
  const { store, tree, room, reached } = world
  const made = madeKey(world, zip)
  await tree.takeOut(zip, async () => {
    if (made !== undefined) await store.remove(made)
    await store.remove(blobKey('public', zip, 'zip'))
    reached('zip-given-up')
  })
  room.gaveUp(zip.size)
}

function tell(watch: Watch, { path, version, size, ground }: Surplus, apply: boolean): Promise<void> {
  const outcome = apply ? 'given-up' : 'would-be-given-up'
  return watch.tell({ subject: `${path}@${version}`, outcome, ground, size })
}

function goOn({ signal }: Watch): void {
  if (signal.aborted) throw new GoferryError('interrupted', { subject: 'gc' })
}
