import { randomBytes } from 'node:crypto'
import { concat } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Sealing, SealingKeys } from '../../ports/sealing.ts'
import { chunksOf, following } from './chunks.ts'
import { badForm, readHeader } from './header.ts'
import { chunkBytes, openChunks, payloadKey, saltBytes, sealChunks, tagBytes } from './payload.ts'

/** More would not fit into a header that `unseal` reads. */
const mostRecipients = 100

/** See the port. Keys and headers are the library's (by the author of age), loaded on first use; the rest is ours. */
export class AgeSealing implements Sealing {
  async generate(): Promise<SealingKeys> {
    const { generateX25519Identity } = await library()
    const identity = await generateX25519Identity()
    return { identity, recipient: await this.recipientOf(identity) }
  }

  async recipientOf(identity: string): Promise<string> {
    const { identityToRecipient } = await library()
    return await identityToRecipient(checkIdentity(identity)).catch(() => refuseIdentity())
  }

  async *seal(recipients: readonly string[], source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const pieces = source[Symbol.asyncIterator]()
    try {
      const { header, fileKey } = await makeHeader(recipients)
      const salt = randomBytes(saltBytes)
      yield header
      yield salt
      yield* sealChunks(payloadKey(fileKey, salt), chunksOf(following(new Uint8Array(), pieces), chunkBytes))
    } finally {
      await pieces.return?.()
    }
  }

  async *unseal(
    identities: readonly string[],
    source: AsyncIterable<Uint8Array>,
    subject: string,
  ): AsyncGenerator<Uint8Array> {
    const pieces = source[Symbol.asyncIterator]()
    try {
      const decrypter = await this.#decrypter(identities)
      const { header, salt, rest } = await readHeader(pieces, subject)
      const fileKey = await decrypter.decryptHeader(header).catch(cause => refuseHeader(subject, cause))
      const chunks = chunksOf(following(rest, pieces), chunkBytes + tagBytes)
      yield* openChunks(payloadKey(fileKey, salt), chunks, subject)
    } finally {
      await pieces.return?.()
    }
  }

  async #decrypter(identities: readonly string[]) {
    const { Decrypter } = await library()
    const decrypter = new Decrypter()
    for (const identity of identities) {
      await this.recipientOf(identity)
      decrypter.addIdentity(identity)
    }
    return decrypter
  }
}

function library() {
  return import('age-encryption')
}

/** The library tells its file key to whoever is a recipient; of what it makes, the header alone is taken. */
async function makeHeader(recipients: readonly string[]): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  if (recipients.length > mostRecipients)
    throw new GoferryError('too-large', { subject: 'age', reason: 'seal.many', params: { limit: mostRecipients } })
  if (recipients.length === 0) throw refusedRecipient('')
  const { Encrypter } = await library()
  const encrypter = new Encrypter()
  const fileKeys: Uint8Array[] = []
  encrypter.addRecipient({
    wrapFileKey: key => {
      fileKeys.push(key.slice())
      return []
    },
  })
  try {
    for (const recipient of recipients) encrypter.addRecipient(checkRecipient(recipient))
    const whole = await encrypter.encrypt(new Uint8Array())
    return { header: whole.subarray(0, whole.length - saltBytes - tagBytes), fileKey: concat(...fileKeys) }
  } catch (cause) {
    throw cause instanceof GoferryError ? cause : refusedRecipient(recipients.join(), cause)
  }
}

/** Not the other kinds that the library knows: the identities of a site could not open them. */
function checkRecipient(recipient: string): string {
  if (!/^age1[02-9ac-hj-np-z]+$/.test(recipient)) throw refusedRecipient(recipient)
  return recipient
}

function refusedRecipient(subject: string, cause?: unknown): GoferryError {
  return new GoferryError('bad-key', { subject, reason: 'seal.recipient', cause })
}

function checkIdentity(identity: string): string {
  return /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]+$/.test(identity) ? identity : refuseIdentity()
}

/** Neither the key nor what the library says of it: both are secret. */
function refuseIdentity(): never {
  throw new GoferryError('bad-key', { subject: 'age', reason: 'seal.identity' })
}

function refuseHeader(subject: string, cause: unknown): never {
  if (cause instanceof Error && cause.message.startsWith('no identity matched'))
    throw new GoferryError('bad-seal', { subject, reason: 'seal.other-key', cause })
  throw badForm(subject, cause)
}
