import { concat } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { parseGoModLax } from '../../core/modfile/gomod.ts'
import { tooLarge } from '../../core/zip/bad-zip.ts'
import { maxEntries, maxRootFileBytes } from '../../core/zip/limits.ts'
import {
  checkSourceFiles,
  controlFolders,
  hasNewVendorRule,
  isVendored,
  type LeftOut,
  type SourceVerdict,
} from '../../core/zip/source-files.ts'
import type { ZipSource } from '../../core/zip/write-zip.ts'
import type { SourceContent, SourceEntry, SourceFolder } from '../../ports/source-folder.ts'

/** A regular file of the folder. */
interface FoundFile extends ZipSource {
  readonly file: SourceContent
}

/** A folder that holds a module, as it was listed. */
export interface SourceModule extends SourceVerdict<FoundFile> {
  /** Of its go.mod. */
  readonly path: string
  readonly goMod: Uint8Array
  /** Throws `io-failed` where anything in it may have changed since it was listed. */
  checkUnchanged(): Promise<void>
}

/**
 * Lists what of `root` comes into the zip of its module, as x/mod zip: CreateFromDir chooses. `goOn` is called now and
 * then, and may throw. Throws `absent` where the root has no go.mod, `bad-gomod`, `too-large`, `io-failed`.
 */
export async function readModule(root: SourceFolder, goOn: () => void): Promise<SourceModule> {
  const entries = await root.entries(maxEntries)
  const goMod = await readGoMod(root, entries)
  const name = `${root.location}/go.mod`
  const { module } = parseGoModLax(name, goMod)
  if (module === undefined) throw new GoferryError('bad-gomod', { subject: name, reason: 'source.no-module' })
  const walk = new Walk(hasNewVendorRule(goMod), goOn)
  await walk.take(root, entries, '')
  const { valid, omitted, invalid, isTooLarge } = checkSourceFiles(walk.files)
  return {
    path: module.path,
    goMod,
    valid,
    omitted: [...walk.omitted, ...omitted],
    invalid,
    isTooLarge,
    async checkUnchanged() {
      for (const part of [...walk.folders, ...valid.map(({ file }) => file)]) {
        goOn()
        await part.checkUnchanged()
      }
    },
  }
}

async function readGoMod({ location }: SourceFolder, entries: readonly SourceEntry[]): Promise<Uint8Array> {
  const entry = entries.find(({ name }) => name === 'go.mod')
  if (entry?.kind !== 'file')
    throw new GoferryError('absent', { subject: `${location}/go.mod`, reason: 'source.no-gomod' })
  if (entry.file.size > maxRootFileBytes) throw tooLarge(location, 'zip.file-limit', maxRootFileBytes, 'go.mod')
  const pieces: Uint8Array[] = []
  for await (const piece of entry.file.read()) pieces.push(piece.slice())
  return concat(...pieces)
}

/** A walk through a folder, in the order of x/mod zip: listFilesInDir. */
class Walk {
  readonly files: FoundFile[] = []
  readonly omitted: LeftOut[] = []
  /** Those that were listed. */
  readonly folders: SourceFolder[] = []
  readonly #newRule: boolean
  readonly #goOn: () => void
  #seen = 0

  constructor(newRule: boolean, goOn: () => void) {
    this.#newRule = newRule
    this.#goOn = goOn
  }

  /** Takes what `entries` of `folder` are, whose own path is `above`, with a slash behind; `''` for the root. */
  async take(folder: SourceFolder, entries: readonly SourceEntry[], above: string): Promise<void> {
    this.#goOn()
    this.folders.push(folder)
    this.#seen += entries.length
    for (const entry of entries) await this.#takeOne(entry, above + entry.name)
  }

  async #takeOne(entry: SourceEntry, path: string): Promise<void> {
    const out = (reason: LeftOut['reason']) => void this.omitted.push({ path, reason, params: {} })
    const vendored = isVendored(path, this.#newRule)
    if (vendored) out('source.vendored')
    if (entry.kind === 'folder') {
      // Go looks into a vendored folder all the same, whatever it is; all that lies in it is vendored too.
      if (!vendored && controlFolders.has(entry.name)) return out('source.control')
      if (!vendored && (await entry.folder.hasPlain('go.mod'))) return out('source.other-module')
      await this.take(entry.folder, await entry.folder.entries(maxEntries - this.#seen), `${path}/`)
    } else if (!vendored && entry.kind === 'file') {
      const { file } = entry
      this.files.push({ path, size: file.size, file, read: () => file.read() })
    } else if (!vendored) out(entry.kind === 'link' ? 'source.link' : 'source.irregular')
  }
}
