import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ChecksumLog } from '../../../test/support/checksum-log.ts'
import { naiveRoot } from '../../../test/support/naive-tree.ts'
import { utf8 } from '../bytes.ts'
import { generateKey, parseSigner, parseVerifier } from '../note/key.ts'
import { signNote } from '../note/sign-note.ts'
import { tileHashReader } from '../tlog/tile-reader.ts'
import { formatCheckpoint } from '../tlog/tree-head.ts'
import { openReceipt } from './receipt.ts'

const records = Array.from({ length: 300 }, (_, n) => `record ${n}\n`)
const rootOf = (size: number) => naiveRoot(records.slice(0, size))
const keyOf = (name: string, seed: number) => generateKey(name, new Uint8Array(32).fill(seed))
const [ours, retired, theirs] = [keyOf('log.test', 1), keyOf('log.test', 2), keyOf('centre.test', 3)]
const log = {
  name: 'log.test',
  verifiers: [parseVerifier(ours.verifier), parseVerifier(retired.verifier)],
  size: 300,
  read: tileHashReader({ size: 300, root: rootOf(300) }, new ChecksumLog(records).readTiles),
}
const note = (text: string, ...keys: { signer: string }[]) =>
  signNote(
    text,
    keys.map(key => parseSigner(key.signer)),
  )
const checkpoint = (size: number, root = rootOf(size)) => formatCheckpoint('log.test', { size, root })

describe('a receipt', () => {
  it('says how much of the log is there, whoever cosigned it and with which key of ours it was signed', async () => {
    for (const size of [0, 1, 255, 256, 300]) {
      const receipt = await openReceipt(note(checkpoint(size), ours, theirs), log)
      assert.deepEqual([receipt.origin, receipt.size], ['log.test', size])
    }
    assert.equal((await openReceipt(note(checkpoint(7), retired), log)).size, 7)
  })

  it('is refused where no key of ours signed it, where it is of another log, and where it is cut or altered', async () => {
    const whole = note(checkpoint(9), ours)
    const cases: [what: Uint8Array, reason: string][] = [
      [note(checkpoint(9), theirs), 'note-unsigned'],
      [note(formatCheckpoint('centre.test', { size: 9, root: rootOf(9) }), ours), 'tree-origin'],
      [note('log.test\n-1\nAAAA\n', ours), 'tree-size'],
      [utf8(Buffer.from(whole).toString().replace('\n9\n', '\n8\n')), 'note-bad-signature'],
      [whole.subarray(0, 20), 'note-no-signatures'],
      [new Uint8Array(1_000_001).fill(0x61), 'note-too-large'],
      [utf8('\u001b[31mred\n'), 'note-not-text'],
    ]
    for (const [bytes, reason] of cases) await assert.rejects(openReceipt(bytes, log), { code: 'bad-note', reason })
  })

  it('is the evidence of a fork where our key signed another root, of a lost log where it is ahead', async () => {
    const fork = note(checkpoint(9, rootOf(8)), ours)
    await assert.rejects(openReceipt(fork, log), { code: 'log-fork', reason: 'receipt-fork' })
    const ahead = note(checkpoint(301, rootOf(8)), ours)
    await assert.rejects(openReceipt(ahead, log), { code: 'log-rollback', reason: 'receipt-ahead' })
  })
})
