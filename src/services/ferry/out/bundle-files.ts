import type { BundleFile } from '../../../core/ferry/bundle-header.ts'
import { sealedName } from '../../../core/ferry/bundle-names.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { readChunks } from '../../../ports/read-whole.ts'
import { hashedAs } from './hashed-as.ts'
import type { CutNotes } from './notes.ts'
import type { CutWorld } from './world.ts'

/** A file of a bundle: its own facts, and those of what lies on the disc, which may be sealed. */
export interface MadeFile {
  readonly plain: BundleFile
  readonly carried: BundleFile
}

/** Writes the files of one bundle, each once: what was whole before a crash is not made again. */
export class BundleFiles {
  readonly #world: CutWorld
  readonly #notes: CutNotes
  readonly #seal: CutWorld['seal']

  constructor(world: CutWorld, notes: CutNotes, isSealed: boolean) {
    this.#world = world
    this.#notes = notes
    this.#seal = isSealed ? world.seal : undefined
  }

  /** The file `name` in `folder`, if it is whole. */
  async whole(folder: FlatFolder, name: string): Promise<MadeFile | undefined> {
    const carried = await this.#notes.whole(this.#seal ? sealedName(name) : name, folder)
    const plain = this.#seal ? this.#notes.noted(name) : carried
    return carried && plain && { plain, carried }
  }

  /** Writes `pieces` as the file `name` in `folder`, sealed where that is wished. Throws what the folder throws. */
  async make(folder: FlatFolder, name: string, pieces: AsyncIterable<Uint8Array>): Promise<MadeFile> {
    if (this.#seal === undefined) {
      const plain = { name, ...(await folder.write(name, pieces)) }
      return this.#made({ plain, carried: plain })
    }
    const inside = hashedAs(pieces)
    const sealed = sealedName(name)
    const written = await folder.write(sealed, this.#seal(inside.pieces()))
    return this.#made({ plain: { name, ...inside.digest() }, carried: { name: sealed, ...written } })
  }

  /** Writes what lies in `from` as `file` also into `folder`: sealing it again would give other bytes. */
  async copy(from: FlatFolder, folder: FlatFolder, file: BundleFile): Promise<void> {
    if ((await this.#notes.whole(file.name, folder)) !== undefined) return
    const blob = await from.open(file.name)
    if (blob === undefined) return
    try {
      await folder.write(file.name, readChunks(blob))
    } finally {
      await blob.close()
    }
  }

  async #made(file: MadeFile): Promise<MadeFile> {
    this.#world.reached('bundle-file-written')
    await this.#notes.note(file.plain)
    if (file.carried !== file.plain) await this.#notes.note(file.carried)
    this.#world.reached('bundle-file-noted')
    return file
  }
}
