import assert from 'node:assert/strict'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { cosigned, cosignerAt, openCosigned, parseCosignVerifier } from './cosignature.ts'
import { generateKey, parseSigner, parseVerifier } from './key.ts'
import { signNote } from './sign-note.ts'

const seed = Buffer.alloc(32, 7)
const log = generateKey('log.example', Buffer.alloc(32, 1))
const witness = generateKey('witness.example', seed, 'cosignature')
const text = 'log.example\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'
const note = Buffer.from(signNote(text, [parseSigner(log.signer)])).toString()
const logKeys = [parseVerifier(log.verifier)]

describe('a cosignature', () => {
  it('is what C2SP tlog-cosignature v1 says, put together by hand', () => {
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    const point = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
    const id = createHash('sha256')
      .update(Buffer.concat([Buffer.from('witness.example\n\x04'), point]))
      .digest()
      .subarray(0, 4)
    const time = Buffer.from('000000006553f100', 'hex') // 1700000000
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime 1700000000\n${text}`), key)
    const line = `— witness.example ${Buffer.concat([id, time, signature]).toString('base64')}\n`
    assert.equal(cosigned(note, cosignerAt(witness.signer, 1_700_000_000)), note + line)
    assert.equal(
      witness.verifier,
      `witness.example+${id.toString('hex')}+${Buffer.concat([Buffer.of(4), point]).toString('base64')}`,
    )
  })

  it('opens with the key of the witness beside that of the log, and tells when', () => {
    const both = cosigned(note, cosignerAt(witness.signer, 1_700_000_000))
    const opened = openCosigned(utf8(both), logKeys, parseCosignVerifier(witness.verifier))
    assert.deepEqual(opened, { text, seconds: 1_700_000_000 })
  })

  it('is refused where its time, its text or the log is another, or one of the two is missing', () => {
    const both = cosigned(note, cosignerAt(witness.signer, 1_700_000_000))
    const verifier = parseCosignVerifier(witness.verifier)
    const line = both.slice(note.length)
    const encoded = line.split(' ')[2] ?? ''
    const other = Buffer.from(encoded, 'base64')
    other.writeUInt8(other.readUInt8(11) ^ 1, 11)
    const bad: [string, string][] = [
      ['another time', note + line.replace(encoded.trim(), other.toString('base64'))],
      ['another text', both.replace('\n7\n', '\n8\n')],
      ['no cosignature', note],
      ['no signature of the log', cosigned(`${text}\n`, cosignerAt(witness.signer, 1))],
      ['a cut one', `${note}— witness.example ${Buffer.from(encoded, 'base64').subarray(0, 9).toString('base64')}\n`],
    ]
    for (const [what, bytes] of bad)
      assert.throws(() => openCosigned(utf8(bytes), logKeys, verifier), { code: 'bad-note' }, what)
  })

  it('is never made by a key of a log, nor is a note signed by a key of a witness', () => {
    assert.throws(() => parseSigner(witness.signer), { code: 'bad-key' })
    assert.throws(() => parseVerifier(witness.verifier), { code: 'bad-key' })
    assert.throws(() => cosignerAt(log.signer, 1), { code: 'bad-key' })
    assert.throws(() => parseCosignVerifier(log.verifier), { code: 'bad-key' })
  })
})
