import { utf8 } from '../../../core/bytes.ts'
import type { BundleFile, BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { bundleFileName, labelName } from '../../../core/ferry/bundle-names.ts'
import { label } from '../../../core/ferry/label.ts'
import type { MediaFacts } from '../../../core/ferry/media-facts.ts'
import { readmeText } from '../../../core/ferry/readme-text.ts'
import { sha256sums } from '../../../core/ferry/sha256sums.ts'
import { hex, sha256 } from '../../../core/hash.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import type { CutWorld } from './world.ts'

/** What is said of a bundle on each of its discs. */
export interface Papers {
  readonly header: BundleHeader
  /** The signed header. */
  readonly note: Uint8Array
  /** SHA-256 of its text. */
  readonly digest: string
  readonly discs: readonly FlatFolder[]
  /** The files of each disc besides these. */
  readonly files: readonly (readonly BundleFile[])[]
}

/**
 * Writes checksums, README and label onto each disc, then the header: with it a disc is whole. Gives all files of each
 * disc. Throws what the folders throw.
 */
export async function writePapers(
  { qr }: CutWorld,
  { header, note, digest, discs, files }: Papers,
): Promise<readonly (readonly BundleFile[])[]> {
  const { id } = header
  const named = { name: bundleFileName(id, 'header'), size: note.length, sha256: hex(sha256(note)) }
  const facts: MediaFacts = {
    id,
    site: header.site,
    origin: header.origin,
    from: header.from.size,
    to: header.to.size,
    date: header.created.slice(0, 10),
    headerSha256: digest,
    discs: files.map(onDisc => [named, ...onDisc]),
  }
  const all: BundleFile[][] = []
  for (const [i, disc] of discs.entries()) {
    const write = async (name: string, content: string) => ({ name, ...(await disc.write(name, [utf8(content)])) })
    const carried = [named, ...(files[i] ?? [])]
    const sums = await write(bundleFileName(id, 'sums'), sha256sums(carried))
    const readme = await write(bundleFileName(id, 'readme'), readmeText(facts))
    const printed = await write(labelName(id, i + 1), label(facts, i + 1, qr))
    await disc.write(named.name, [note])
    all.push([...carried, sums, readme, printed])
  }
  return all
}
