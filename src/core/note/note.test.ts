import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { utf8 } from '../bytes.ts'
import { generateKey, keyId, parseSigner, parseVerifier } from './key.ts'
import { openNote } from './open-note.ts'
import { signNote } from './sign-note.ts'

/** The key of x/mod's own tests. */
const neumann = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const neumannSecret = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
/** The example note of x/mod's package documentation. */
const motto =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

const keys = [1, 2, 3].map(n => generateKey(`log-${n}`, new Uint8Array(32).fill(n)))
const signers = keys.map(key => parseSigner(key.signer))
const verifiers = keys.map(key => parseVerifier(key.verifier))
const [ada, bob, eve] = signers as [(typeof signers)[0], (typeof signers)[0], (typeof signers)[0]]

describe('keys', () => {
  it('are read as Go writes them', () => {
    assert.equal(keyId(parseVerifier(neumann)), 'PeterNeumann+c74f20a3')
    assert.equal(keyId(parseSigner(neumannSecret)), 'PeterNeumann+c74f20a3')
  })

  it('are written as Go writes them', () => {
    const secret = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1)
    assert.deepEqual(generateKey('PeterNeumann', secret), { signer: neumannSecret, verifier: neumann })
  })

  const refused: [string, string, string][] = [
    ['of no form', 'hello', 'key-form'],
    ['with a hash of seven digits', neumann.replace('c74f20a3', 'c74f20a'), 'key-form'],
    ['with the hash of another key', neumann.replace('c74f20a3', 'c74f20a4'), 'key-hash'],
    ['without a name', neumann.replace('PeterNeumann', ''), 'key-name'],
    ['with a space in the name', neumann.replace('Neumann', ' Neumann'), 'key-name'],
    ['of the wrong length', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==', 'key-length'],
    ['of another algorithm', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'key-algorithm'],
  ]
  for (const [what, text, reason] of refused) {
    it(`are refused ${what}`, () => {
      assert.throws(() => parseVerifier(text), { code: 'bad-key', reason })
    })
  }

  it('keep the secret out of errors', () => {
    for (const text of [
      neumannSecret.slice(8),
      neumannSecret.replace('c7', 'c8'),
      neumannSecret.replace('+AY', 'AY'),
    ]) {
      for (const parse of [parseSigner, parseVerifier]) {
        assert.throws(
          () => parse(text),
          error => error instanceof Error && !error.message.includes('EKFALVF'),
        )
      }
    }
  })

  it('are refused for a bad name or seed', () => {
    assert.throws(() => generateKey('a+b', new Uint8Array(32)), { code: 'bad-key', reason: 'key-name' })
    assert.throws(() => generateKey('a', new Uint8Array(31)), { code: 'bad-key', reason: 'key-length' })
  })
})

describe('openNote', () => {
  it("opens Go's own example", () => {
    const note = openNote(utf8(motto), [parseVerifier(neumann)])
    assert.equal(note.text, motto.slice(0, motto.indexOf('\n\n') + 1))
    assert.deepEqual(note.signatures.map(keyId), ['PeterNeumann+c74f20a3'])
  })

  it('gives back what signNote signed, by any signers', () => {
    const text = fc
      .string({ unit: fc.constantFrom('a', ' ', '\n', '—', '中', '\u{1f600}', '\ufeff') })
      .map(body => `${body}\n`)
    const chosen = fc.uniqueArray(fc.nat(2), { minLength: 1 })
    fc.assert(
      fc.property(text, chosen, (body, indexes) => {
        const who = indexes.map(i => signers[i] as (typeof signers)[0])
        const note = openNote(signNote(body, who), verifiers)
        assert.equal(note.text, body)
        assert.deepEqual(note.signatures.map(keyId), who.map(keyId))
      }),
      { numRuns: 50 },
    )
  })

  it('passes over unknown keys, and says so once', () => {
    const bytes = signNote('hello\n', [ada, eve, eve])
    const note = openNote(bytes, verifiers.slice(0, 1))
    assert.deepEqual([note.signatures.map(keyId), note.unverified.map(keyId)], [[keyId(ada)], [keyId(eve)]])
  })

  const line = (text: string, index: number) => text.split('\n').at(-2 - index) ?? ''
  const signed = Buffer.from(signNote('hello\n', [ada, bob])).toString()
  const other = Buffer.from(signNote('other\n', [ada, bob])).toString()
  const refused: [string, string | Uint8Array, string][] = [
    ['a bad signature beside a good one', `hello\n\n${line(signed, 1)}\n${line(other, 0)}\n`, 'note-bad-signature'],
    ['a changed text', signed.replace('hello', 'hellO'), 'note-bad-signature'],
    ['unknown keys alone', signNote('hello\n', [eve]), 'note-unsigned'],
    ['a text without signatures', 'hello\n', 'note-no-signatures'],
    ['an empty block of signatures', 'hello\n\n', 'note-no-signatures'],
    ['a last line that is not ended', signed.slice(0, -1), 'note-no-signatures'],
    ['a line that is no signature', `${signed}hello\n`, 'note-signature-line'],
    ['a hyphen for the dash', signed.replace('—', '-'), 'note-signature-line'],
    ['a signature of four bytes', 'hello\n\n— a AAAAAA==\n', 'note-signature-line'],
    ['a tab', signed.replace('hello', 'he\tlo'), 'note-not-text'],
    ['bytes that are not UTF-8', Buffer.concat([Buffer.from([0xff]), Buffer.from(signed)]), 'note-not-text'],
    ['101 signatures', signNote('hello\n', Array(101).fill(ada)), 'note-many-signatures'],
    ['a megabyte and more', signNote(`${'x'.repeat(1_000_000)}\n`, [ada]), 'note-too-large'],
  ]
  for (const [what, note, reason] of refused) {
    it(`refuses ${what}`, () => {
      const bytes = typeof note === 'string' ? utf8(note) : note
      assert.throws(() => openNote(bytes, verifiers.slice(0, 2)), { code: 'bad-note', reason })
    })
  }

  it('takes 100 signatures', () => {
    assert.equal(openNote(signNote('hello\n', Array(100).fill(ada)), verifiers).signatures.length, 1)
  })

  it('refuses two known keys of one name and hash', () => {
    const twice = [...verifiers, ...verifiers]
    assert.throws(() => openNote(signNote('hello\n', [ada]), twice), { code: 'bad-note', reason: 'note-ambiguous-key' })
  })

  it('refuses a signature under a key that is no point of the curve', () => {
    const broken = { ...(verifiers[0] as (typeof verifiers)[0]), verify: parseVerifier(brokenKey()).verify }
    assert.throws(() => openNote(signNote('hello\n', [ada]), [broken]), { reason: 'note-bad-signature' })
  })
})

describe('signNote', () => {
  it('refuses a text that no note may hold', () => {
    for (const text of ['', 'hello', 'a\tb\n', '\ud800\n']) {
      assert.throws(() => signNote(text, [ada]), { code: 'bad-note', reason: 'note-not-text' })
    }
  })
})

/** A well-formed verifier key whose 32 bytes are not the encoding of a point. */
function brokenKey(): string {
  return 'broken+eece9833+AQIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
}
