import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { TestMirror } from '../../../test/support/bundle-builder.ts'
import { generateKey, parseSigner, parseVerifier } from '../note/key.ts'
import { openNote } from '../note/open-note.ts'
import { signNote } from '../note/sign-note.ts'
import { approvalText, formatApproval, parseApproval } from './approval.ts'
import { headerDigest } from './format-header.ts'
import { formatUnsigned, parseSignable, signersOf, withSignature } from './signable.ts'

const keys = ['alice', 'bob'].map((name, i) => generateKey(name, new Uint8Array(32).fill(i + 1)))
const [alice, bob] = keys.map(({ signer }) => parseSigner(signer)) as [ReturnType<typeof parseSigner>, never]
const verifiers = keys.map(({ verifier }) => parseVerifier(verifier))
const approval = {
  bundle: 'ab'.repeat(32),
  decision: 'refuse',
  entries: [{ first: 2, last: 4 }],
  reason: 'no licence',
  time: '2026-11-02T00:00:00Z',
} as const
const text = approvalText(approval)

describe('what is signed by hand', () => {
  it('is a decision: what it is said to be of is not signed, and each key signs once', () => {
    const unsigned = parseSignable(formatUnsigned(text, ['x.test/a@v1.0.0']), 'file')
    assert.deepEqual([unsigned.text, unsigned.said, signersOf(unsigned)], [text, ['x.test/a@v1.0.0'], []])
    const once = withSignature(unsigned, alice)
    assert.equal(once, Buffer.from(formatApproval(approval, alice)).toString())
    const twice = withSignature(parseSignable(once, 'file'), bob)
    const opened = openNote(Buffer.from(twice), verifiers)
    assert.deepEqual([opened.signatures.length, parseApproval(opened.text)], [2, approval])
    assert.throws(() => withSignature(parseSignable(twice, 'file'), bob), { code: 'usage', reason: 'sign.again' })
    assert.deepEqual(parseSignable(formatUnsigned(text, []), 'file').said, [])
  })

  it('is a header, whose digest one more signature does not change', () => {
    const mirror = new TestMirror()
    mirror.addModule({ path: 'x.test/a', version: 'v1.0.0' })
    const { files, headerName, digest } = mirror.cut()
    const header = parseSignable(Buffer.from(files.get(headerName) ?? []).toString(), 'file')
    const signed = parseSignable(withSignature(header, alice), 'file')
    assert.equal(headerDigest(signed.text), digest)
    assert.deepEqual(
      signersOf(signed).map(key => key.split('+')[0]),
      ['bundle.mirror.example', 'alice'],
    )
  })

  it('is nothing else: no checkpoint, no unsigned header, no text, and nothing that ends elsewhere', () => {
    const checkpoint = Buffer.from(signNote('log.example\n3\nAAAA\n', [alice])).toString()
    for (const file of [checkpoint, '', 'x', text, 'goferry bundle v1\norigin x\n\n', `${text}\n\u0007\n`])
      assert.throws(() => parseSignable(file, 'file'), { code: 'bad-note', subject: 'file' }, file)
    assert.throws(() => parseSignable(`${text}more\n\n`, 'file'), { code: 'bad-note' })
    assert.throws(() => parseSignable(Buffer.from(signNote('goferry bundle v1\n', [alice])).toString(), 'file'), {
      code: 'bundle-damaged',
    })
  })
})
