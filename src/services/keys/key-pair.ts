import { randomBytes } from 'node:crypto'
import { sha256 } from '../../core/hash.ts'
import { generateKey, type KeyTexts, parseSigner } from '../../core/note/key.ts'
import { defaultLogName } from './log-name.ts'

/** A new key for the log `name`, or for a log that is named after it. */
export function newKeyPair(name: string | undefined): KeyTexts {
  const seed = randomBytes(32)
  return generateKey(name ?? defaultLogName(publicKeyOf(generateKey('unnamed', seed).verifier)), seed)
}

/** Both texts of the key whose private text is `signer`. Throws `bad-key`, never with a part of the secret. */
export function keyPairOf(signer: string): KeyTexts {
  const { name } = parseSigner(signer)
  return generateKey(name, keyBytes(signer))
}

/** The log that the key of this public or private text is for. */
export function keyName(text: string): string {
  return text.replace(/^PRIVATE\+KEY\+/, '').split('+', 1)[0] ?? ''
}

/** The 8 hexadecimal digits of the key hash in the public text. */
export function keyHash(verifier: string): string {
  return verifier.split('+', 2)[1] ?? ''
}

/** The 32 bytes of the public key in the public text. */
export function publicKeyOf(verifier: string): Uint8Array {
  return keyBytes(verifier)
}

/** SHA-256 of the public key, for people to compare. */
export function fingerprint(verifier: string): Uint8Array {
  return sha256(publicKeyOf(verifier))
}

/**
 * What follows the algorithm byte. No name and no hash holds a `+`,
 * but base64 does: the name and hash are cut off first.
 */
function keyBytes(text: string): Uint8Array {
  const encoded = text.replace(/^(PRIVATE\+KEY\+)?[^+]*\+[^+]*\+/, '')
  return Buffer.from(encoded, 'base64').subarray(1)
}
