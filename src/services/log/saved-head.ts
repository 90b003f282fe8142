import { GoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import { openNote } from '../../core/note/open-note.ts'
import { openSignedHead } from '../../core/sumdb/signed-head.ts'
import { parseCheckpoint } from '../../core/tlog/tree-head.ts'
import type { HeadStore } from '../../ports/head.ts'
import { decodeHead, type LogHead } from './log-head.ts'
import { type PublishedLog, readCheckpoint } from './published-head.ts'
import type { LogReader } from './reader.ts'

/** A head in both of its signed forms, without where it is staged: what is saved of a log besides its entries. */
export type SavedHead = Omit<LogHead, 'stage'>

/** Between the two forms of a head that are published one after the other so many looks are enough. */
const looks = 1000

/**
 * Follows `reader` to a head of which both signed forms are known, and gives it. Nothing is written, and the writer may
 * be at work. Throws `busy` where it changes faster than it can be read, and what the reader throws.
 */
export async function followToSavedHead(
  reader: LogReader,
  published: PublishedLog,
  heads: HeadStore,
): Promise<SavedHead> {
  const { name, verifiers } = published
  for (let look = 0; look < looks; look++) {
    await reader.refresh()
    if (reader.latest === undefined) break
    const { size, root } = openSignedHead(reader.latest, verifiers)
    const goNote = Buffer.from(reader.latest).toString()
    const checkpoint = await checkpointOf(published, heads, { size, root: hex(root) })
    if (checkpoint !== undefined) return { name, size, root: hex(root), goNote, checkpoint }
  }
  throw new GoferryError('busy', { subject: name, reason: 'log-no-saved-head' })
}

/** The published one, or where a node died before it was published that of the stored head. */
async function checkpointOf(
  published: PublishedLog,
  heads: HeadStore,
  tree: { readonly size: number; readonly root: string },
): Promise<string | undefined> {
  const note = await readCheckpoint(published)
  if (note !== undefined) {
    const found = parseCheckpoint(openNote(note, published.verifiers).text, published.name)
    if (found.size === tree.size && hex(found.root) === tree.root) return Buffer.from(note).toString()
  }
  const stored = await heads.read()
  const head = stored && decodeHead(stored.value)
  return head?.size === tree.size && head.root === tree.root ? head.checkpoint : undefined
}
