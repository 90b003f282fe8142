import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { ModuleMemory } from '../../core/watch/memory.ts'
import type { WatchedUpstream, WatchWorld } from './world.ts'

/** So many versions are looked at again in a pull of a module: of those that are wanted, and of the others. */
const atOnce = { wanted: 3, others: 2 }

/** Versions of one module. */
export interface Versions {
  /** The newest first. */
  readonly held: readonly string[]
  readonly wanted: readonly string[]
  /** Those that the upstream has. */
  readonly present: ReadonlySet<string>
}

/** Those of `held` whose turn it is, the longest not looked at first: at most five. */
export function dueAgain(memory: ModuleMemory, { held, wanted, present }: Versions): string[] {
  const lookedAt = (version: string) => memory.of(version)?.looked ?? 0
  const inTurn = held.toSorted((a, b) => lookedAt(a) - lookedAt(b))
  const isWanted = (version: string) => wanted.includes(version)
  const others = inTurn.filter(version => !isWanted(version) && present.has(version))
  return [...inTurn.filter(isWanted).slice(0, atOnce.wanted), ...others.slice(0, atOnce.others)]
}

/** What looking at versions of one module takes. */
export interface Looking {
  readonly upstream: WatchedUpstream
  readonly memory: ModuleMemory
}

/**
 * Holds what the upstream has of versions against the log: a go.mod and a zip each. A zip whose answers before gave
 * nothing to ask again with is read whole: of one version a pull.
 */
export class LookAgain {
  readonly #world: WatchWorld
  readonly #looking: Looking
  #mayRead = true

  constructor(world: WatchWorld, looking: Looking) {
    this.#world = world
    this.#looking = looking
  }

  /**
   * Throws `mismatch` where the upstream has other bytes than the log, `absent` where it has none any more, and what
   * it throws.
   */
  async at(module: ModuleVersion): Promise<void> {
    const { memory } = this.#looking
    const record = this.#world.state.version(module.path, module.version)?.record
    const remembered = memory.of(module.version)
    if (record === undefined || remembered === undefined) return
    const readsZip = remembered.zip !== undefined || this.#mayRead
    // One whose zip is left out stays first in turn.
    if (readsZip) remembered.looked = this.#world.now()
    await this.#compare(module, 'mod', record.h1Mod)
    if (!readsZip) return
    if (remembered.zip === undefined) this.#mayRead = false
    await this.#compare(module, 'zip', record.h1Zip)
  }

  async #compare({ path, version }: ModuleVersion, kind: 'mod' | 'zip', wanted: string): Promise<void> {
    const { upstream, memory } = this.#looking
    const remembered = memory.of(version) ?? { listed: false }
    const subject = `${path}@${version}`
    const file = kind === 'mod' ? 'go.mod' : 'zip'
    const rewritten = (got: string) =>
      new GoferryError('mismatch', { subject, reason: 'watch.other-bytes', params: { file, got, wanted } })
    try {
      const now = await upstream.h1(version, kind, remembered[kind])
      if (now === undefined) return
      delete remembered[kind]
      if (now.value !== wanted) throw rewritten(now.value)
      if (now.validator !== undefined) remembered[kind] = now.validator
    } catch (error) {
      if (isGoferryError(error, 'absent')) {
        const params = { file, code: error.params['code'] ?? '', text: error.params['text'] ?? '' }
        throw new GoferryError('absent', { subject, reason: 'watch.file-gone', params })
      }
      if (isGoferryError(error, 'bad-zip', 'bad-module-path', 'bad-version')) throw rewritten(error.message)
      throw error
    }
  }
}
