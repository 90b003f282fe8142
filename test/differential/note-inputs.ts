import { concat, utf8 } from '../../src/core/bytes.ts'
import { base64, hex, sha256 } from '../../src/core/hash.ts'
import { generateKey, type KeyTexts } from '../../src/core/note/key.ts'
import type { Random } from '../support/random.ts'

const names = ['sum.golang.org', 'a', 'log-1', '中文', 'a/b', '\ufeffbom', 'é']
const badNames = ['', 'a b', 'a\u0085b', '\u00a0', 'a\u2028', 'tab\there', '\u3000']

/** A new key pair under one of a few names. */
function keyPair(random: Random): KeyTexts {
  return generateKey(random.pick(names), random.bytes(32))
}

/** A verifier key, whole or broken in one of the ways that have a reason of their own. */
export function verifierText(random: Random): string {
  const whole = keyPair(random).verifier
  if (random.chance(0.4)) return whole
  const key = concat(Uint8Array.of(1), random.bytes(32))
  const spoilers = [
    () => hashed(random.pick(badNames), key),
    () => hashed('a', concat(Uint8Array.of(random.int(256)), random.bytes(32))),
    () => hashed('a', key.subarray(0, 1 + random.int(33))),
    () => hashed('a', concat(key, random.bytes(1 + random.int(3)))),
    () => `${hashed('a', key)}\n`,
    () => hashed('a', key).toUpperCase().replace(/^A/, 'a'),
    () => whole.replace(/\+(.)/, (_, digit) => `+${digit === 'f' ? '0' : 'f'}`),
    () => hashed('a', new Uint8Array()),
    () => whole.replace('+', ''),
  ]
  return random.pick(spoilers)()
}

/** A signer key, whole or broken. */
export function signerText(random: Random): string {
  const { signer } = keyPair(random)
  if (random.chance(0.45)) return signer
  const [, , name = '', hash = '', ...rest] = signer.split('+')
  const seed = Buffer.from(rest.join('+'), 'base64')
  const write = (n: string, key: Uint8Array) => `PRIVATE+KEY+${n}+${hash}+${base64(key)}`
  const spoilers = [
    () => signer.replace('KEY', random.pick(['key', 'KEX', ''])),
    () => signer.replace(hash, 'deadbeef'),
    () => signer.replace(hash, hash.slice(1)),
    () => write(random.pick(badNames), seed),
    () => write(name, concat(Uint8Array.of(2 + random.int(200)), seed.subarray(1))),
    () => write(name, seed.subarray(0, 1 + random.int(31))),
    () => `${signer}\r\n`,
  ]
  return random.pick(spoilers)()
}

/** `name+hash+base64` with the hash that belongs to name and key. */
function hashed(name: string, key: Uint8Array): string {
  return `${name}+${hex(sha256(utf8(`${name}\n`), key)).slice(0, 8)}+${base64(key)}`
}
