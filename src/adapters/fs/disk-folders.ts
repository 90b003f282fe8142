import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { isElement } from '../../core/tree/check-key.ts'
import type { FlatFolder, FlatFolders } from '../../ports/flat-folder.ts'
import { makeDiskFolder, openDiskFolder } from './disk-folder.ts'
import { guard, nothingThere, unless } from './file-error.ts'

/** The folders in the folder at an absolute path, which is made when the first of them is. */
export class DiskFolders implements FlatFolders {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  /** See the port. */
  list(): Promise<string[]> {
    return guard(this.#root, async () => {
      const found = (await unless(nothingThere, readdir(this.#root, { withFileTypes: true }))) ?? []
      return found.flatMap(entry => (entry.isDirectory() && isElement(entry.name) ? [entry.name] : [])).sort()
    })
  }

  /** See the port. */
  async open(name: string): Promise<FlatFolder | undefined> {
    try {
      return await openDiskFolder(this.#path(name))
    } catch (error) {
      if (isGoferryError(error, 'absent', 'usage')) return undefined
      throw error
    }
  }

  /** See the port. */
  make(name: string): Promise<FlatFolder> {
    return makeDiskFolder(this.#path(name))
  }

  /** See the port. */
  async remove(name: string): Promise<void> {
    const path = this.#path(name)
    await guard(path, () => rm(path, { recursive: true, force: true }))
  }

  #path(name: string): string {
    if (!isElement(name)) throw new GoferryError('bad-file-path', { subject: name, reason: 'store-key-element' })
    return join(this.#root, name)
  }
}
