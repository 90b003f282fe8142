import type { Params } from '../messages/text.ts'
import { foldName } from './fold.ts'

/** Why a file cannot lie beside those before it. */
export interface Collision {
  readonly reason: 'zip.case-collision' | 'zip.file-and-directory' | 'zip.duplicate'
  /** `name` is the path that collides. */
  readonly params: Params
}

/** The files and folders so far, which must stay apart on every file system (x/mod zip: collisionChecker). */
export class NameSet {
  /** By folded path. */
  readonly #taken = new Map<string, { readonly path: string; readonly isFolder: boolean }>()
  /** Whether anything was kept out: a folder that was added may then lie below one that was not. */
  #collided = false

  /** How many files and folders there are: what memory grows with. */
  get size(): number {
    return this.#taken.size
  }

  /**
   * Adds a file and the folders above it: a name of 4,096 bytes has up to 2,048 of them. Gives what keeps one of them
   * out, if anything; what was added before it stays.
   */
  add(file: string): Collision | undefined {
    let path = file
    let folded = foldName(file)
    let isFolder = false
    for (;;) {
      const other = this.#taken.get(folded)
      if (other === undefined) this.#taken.set(folded, { path, isFolder })
      else {
        const found = collision(other, path, isFolder)
        this.#collided ||= found !== undefined
        // Everything above a folder that is there already is there too.
        if (found !== undefined || !this.#collided) return found
      }
      const slash = path.lastIndexOf('/')
      if (slash < 0) return undefined
      path = path.slice(0, slash)
      folded = folded.slice(0, folded.lastIndexOf('/'))
      isFolder = true
    }
  }
}

/** A folder that is there already is none. */
function collision(
  other: { readonly path: string; readonly isFolder: boolean },
  path: string,
  isFolder: boolean,
): Collision | undefined {
  if (other.path !== path) return { reason: 'zip.case-collision', params: { name: path, other: other.path } }
  if (other.isFolder !== isFolder) return { reason: 'zip.file-and-directory', params: { name: path } }
  return isFolder ? undefined : { reason: 'zip.duplicate', params: { name: path } }
}
