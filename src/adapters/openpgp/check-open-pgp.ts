import type * as OpenPgp from 'openpgp'
import { fromUtf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { signatureTexts } from '../../core/messages/signature.ts'
import type { CheckSignature, SignedFile } from '../../ports/signature-check.ts'

type Library = typeof OpenPgp

/** See the port. The library is large: it is loaded by whoever checks a signature. */
export const checkOpenPgp: CheckSignature = async file => {
  const library = await import('openpgp')
  const keys = await readKeys(library, file)
  const signature = await readSignature(library, file)
  const [packet] = signature.packets
  const key = keys.find(one => one.getKeys(packet?.issuerKeyID).length > 0)
  if (packet === undefined || key === undefined)
    throw refusal(file, 'signature.other-key', { key: packet?.issuerKeyID.toHex().toUpperCase() ?? '' })
  try {
    // That it was valid when it signed is not enough: whoever stole an old key writes what date he likes.
    await key.getSigningKey(packet.issuerKeyID, new Date(file.now))
  } catch (error) {
    throw refusal(file, reasonOfKey(error), { key: fingerprintOf(key), problem: problemOf(error) }, error)
  }
  await verify(library, file, signature, key)
  return fingerprintOf(key)
}

async function readKeys(library: Library, { name, keys }: SignedFile): Promise<OpenPgp.PublicKey[]> {
  try {
    const found: OpenPgp.Key[] = []
    if (isBinary(keys)) found.push(...(await library.readKeys({ binaryKeys: keys })))
    else for (const armoredKeys of keyBlocks(keys)) found.push(...(await library.readKeys({ armoredKeys })))
    const ours = found.filter(key => !key.isPrivate())
    if (ours.length > 0 && ours.length === found.length) return ours
  } catch (cause) {
    throw new GoferryError('bad-key', { subject: name, reason: 'signature.key-form', cause })
  }
  throw new GoferryError('bad-key', { subject: name, reason: 'signature.key-form' })
}

/** The armored blocks of public keys in a text: publishers put several into one file, and the library reads one. */
function keyBlocks(keys: Uint8Array): string[] {
  const [begin, end] = ['-----BEGIN PGP PUBLIC KEY BLOCK-----', '-----END PGP PUBLIC KEY BLOCK-----']
  const parts = (fromUtf8(keys) ?? '').split(end).slice(0, -1)
  return parts.map(part => `${part.slice(part.lastIndexOf(begin))}${end}\n`)
}

/** One signature of the bytes of a file: any other kind speaks of a text, of a key, or of nothing at all. */
async function readSignature(library: Library, file: SignedFile): Promise<OpenPgp.Signature> {
  const { signature: bytes } = file
  try {
    const read = isBinary(bytes)
      ? await library.readSignature({ binarySignature: bytes })
      : await library.readSignature({ armoredSignature: fromUtf8(bytes) ?? '' })
    const [packet] = read.packets
    if (read.packets.length === 1 && packet?.signatureType === library.enums.signature.binary) return read
  } catch (cause) {
    throw refusal(file, 'signature.form', {}, cause)
  }
  throw refusal(file, 'signature.form')
}

/** Reads the file once, piece by piece. */
async function verify(
  library: Library,
  file: SignedFile,
  signature: OpenPgp.Signature,
  key: OpenPgp.PublicKey,
): Promise<void> {
  let failure: unknown
  const message = await library.createMessage({ binary: ReadableStream.from(copied(file, error => (failure = error))) })
  const options = { message, signature, verificationKeys: key, date: new Date(file.now), format: 'binary' } as const
  const { data, signatures } = await library.verify(options)
  try {
    // The digest advances as this is read.
    for (const reader = data.getReader(); !(await reader.read()).done; );
    await Promise.all(signatures.map(one => one.verified))
  } catch (error) {
    if (failure !== undefined) throw failure
    const problem = problemOf(error)
    // The words of the library are all that tells one failure from another.
    const isOther = /digest did not match|Signature verification failed/.test(problem)
    throw refusal(file, isOther ? 'signature.other-file' : 'signature.unfit', { problem }, error)
  }
}

/** The library keeps pieces for a while. */
async function* copied({ read }: SignedFile, failed: (error: unknown) => unknown): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of read()) yield piece.slice()
  } catch (error) {
    failed(error)
    throw error
  }
}

/** Packets begin with a byte above 127, text never does. */
function isBinary([first = 0]: Uint8Array): boolean {
  return first > 127
}

function reasonOfKey(error: unknown): keyof typeof signatureTexts {
  const problem = problemOf(error)
  if (/expired/.test(problem)) return 'signature.key-expired'
  return /revoked/.test(problem) ? 'signature.key-revoked' : 'signature.key-unfit'
}

function fingerprintOf(key: OpenPgp.PublicKey): string {
  return key.getFingerprint().toUpperCase()
}

function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

function refusal(
  { name }: SignedFile,
  reason: keyof typeof signatureTexts,
  params: Readonly<Record<string, string>> = {},
  cause?: unknown,
): GoferryError {
  return new GoferryError('bad-signature', { subject: name, reason, params, cause })
}
