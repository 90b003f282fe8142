import { fromUtf8, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import type { MessageKey } from '../messages/catalogue.ts'
import type { Params } from '../messages/text.ts'
import { isNoteText } from '../tlog/record-text.ts'
import { decodeBase64 } from './decode-base64.ts'
import { keyId, type Verifier } from './key.ts'
import { isKeyName } from './key-name.ts'

/** A signed note that was opened: at least one signature by a known key is good, and none is bad. */
export interface Note {
  /** What is signed; ends in a line end. */
  readonly text: string
  /** The good signatures of known keys, one a key. */
  readonly signatures: readonly NoteSignature[]
  /** Signatures of unknown keys: they say nothing. */
  readonly unverified: readonly NoteSignature[]
}

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string
  /** The key hash. */
  readonly hash: number
  /** The key hash and the signature, as the line has them. */
  readonly base64: string
}

/** The most bytes of a note that are looked at: Go's ParseTree takes as many. */
const noteLimit = 1_000_000
/** More signatures than this are refused, as in Go. */
const signatureLimit = 100

/**
 * Opens a signed note (C2SP signed-note; Go: note.Open). Signatures by keys that are not in `verifiers` are passed
 * over; one bad signature by a known key refuses the note. Throws `bad-note`.
 */
export function openNote(bytes: Uint8Array, verifiers: readonly Verifier[]): Note {
  const { text, signatures } = splitNote(bytes)
  const subject = firstLine(text)
  const message = utf8(text)
  const good = new Map<string, NoteSignature>()
  const unverified = new Map<string, NoteSignature>()
  for (const { bytes: signature, ...line } of signatures) {
    const id = keyId(line)
    const [verifier, ambiguous] = verifiers.filter(known => known.name === line.name && known.hash === line.hash)
    if (ambiguous) throw badNote(subject, 'note-ambiguous-key', { key: id })
    if (!verifier) {
      unverified.set(`${line.name} ${line.base64}`, line)
    } else if (!good.has(id)) {
      // A second signature by one key is not even looked at, as in Go.
      if (!verifier.verify(message, signature)) throw badNote(subject, 'note-bad-signature', { key: id })
      good.set(id, line)
    }
  }
  if (good.size === 0) throw badNote(subject, 'note-unsigned')
  return { text, signatures: [...good.values()], unverified: [...unverified.values()] }
}

/** Takes a note apart at its last blank line; no signature is checked yet. Throws `bad-note`. */
export function splitNote(bytes: Uint8Array): { text: string; signatures: (NoteSignature & { bytes: Uint8Array })[] } {
  if (bytes.length > noteLimit) throw badNote('note', 'note-too-large', { limit: noteLimit })
  const note = fromUtf8(bytes)
  if (note === undefined || !isNoteText(note)) throw badNote('note', 'note-not-text')
  const subject = firstLine(note)
  const blank = note.lastIndexOf('\n\n')
  const block = note.slice(blank + 2)
  if (blank < 0 || !block.endsWith('\n')) throw badNote(subject, 'note-no-signatures')
  // One more than the limit is enough to refuse.
  const lines = block.slice(0, -1).split('\n', signatureLimit + 1)
  const signatures = lines.map(line => parseSignature(line, subject))
  if (signatures.length > signatureLimit) throw badNote(subject, 'note-many-signatures', { limit: signatureLimit })
  return { text: note.slice(0, blank + 1), signatures }
}

/** Reads `— name base64`, where the first four bytes are the key hash. */
function parseSignature(line: string, subject: string): NoteSignature & { bytes: Uint8Array } {
  const [, name = '', encoded = ''] = /^— ([^ ]*) (.*)$/.exec(line) ?? []
  const bytes = decodeBase64(encoded)
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5) throw badNote(subject, 'note-signature-line')
  return { name, hash: Buffer.from(bytes).readUInt32BE(), base64: encoded, bytes: bytes.subarray(4) }
}

/** What an error calls the note: most begin with the origin of a log. */
function firstLine(text: string): string {
  return text.slice(0, Math.min(80, text.indexOf('\n')))
}

function badNote(subject: string, reason: MessageKey, params: Params = {}): GoferryError {
  return new GoferryError('bad-note', { subject, reason, params })
}
