import { concat, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { decodeBase64 } from './decode-base64.ts'
import { type Signer, signerOf, type Verifier, verifierOf } from './key.ts'
import { openNote } from './open-note.ts'
import { signatureLine } from './sign-note.ts'

/** Bytes of the time before an Ed25519 signature: seconds since 1970, big-endian. */
const timeSize = 8

/**
 * Signs as the witness whose private key `text` is (C2SP tlog-cosignature v1): the checkpoint, and that it was seen at
 * `seconds` since 1970. Throws `bad-key`.
 */
export function cosignerAt(text: string, seconds: number): Signer {
  const { name, hash, sign } = signerOf(text, 'cosignature')
  const time = Buffer.alloc(timeSize)
  time.writeBigUInt64BE(BigInt(seconds))
  return { name, hash, sign: message => concat(time, sign(signedText(time, message))) }
}

/** Checks the cosignatures of the witness whose public key is `text`. Throws `bad-key`. */
export function parseCosignVerifier(text: string): Verifier {
  const { name, hash, verify } = verifierOf(text, 'cosignature')
  return {
    name,
    hash,
    verify: (message, signature) => {
      const time = Buffer.from(signature.subarray(0, timeSize))
      return time.length === timeSize && verify(signedText(time, message), signature.subarray(timeSize))
    },
  }
}

/** The signed `note` with the signature of one more at its end. Nothing that is there is looked at, but its form. */
export function cosigned(note: string, cosigner: Signer): string {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n'))
    throw new GoferryError('bad-note', { subject: 'note', reason: 'note-no-signatures' })
  return note + signatureLine(utf8(note.slice(0, end + 1)), cosigner)
}

/**
 * The text of `note`, which `signed` and `witness` must both have signed, and when the witness did: seconds since 1970.
 * Throws `bad-note`.
 */
export function openCosigned(
  note: Uint8Array,
  signed: readonly Verifier[],
  witness: Verifier,
): { readonly text: string; readonly seconds: number } {
  openNote(note, signed)
  const { text, signatures } = openNote(note, [witness])
  const bytes = Buffer.from(decodeBase64(signatures[0]?.base64 ?? '') ?? [])
  // Four bytes of the key come first.
  return { text, seconds: Number(bytes.readBigUInt64BE(4)) }
}

function signedText(time: Buffer, message: Uint8Array): Uint8Array {
  return concat(utf8(`cosignature/v1\ntime ${time.readBigUInt64BE()}\n`), message)
}
