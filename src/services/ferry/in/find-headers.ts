import { utf8 } from '../../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import { headerTitle } from '../../../core/ferry/format-header.ts'
import { openHeader, type TrustedHeader } from '../../../core/ferry/open-header.ts'
import type { TrustPolicy } from '../../../core/ferry/trust-policy.ts'
import type { FlatFile, FlatFolder } from '../../../ports/flat-folder.ts'
import { readFully, readWhole } from '../../../ports/read-whole.ts'

/** A file of what was brought. */
export interface BroughtFile extends FlatFile {
  readonly folder: FlatFolder
}

/** A header that is trusted, and the note that it came in. */
export interface FoundHeader extends TrustedHeader {
  readonly note: Uint8Array
}

/** What headers were found. */
export interface FoundHeaders {
  /** One a bundle. */
  readonly trusted: readonly FoundHeader[]
  /** Files that begin as a header does, and why each is refused. */
  readonly refused: readonly RefusedFile[]
}

/** A file that begins as a header does. */
interface RefusedFile {
  readonly file: BroughtFile
  /** The id of the bundle that it says it is of, which nobody signed. */
  readonly claims: string | undefined
  readonly error: GoferryError
}

/** More files in one folder are no bundle. */
const filesLimit = 10_000
/** A header is smaller: 250 volumes and their parity take about 100 kB. */
const headerLimit = 1_000_000

const beginning = utf8(`${headerTitle}\n`)

/** All files of `folders`. Throws `too-large`, `absent`, `io-failed`. */
export async function filesIn(folders: readonly FlatFolder[]): Promise<BroughtFile[]> {
  const files: BroughtFile[] = []
  for (const folder of folders) for (const file of await folder.list(filesLimit)) files.push({ ...file, folder })
  return files
}

/**
 * Finds headers among `files` by their first line, whatever their names are: a file gate may have changed them. Of each
 * nothing but its signatures is looked at before those are found good. A bundle whose header lies there several times
 * is found once: by the copy with the most signatures that count.
 */
export async function findHeaders(
  files: readonly BroughtFile[],
  trust: TrustPolicy,
  now: number,
): Promise<FoundHeaders> {
  const trusted = new Map<string, FoundHeader>()
  const refused: RefusedFile[] = []
  for (const file of files.filter(({ size }) => size > beginning.length && size < headerLimit)) {
    let note: Uint8Array | undefined
    try {
      note = await readHeader(file)
      if (note === undefined) continue
      const opened = openHeader(note, trust, now)
      const before = trusted.get(opened.digest)
      if ((before?.keys.length ?? 0) < opened.keys.length) trusted.set(opened.digest, { ...opened, note })
    } catch (error) {
      if (!isGoferryError(error)) throw error
      refused.push({ file, claims: claimedId(note), error })
    }
  }
  return { trusted: [...trusted.values()], refused }
}

function claimedId(note: Uint8Array | undefined): string | undefined {
  return /\nid ([0-9a-f]{12})\n/.exec(Buffer.from(note?.subarray(0, 1000) ?? []).toString('latin1'))?.[1]
}

/** The bytes of a file that begins as a header does; undefined for any other. */
async function readHeader({ folder, name, size }: BroughtFile): Promise<Uint8Array | undefined> {
  const blob = await folder.open(name)
  if (blob === undefined) return undefined
  try {
    const first = new Uint8Array(beginning.length)
    await readFully(blob, first, 0)
    if (Buffer.compare(first, beginning) !== 0) return undefined
    const whole = await readWhole(blob)
    if (blob.size >= headerLimit || whole.length !== size)
      throw new GoferryError('io-failed', { subject: `${folder.location}/${name}` })
    return whole
  } finally {
    await blob.close()
  }
}
