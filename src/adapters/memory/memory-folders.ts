import type { FlatFolder, FlatFolders } from '../../ports/flat-folder.ts'
import { Faults } from './faults.ts'
import { MemoryFolder } from './memory-folder.ts'

/** Flat folders in memory, whose calls can fail, those of the folders too. */
export class MemoryFolders implements FlatFolders {
  readonly faults: Faults
  readonly #folders = new Map<string, MemoryFolder>()

  constructor(faults = new Faults()) {
    this.faults = faults
  }

  /** See the port. */
  list(): Promise<string[]> {
    return this.faults.run('folders', '', () => [...this.#folders.keys()].sort())
  }

  /** See the port. */
  open(name: string): Promise<FlatFolder | undefined> {
    return this.faults.run('open-folder', name, () => this.#folders.get(name))
  }

  /** See the port. */
  make(name: string): Promise<FlatFolder> {
    return this.faults.run('make-folder', name, () => {
      const folder = this.#folders.get(name) ?? new MemoryFolder(this.faults)
      this.#folders.set(name, folder)
      return folder
    })
  }

  /** See the port. */
  remove(name: string): Promise<void> {
    return this.faults.run('remove-folder', name, () => {
      this.#folders.delete(name)
    })
  }
}
