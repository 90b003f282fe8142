import { utf8 } from '../../core/bytes.ts'
import type { LogState } from '../../core/log/state.ts'
import { retractedBy } from '../../core/modfile/retracted-by.ts'
import { latestVersion } from '../../core/module/latest.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { isPseudoVersion } from '../../core/module/pseudo-version.ts'
import { sortVersions } from '../../core/module/semver.ts'
import { blobKey, KINDS, type Kind, latestKey, listKey, type Realm } from '../../core/tree/keys.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Staged, Store } from '../../ports/store.ts'
import { heldVersions } from './held-versions.ts'
import { newestEntryOf } from './newest-entry.ts'
import type { SettledMark } from './settled-mark.ts'

/** The largest `.info` that is copied to `@latest`, in bytes. */
const MAX_INFO_BYTES = 1 << 20
/** The largest go.mod of the module zip rules, in bytes. */
const MAX_MOD_BYTES = 16 << 20

/** The parts of one version that are to be published; bytes of an `.info` or `.mod`, or what was staged. */
export type Parts = Partial<Record<Kind, Staged | Uint8Array>>

/**
 * The writing side of the tree, used by the node's one writer. Content comes verified and logged: a part is published
 * only after its entry. The order zip, mod, info, list means that a reader of the bare files never sees a half version.
 */
export class Tree {
  readonly #store: Store
  readonly #state: () => LogState
  readonly #reached: Reached
  /**
   * The last relisting of each module that is under way: one at a
   * time, so that an older listing never overwrites a newer.
   */
  readonly #relisting = new Map<string, Promise<void>>()
  readonly #mark: SettledMark
  readonly #publishing = new Set<Promise<void>>()
  /** Whether a publication of this process failed: then the next start looks at all of them again. */
  #failed = false

  constructor(deps: { store: Store; state: () => LogState; mark: SettledMark; reached: Reached }) {
    this.#store = deps.store
    this.#state = deps.state
    this.#mark = deps.mark
    this.#reached = deps.reached
  }

  /** Whether a part is held in the public tree. */
  async has(module: ModuleVersion, kind: Kind): Promise<boolean> {
    return (await this.#store.stat(blobKey('public', module, kind))) !== undefined
  }

  /**
   * Makes `parts` visible, then lists the version if that completes
   * it. Throws `store-conflict`, `no-space`, `io-failed`.
   */
  async publish(module: ModuleVersion, parts: Parts): Promise<void> {
    const work = this.#publish(module, parts)
    this.#publishing.add(work)
    try {
      await work
    } catch (error) {
      this.#failed = true
      throw error
    } finally {
      this.#publishing.delete(work)
    }
  }

  /** Waits for what is being published, and notes that all is in step, if it is. Called when the writer closes. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#publishing)
    if (!this.#failed) await this.#mark.raiseTo(this.#state().size)
  }

  async #publish(module: ModuleVersion, parts: Parts): Promise<void> {
    await this.#mark.lowerTo(newestEntryOf(this.#state(), module))
    for (const kind of KINDS) {
      const content = parts[kind]
      if (content === undefined) continue
      await this.#store.put(blobKey('public', module, kind), content)
      this.#reached(`${kind}-published`)
    }
    await this.relist(module.path)
  }

  /** Takes a version out of the public tree (a recall): list first, then info, mod and zip. */
  async withhold(module: ModuleVersion): Promise<void> {
    await this.relist(module.path)
    await this.#move(module, 'public', 'withheld', KINDS.toReversed())
  }

  /** Brings a withheld version back, in the order of a publication. */
  async restore(module: ModuleVersion): Promise<void> {
    await this.#move(module, 'withheld', 'public', KINDS)
    await this.relist(module.path)
  }

  /** Writes `list` and `@latest` of a module again from what is held and shown. Idempotent. */
  async relist(path: string): Promise<void> {
    const before = this.#relisting.get(path) ?? Promise.resolve()
    const mine = before.then(
      () => this.#relist(path),
      () => this.#relist(path),
    )
    this.#relisting.set(path, mine)
    try {
      await mine
    } finally {
      if (this.#relisting.get(path) === mine) this.#relisting.delete(path)
    }
  }

  async #relist(path: string): Promise<void> {
    const held = await heldVersions(this.#store, path)
    const shown = held.filter(version => {
      const known = this.#state().version(path, version)
      return known?.info !== undefined && known.zip !== undefined && known.recalled === undefined
    })
    const listed = sortVersions(shown.filter(version => !isPseudoVersion(version)))
    await this.#writeLatest(path, await this.#latest(path, shown))
    await this.#replace(listKey(path), utf8(listed.map(version => `${version}\n`).join('')))
    this.#reached('list-published')
  }

  /** The latest of `versions`, without those that the go.mod of the very latest retracts. */
  async #latest(path: string, versions: readonly string[]): Promise<string | undefined> {
    const version = latestVersion(versions)
    if (version === undefined) return undefined
    const goMod = await this.#store.read(blobKey('public', { path, version }, 'mod'), MAX_MOD_BYTES)
    return goMod === undefined ? version : latestVersion(versions, { retracted: retractedBy(goMod) })
  }

  async #writeLatest(path: string, version: string | undefined): Promise<void> {
    if (version === undefined) return this.#store.remove(latestKey(path))
    const info = await this.#store.read(blobKey('public', { path, version }, 'info'), MAX_INFO_BYTES)
    if (info !== undefined) await this.#replace(latestKey(path), info)
  }

  /** Writes a derived file only where it changes: a pull of one more part leaves most lists as they are. */
  async #replace(key: string, content: Uint8Array): Promise<void> {
    const now = await this.#store.read(key, 1 << 26)
    if (now === undefined || Buffer.compare(now, content) !== 0) await this.#store.replace(key, content)
  }

  async #move(module: ModuleVersion, from: Realm, to: Realm, kinds: readonly Kind[]): Promise<void> {
    for (const kind of kinds) {
      const [source, target] = [blobKey(from, module, kind), blobKey(to, module, kind)]
      if ((await this.#store.stat(source)) !== undefined) await this.#store.move(source, target)
    }
  }
}
