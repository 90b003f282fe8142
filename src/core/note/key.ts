import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { concat, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { base64, sha256 } from '../hash.ts'
import { decodeBase64 } from './decode-base64.ts'
import { isKeyName } from './key-name.ts'

/** Checks signatures of one key. */
export interface Verifier {
  readonly name: string
  /**
   * The first 32 bits of SHA-256 over name, line end, algorithm and
   * public key. Tells keys of one name apart; proves nothing.
   */
  readonly hash: number
  /** Whether `signature` is the key's signature of `message`. */
  verify(message: Uint8Array, signature: Uint8Array): boolean
}

/** Signs with one key. */
export interface Signer {
  readonly name: string
  readonly hash: number
  /** The key's signature of `message`: 64 bytes. */
  sign(message: Uint8Array): Uint8Array
}

/** A key pair as text: `PRIVATE+KEY+name+hash+base64`, which is secret, and `name+hash+base64`. */
export interface KeyTexts {
  readonly signer: string
  readonly verifier: string
}

/** What a key signs, by its algorithm byte (C2SP signed-note): the text of a note; or, as a witness, text and time. */
const ALGORITHMS = { note: 0x01, cosignature: 0x04 } as const

/** What an Ed25519 key signs: a key of one kind is never taken for one of the other. */
export type KeyAlgorithm = keyof typeof ALGORITHMS

/**
 * A new Ed25519 key: `seed` is 32 secret random bytes (Go:
 * note.GenerateKey). Throws `bad-key` for a bad name or length.
 */
export function generateKey(name: string, seed: Uint8Array, algorithm: KeyAlgorithm = 'note'): KeyTexts {
  if (!isKeyName(name)) throw badKey(name, 'key-name')
  if (seed.length !== 32) throw badKey(name, 'key-length')
  const type = Uint8Array.of(ALGORITHMS[algorithm])
  const publicKey = concat(type, publicKeyOf(privateKeyOf(seed)))
  const hash = keyHash(name, publicKey).toString(16).padStart(8, '0')
  return {
    signer: `PRIVATE+KEY+${name}+${hash}+${base64(concat(type, seed))}`,
    verifier: `${name}+${hash}+${base64(publicKey)}`,
  }
}

/** Reads a public key, `name+hash+base64` (Go: note.NewVerifier). Throws `bad-key`. */
export function parseVerifier(text: string): Verifier {
  return verifierOf(text, 'note')
}

/** Reads a public key of `algorithm`, in the same form. Throws `bad-key`, also for a key of another. */
export function verifierOf(text: string, algorithm: KeyAlgorithm): Verifier {
  const { name, hash, key } = parseKey(text, 'name+hash+base64')
  if (hash !== keyHash(name, key)) throw badKey(name, 'key-hash')
  const publicKey = publicKeyFrom(ed25519Key(name, key, algorithm))
  return { name, hash, verify: (message, signature) => verify(null, message, publicKey, signature) }
}

/**
 * Reads a private key, `PRIVATE+KEY+name+hash+base64` (Go:
 * note.NewSigner). Throws `bad-key`, never with a part of the secret.
 */
export function parseSigner(text: string): Signer {
  return signerOf(text, 'note')
}

/** Reads a private key of `algorithm`, in the same form. Throws `bad-key`, also for a key of another. */
export function signerOf(text: string, algorithm: KeyAlgorithm): Signer {
  const form = 'PRIVATE+KEY+name+hash+base64'
  const prefix = 'PRIVATE+KEY+'
  if (!text.startsWith(prefix)) throw badKey('text', 'key-form', form)
  const { name, hash, key } = parseKey(text.slice(prefix.length), form)
  const privateKey = privateKeyOf(ed25519Key(name, key, algorithm))
  // The hash is that of the public key.
  if (hash !== keyHash(name, concat(key.subarray(0, 1), publicKeyOf(privateKey)))) throw badKey(name, 'key-hash')
  return { name, hash, sign: message => sign(null, message, privateKey) }
}

/** `name+hash` of a key, as notes and errors show it. */
export function keyId({ name, hash }: { readonly name: string; readonly hash: number }): string {
  return `${name}+${hash.toString(16).padStart(8, '0')}`
}

/** Takes `name+hash+base64` apart; `key` begins with the algorithm byte. */
function parseKey(text: string, form: string): { name: string; hash: number; key: Uint8Array } {
  const [name = '', hash = '', ...rest] = text.split('+')
  // The base64 of a key may hold '+' too.
  const key = decodeBase64(rest.join('+'))
  // The text may be a secret pasted where another form belongs, so no error shows it.
  if (!/^[0-9a-fA-F]{8}$/.test(hash) || !key?.length) throw badKey('text', 'key-form', form)
  if (!isKeyName(name)) throw badKey('text', 'key-name')
  return { name, hash: Number.parseInt(hash, 16), key }
}

/** The 32 bytes after the algorithm byte. */
function ed25519Key(name: string, key: Uint8Array, algorithm: KeyAlgorithm): Uint8Array {
  if (key[0] !== ALGORITHMS[algorithm]) throw badKey(name, 'key-algorithm')
  if (key.length !== 33) throw badKey(name, 'key-length')
  return key.subarray(1)
}

function keyHash(name: string, key: Uint8Array): number {
  return Buffer.from(sha256(utf8(`${name}\n`), key)).readUInt32BE()
}

/** DER of RFC 8410 around the 32 bytes of a private key (PKCS #8) and of a public key (SPKI). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const spki = Buffer.from('302a300506032b6570032100', 'hex')

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
}

function publicKeyFrom(point: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([spki, point]), format: 'der', type: 'spki' })
}

function publicKeyOf(privateKey: KeyObject): Uint8Array {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(spki.length)
}

function badKey(
  subject: string,
  reason: 'key-form' | 'key-name' | 'key-algorithm' | 'key-length' | 'key-hash',
  form = '',
): GoferryError {
  return new GoferryError('bad-key', { subject, reason, params: { form } })
}
