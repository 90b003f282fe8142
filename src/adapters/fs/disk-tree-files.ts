import { link, lstat, opendir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { TreeFiles } from '../../ports/tree-files.ts'
import { guard, hasCode, nothingThere, unless } from './file-error.ts'
import { Folders } from './folders.ts'

/** The trees on a disk. What is set aside lies in `run/aside`, under its own path. */
export class DiskTreeFiles implements TreeFiles {
  readonly #root: string
  readonly #folders: Folders

  /** `root`: the node's folder. */
  constructor(root: string) {
    this.#root = root
    this.#folders = new Folders(root)
  }

  async *walk(): AsyncGenerator<string> {
    for (const tree of ['public', 'withheld', 'archives']) yield* this.#below(tree)
  }

  /** Not by `recursive`, which ends at the first folder whose name is no UTF-8. */
  async *#below(folder: string): AsyncGenerator<string> {
    const opened = await guard(folder, () => unless(nothingThere, opendir(join(this.#root, folder))))
    if (opened === undefined) return
    for await (const entry of opened) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory() && !entry.name.includes('\ufffd')) yield* this.#below(path)
      else yield path
    }
  }

  async setAside(path: string): Promise<string | undefined> {
    return guard(path, async () => {
      for (let n = 0; ; n++) {
        const aside = n === 0 ? `run/aside/${path}` : `run/aside/${path}~${n}`
        const outcome = await this.#link(path, aside)
        if (outcome === 'gone') return undefined
        if (outcome === 'taken') continue
        if (outcome === 'moved') return aside
        await this.#folders.syncAround(aside)
        await unlink(this.#folders.path(path))
        await this.#folders.syncAround(path)
        return aside
      }
    })
  }

  async #link(path: string, aside: string): Promise<'done' | 'taken' | 'gone' | 'moved'> {
    const found = await unless(nothingThere, lstat(this.#folders.path(path)))
    if (found === undefined) return 'gone'
    if (found.isDirectory()) return this.#moveFolder(path, aside)
    try {
      await this.#folders.within(aside, () => link(this.#folders.path(path), this.#folders.path(aside)))
      return 'done'
    } catch (error) {
      if (hasCode(error, ['EEXIST'])) return 'taken'
      // Either of the two paths may be meant.
      if ((await unless(nothingThere, lstat(this.#folders.path(path)))) === undefined) return 'gone'
      throw error
    }
  }

  /** A folder in the place of a file; link(2) takes none. */
  async #moveFolder(path: string, aside: string): Promise<'taken' | 'moved'> {
    if ((await unless(nothingThere, lstat(this.#folders.path(aside)))) !== undefined) return 'taken'
    await this.#folders.within(aside, () => rename(this.#folders.path(path), this.#folders.path(aside)))
    await this.#folders.syncAround(aside)
    await this.#folders.syncAround(path)
    return 'moved'
  }
}
