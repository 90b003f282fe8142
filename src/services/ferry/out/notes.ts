import { utf8 } from '../../../core/bytes.ts'
import type { BundleFile } from '../../../core/ferry/bundle-header.ts'
import { isObject, parseObject } from '../../../core/json-object.ts'
import { isSha256 } from '../../../core/log/entry-values.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { readWhole } from '../../../ports/read-whole.ts'

/**
 * Which files of a bundle that is being cut are whole: written after each, so that a cut that was killed goes on. Lies
 * in the node's own folder, not on the disc; is dropped when the bundle is whole.
 */
export class CutNotes {
  readonly #folder: FlatFolder
  readonly #name: string
  readonly #files = new Map<string, BundleFile>()

  private constructor(folder: FlatFolder, name: string, files: readonly BundleFile[]) {
    this.#folder = folder
    this.#name = name
    for (const file of files) this.#files.set(file.name, file)
  }

  /** What was noted of the bundle `id`; notes that cannot be read are none: what they are of is made again. */
  static async open(folder: FlatFolder, id: string): Promise<CutNotes> {
    const name = `${id}.json`
    const blob = await folder.open(name)
    if (blob === undefined) return new CutNotes(folder, name, [])
    try {
      const value = blob.size > notesLimit ? undefined : parseObject(Buffer.from(await readWhole(blob)).toString())
      const files: unknown = value?.['files']
      return new CutNotes(folder, name, Array.isArray(files) && files.every(isFile) ? files : [])
    } finally {
      await blob.close()
    }
  }

  /** What was noted of the file `name`. */
  noted(name: string): BundleFile | undefined {
    return this.#files.get(name)
  }

  /** The file `name` as it was written, if `folder` still has it with that size. */
  async whole(name: string, folder: FlatFolder): Promise<BundleFile | undefined> {
    const noted = this.#files.get(name)
    const blob = noted && (await folder.open(name))
    await blob?.close()
    return blob?.size === noted?.size ? noted : undefined
  }

  /** Notes that `file` is whole. */
  async note(file: BundleFile): Promise<void> {
    this.#files.set(file.name, file)
    const text = `${JSON.stringify({ files: [...this.#files.values()] })}\n`
    await this.#folder.write(this.#name, [utf8(text)])
  }

  /** The bundle is whole. */
  drop(): Promise<void> {
    return this.#folder.remove(this.#name)
  }
}

/** The most bytes of notes: a few hundred files of a hundred bytes. */
const notesLimit = 1 << 20

function isFile(value: unknown): value is BundleFile {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    Number.isSafeInteger(value['size']) &&
    typeof value['sha256'] === 'string' &&
    isSha256(value['sha256'])
  )
}
