import { collect } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { openLocalFile } from '../compose.ts'

/** The most bytes of a note that somebody brings. */
const noteLimit = 1 << 16

/**
 * The text of the small file at an absolute path, of at most `limit` bytes: a receipt, a signed decision. Throws
 * `absent`, `too-large`.
 */
export async function readNote(path: string, limit = noteLimit): Promise<string> {
  const file = await openLocalFile(path)
  let bytes = 0
  const bounded = async function* () {
    for await (const piece of file.read()) {
      bytes += piece.length
      if (bytes > limit) throw new GoferryError('too-large', { subject: path })
      yield piece.slice()
    }
  }
  return Buffer.from(await collect(bounded())).toString()
}
