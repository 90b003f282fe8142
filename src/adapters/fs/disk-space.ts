import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Space } from '../../ports/space.ts'
import { guard, unless } from './file-error.ts'

/** The file system of a folder. */
export class DiskSpace implements Space {
  readonly #folder: string

  /** `folder`: the node's; as long as it is not made, the nearest folder above it counts. */
  constructor(folder: string) {
    this.#folder = folder
  }

  free(): Promise<number> {
    return guard('free space', async () => {
      for (let folder = this.#folder; ; folder = dirname(folder)) {
        const found = await unless(folder === dirname(folder) ? [] : ['ENOENT'], statfs(folder))
        // What root alone may use is none of ours.
        if (found !== undefined) return found.bavail * found.bsize
      }
    })
  }
}
