import { utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { keyId, type Signer } from '../note/key.ts'
import { signatureLine } from '../note/sign-note.ts'
import { isNoteText } from '../tlog/record-text.ts'
import { type Approval, approvalTitle, parseApproval } from './approval.ts'
import type { BundleHeader } from './bundle-header.ts'
import { headerTitle } from './format-header.ts'
import { parseHeader } from './parse-header.ts'

/** A text that people sign by hand: a decision on a bundle, or the header of one. */
export interface Signable {
  /** What is signed. */
  readonly text: string
  readonly of: { readonly approval: Approval } | { readonly header: BundleHeader }
  /** The lines of those who signed it before. */
  readonly signatures: readonly string[]
  /** What whoever wrote an unsigned decision says it is of, a fact a line. Nobody signs that. */
  readonly said: readonly string[]
}

/**
 * The file of a decision that is yet to be signed: the text, and after a blank line what it is of, for whoever signs.
 */
export function formatUnsigned(text: string, said: readonly string[]): string {
  return `${text}\n${said.map(line => `${line}\n`).join('')}`
}

/**
 * Reads a decision, signed or not, or a signed header: nothing else is signed by hand, least of all a checkpoint.
 * Signatures are not looked at. Throws `bad-note`, naming `subject`; `bundle-damaged` for what begins as a header does.
 */
export function parseSignable(file: string, subject: string): Signable {
  const blank = file.indexOf('\n\n')
  const text = file.slice(0, blank + 1)
  const rest = file.slice(blank + 2)
  const lines = rest === '' ? [] : rest.replace(/\n$/, '').split('\n')
  const isSigned = lines.length > 0 && lines.every(line => /^— [^ ]+ [A-Za-z0-9+/]{6,}=*$/.test(line))
  if (blank < 0 || !isNoteText(file)) throw unknown(subject)
  if (text.startsWith(`${headerTitle}\n`)) {
    if (!isSigned) throw unknown(subject)
    return { text, of: { header: parseHeader(text) }, signatures: lines, said: [] }
  }
  if (!text.startsWith(`${approvalTitle}\n`)) throw unknown(subject)
  const [signatures, said] = isSigned ? [lines, []] : [[], lines]
  return { text, of: { approval: parseApproval(text) }, signatures, said }
}

/** `name+hash` of those who signed it before, as the lines say. */
export function signersOf({ signatures }: Signable): string[] {
  return signatures.map(line => {
    const [, name = '', encoded = ''] = line.split(' ')
    return keyId({ name, hash: Buffer.from(encoded, 'base64').readUInt32BE() })
  })
}

/** The note of `signable` with one more signature, that of `signer`. Throws `usage` where it has that. */
export function withSignature(signable: Signable, signer: Signer): string {
  const { text, signatures } = signable
  const key = keyId(signer)
  if (signersOf(signable).includes(key)) throw new GoferryError('usage', { subject: key, reason: 'sign.again' })
  return `${text}\n${signatures.map(line => `${line}\n`).join('')}${signatureLine(utf8(text), signer)}`
}

function unknown(subject: string): GoferryError {
  return new GoferryError('bad-note', { subject, reason: 'sign.unknown' })
}
