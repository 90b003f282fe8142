import { sameBytes, utf8 } from '../../core/bytes.ts'
import { isGoferryError } from '../../core/errors.ts'
import type { LogState } from '../../core/log/state.ts'
import { retractedBy } from '../../core/modfile/retracted-by.ts'
import { latestVersion } from '../../core/module/latest.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { isPseudoVersion } from '../../core/module/pseudo-version.ts'
import { sortVersions } from '../../core/module/semver.ts'
import { blobKey, KINDS, type Kind, latestKey, listKey, type Realm } from '../../core/tree/keys.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Staged, Store } from '../../ports/store.ts'
import { heldVersions, provenReleases } from './held-versions.ts'
import { newestEntryOf } from './newest-entry.ts'
import type { SettledMark } from './settled-mark.ts'

/** The largest `.info` that is copied to `@latest`, in bytes. */
const MAX_INFO_BYTES = 1 << 20
/** The largest go.mod of the module zip rules, in bytes. */
const MAX_MOD_BYTES = 16 << 20
/** The largest list that is compared, in bytes. */
const MAX_LIST_BYTES = 1 << 26

/**
 * The parts of one version that are to be published; bytes of an `.info` or `.mod`, what was staged, or the immutable
 * key that a part is moved from.
 */
export type Parts = Partial<Record<Kind, Staged | Uint8Array | { readonly from: string }>>

/**
 * The writing side of the tree, used by the node's one writer. Content comes verified and logged: a part is published
 * only after its entry. The order zip, mod, info, list means that a reader of the bare files never sees a half version.
 */
export class Tree {
  readonly #store: Store
  readonly #state: () => LogState
  readonly #reached: Reached
  /** The last listing of each module that is under way. */
  readonly #relisting = new Map<string, Promise<unknown>>()
  readonly #mark: SettledMark
  readonly #publishing = new Set<Promise<void>>()
  /** Whether a publication of this process failed: then the next start looks at all of them again. */
  #failed = false
  /** Modules with parts that are held and may not be listed: that failed. */
  readonly #unlisted = new Set<string>()

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
   * Makes `parts` visible once `logFirst` has logged them, then lists the version if that completes it. What is logged
   * is never without a publication that `quiet` waits for. Throws `store-conflict`, `no-space`, `io-failed`, and what
   * `logFirst` throws.
   */
  async publish(module: ModuleVersion, parts: Parts, logFirst?: () => Promise<unknown>): Promise<void> {
    const logging = Promise.resolve(logFirst?.())
    const work = logging.then(() => this.#tracked(this.#publish(module, parts)))
    await this.#during(work)
  }

  /**
   * Takes parts of `module` out of the tree by `remove`, then lists the module again: after a crash between the two the
   * next start lists it. Throws what `remove` and the store throw.
   */
  async takeOut(module: ModuleVersion, remove: () => Promise<void>): Promise<void> {
    const work = async () => {
      await this.#mark.lowerTo(newestEntryOf(this.#state(), module))
      await remove()
      await this.#listAfter(module.path)
    }
    await this.#tracked(work())
  }

  /** Resolves when everything is published that the log names by now, or has failed. */
  async quiet(): Promise<void> {
    await Promise.allSettled(this.#publishing)
  }

  /** Waits for what is being published, and notes that all is in step, if it is. Called when the writer closes. */
  async close(): Promise<void> {
    await this.quiet()
    if (!this.#failed) await this.#mark.raiseTo(this.#state().size)
  }

  /** After a failure the mark is not raised. */
  async #tracked(work: Promise<void>): Promise<void> {
    try {
      await this.#during(work)
    } catch (error) {
      this.#failed = true
      throw error
    }
  }

  async #during(work: Promise<void>): Promise<void> {
    this.#publishing.add(work)
    try {
      await work
    } finally {
      this.#publishing.delete(work)
    }
  }

  async #publish(module: ModuleVersion, parts: Parts): Promise<void> {
    await this.#mark.lowerTo(newestEntryOf(this.#state(), module))
    for (const kind of KINDS) {
      const content = parts[kind]
      if (content === undefined) continue
      const key = blobKey('public', module, kind)
      await ('from' in content ? this.#store.move(content.from, key) : this.#store.put(key, content))
      this.#reached(`${kind}-published`)
    }
    await this.#listAfter(module.path)
    await this.relistLeft()
  }

  /** Lists again the modules of which that failed: what is held is listed then. Throws what the store throws. */
  async relistLeft(): Promise<void> {
    const left = [...this.#unlisted]
    this.#unlisted.clear()
    const listed = await Promise.allSettled(left.map(path => this.#listAfter(path)))
    for (const one of listed) if (one.status === 'rejected') throw one.reason
  }

  async #listAfter(path: string): Promise<void> {
    try {
      await this.relist(path)
    } catch (error) {
      this.#unlisted.add(path)
      throw error
    }
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
    await this.#inTurn(path, async () => {
      for (const [key, content] of await this.#stale(path)) {
        if (content === undefined) await this.#store.remove(key)
        else await this.#store.replace(key, content)
      }
      this.#reached('list-published')
    })
  }

  /** The keys of `list` and `@latest` where they are not what `relist` would write. */
  async stale(path: string): Promise<string[]> {
    return (await this.#inTurn(path, () => this.#stale(path))).map(([key]) => key)
  }

  /** One at a time for each module, so that an older listing never overwrites a newer. */
  async #inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
    const before = this.#relisting.get(path) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.#relisting.set(path, mine)
    try {
      return await mine
    } finally {
      if (this.#relisting.get(path) === mine) this.#relisting.delete(path)
    }
  }

  /** The derived files that are not as they should be, in the order of writing, each with its content, if any. */
  async #stale(path: string): Promise<[key: string, content: Uint8Array | undefined][]> {
    const held = await heldVersions(this.#store, path)
    const shown = held.filter(version => {
      const known = this.#state().version(path, version)
      return known?.info !== undefined && known.zip !== undefined && known.recalled === undefined
    })
    const proven = (await provenReleases(this.#store, path, shown)).filter(version => {
      const known = this.#state().version(path, version)
      return known?.info !== undefined && known.recalled === undefined
    })
    const listed = sortVersions([...shown.filter(version => !isPseudoVersion(version)), ...proven])
    const wanted: [string, Uint8Array | undefined][] = [
      [latestKey(path), await this.#latest(path, shown)],
      [listKey(path), utf8(listed.map(version => `${version}\n`).join(''))],
    ]
    const stale = await Promise.all(wanted.map(([key, content]) => this.#differs(key, content)))
    return wanted.filter((_, i) => stale[i])
  }

  /** The `.info` of the latest of `versions`, without those that the go.mod of the very latest retracts. */
  async #latest(path: string, versions: readonly string[]): Promise<Uint8Array | undefined> {
    const newest = latestVersion(versions)
    if (newest === undefined) return undefined
    const goMod = await this.#store.read(blobKey('public', { path, version: newest }, 'mod'), MAX_MOD_BYTES)
    const version = goMod === undefined ? newest : latestVersion(versions, { retracted: retractedBy(goMod) })
    return version === undefined
      ? undefined
      : this.#store.read(blobKey('public', { path, version }, 'info'), MAX_INFO_BYTES)
  }

  /** A pull of one more part leaves most derived files as they are. What cannot be read as a list is none. */
  async #differs(key: string, content: Uint8Array | undefined): Promise<boolean> {
    const now = await this.#store.read(key, MAX_LIST_BYTES).catch((error: unknown) => {
      if (isGoferryError(error, 'store-damaged', 'too-large', 'io-failed')) return null
      throw error
    })
    return now === null || content === undefined ? now !== undefined : now === undefined || !sameBytes(now, content)
  }

  async #move(module: ModuleVersion, from: Realm, to: Realm, kinds: readonly Kind[]): Promise<void> {
    for (const kind of kinds) {
      const [source, target] = [blobKey(from, module, kind), blobKey(to, module, kind)]
      if ((await this.#store.stat(source)) !== undefined) await this.#store.move(source, target)
    }
  }
}
