import { concat, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { base64 } from '../hash.ts'
import { isNoteText } from '../tlog/record-text.ts'
import type { Signer } from './key.ts'

/**
 * A note of `text` with one signature line for each of `signers`, in their order (Go: note.Sign). While keys rotate,
 * the old and the new one sign. Throws `bad-note` for a text without a line end, or with what no note may hold.
 */
export function signNote(text: string, signers: readonly Signer[]): Uint8Array {
  if (!text.endsWith('\n') || !isNoteText(text)) {
    throw new GoferryError('bad-note', { subject: 'text', reason: 'note-not-text' })
  }
  const message = utf8(text)
  return utf8(`${text}\n${signers.map(signer => signatureLine(message, signer)).join('')}`)
}

/** The line that `signer` adds to a note whose text is `message`. */
export function signatureLine(message: Uint8Array, signer: Signer): string {
  const hash = Buffer.alloc(4)
  hash.writeUInt32BE(signer.hash)
  return `— ${signer.name} ${base64(concat(hash, signer.sign(message)))}\n`
}
