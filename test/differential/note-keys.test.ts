import { fromUtf8, utf8 } from '../../src/core/bytes.ts'
import { base64 } from '../../src/core/hash.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'
import { signerText, verifierText } from './note-inputs.ts'

/** Bytes that are no UTF-8 become a text that is not well-formed, which no key can be. */
const textOf = (input: Uint8Array) => fromUtf8(input) ?? '\ud800'

const mutated = (random: Random, text: string) => {
  const bytes = utf8(text)
  return random.chance(0.1) ? random.mutate(bytes) : bytes
}

differential({
  op: 'note.NewVerifier',
  generate: random => mutated(random, verifierText(random)),
  async load(core) {
    const { parseVerifier } = await import(new URL('note/key.ts', core).href)
    return input => {
      const { name, hash } = parseVerifier(textOf(input))
      return { name, hash }
    }
  },
  reasons: ['key-form', 'key-name', 'key-algorithm', 'key-length', 'key-hash'],
  planted: { file: 'note/key-name.ts', find: '\\u0085', replace: '' },
})

differential({
  op: 'note.NewSigner',
  generate: random => mutated(random, signerText(random)),
  async load(core) {
    const { parseSigner } = await import(new URL('note/key.ts', core).href)
    return input => {
      const { name, hash, sign } = parseSigner(textOf(input))
      return { name, hash, signature: base64(sign(utf8('hello\n'))) }
    }
  },
  reasons: ['key-form', 'key-name', 'key-algorithm', 'key-length', 'key-hash'],
  planted: { file: 'note/decode-base64.ts', find: "text.replace(/[\\r\\n]/g, '')", replace: 'text' },
})
