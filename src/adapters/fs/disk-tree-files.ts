import { link, lstat, opendir, unlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
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
    for (const tree of ['public', 'withheld']) {
      const folder = await guard(tree, () => unless(nothingThere, opendir(join(this.#root, tree), { recursive: true })))
      if (folder === undefined) continue
      for await (const entry of folder) {
        if (!entry.isDirectory()) yield relative(this.#root, join(entry.parentPath, entry.name))
      }
    }
  }

  async setAside(path: string): Promise<string | undefined> {
    return guard(path, async () => {
      for (let n = 0; ; n++) {
        const aside = n === 0 ? `run/aside/${path}` : `run/aside/${path}~${n}`
        const outcome = await this.#link(path, aside)
        if (outcome === 'gone') return undefined
        if (outcome === 'taken') continue
        await this.#folders.syncAround(aside)
        await unlink(this.#folders.path(path))
        await this.#folders.syncAround(path)
        return aside
      }
    })
  }

  async #link(path: string, aside: string): Promise<'done' | 'taken' | 'gone'> {
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
}
