import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { hasCode, unless } from './file-error.ts'
import { FolderSync } from './folder-sync.ts'

/**
 * The folders of a node: made when first needed, with their entry in the folder above on the disk before anything is
 * put in. `public` and what is below may be read by all (nginx serves it), the rest by the owner alone.
 */
export class Folders {
  readonly #root: string
  readonly #made = new Map<string, Promise<void>>()
  readonly #syncs = new FolderSync()

  /** `root`: the node's folder; it is made with the first folder in it. */
  constructor(root: string) {
    this.#root = resolve(root)
  }

  /** The path of `key`, a checked key or folder. */
  path(key: string): string {
    return `${this.#root}/${key}`
  }

  /** Makes `folder` and those above it, durably; once a process for each. Throws what the system says. */
  make(folder: string): Promise<void> {
    const known = this.#made.get(folder)
    if (known !== undefined) return known
    if (this.#made.size >= rememberedFolders) this.#made.clear()
    const made = this.#make(folder)
    this.#made.set(folder, made)
    made.catch(() => this.#made.delete(folder))
    return made
  }

  /**
   * Runs `work`, which puts something at `key`, with the folder made. Once more where it meets ENOENT: then someone has
   * removed the folder behind our back, or ENOENT speaks of something else and goes up.
   */
  async within<T>(key: string, work: () => Promise<T>): Promise<T> {
    await this.make(dirname(key))
    try {
      return await work()
    } catch (error) {
      if (!hasCode(error, ['ENOENT'])) throw error
    }
    this.#made.clear()
    await this.make(dirname(key))
    return work()
  }

  /** What changed in the folder of `key` before this call is durable on return. Throws what the system says. */
  syncAround(key: string): Promise<void> {
    return this.#syncs.sync(dirname(this.path(key)))
  }

  async #make(folder: string): Promise<void> {
    if (folder === '.') {
      await makeWithParents(this.#root)
    } else {
      await this.make(dirname(folder))
      const mode = /^public(\/|$)/.test(folder) ? 0o755 : 0o700
      await unless(['EEXIST'], mkdir(this.path(folder), mode))
    }
    await this.syncAround(folder)
  }
}

/**
 * Makes `path` and what is missing above it. Not by mkdir's own `recursive`, which never ends where a folder that is
 * there takes no new ones and says ENOENT, as /proc does.
 */
async function makeWithParents(path: string): Promise<void> {
  try {
    await unless(['EEXIST'], mkdir(path))
  } catch (error) {
    if (!hasCode(error, ['ENOENT']) || dirname(path) === path) throw error
    await makeWithParents(dirname(path))
    await unless(['EEXIST'], mkdir(path))
  }
}

/** So many are remembered as made: about 1 MB. Forgetting one costs a mkdir and an fsync. */
const rememberedFolders = 10_000
