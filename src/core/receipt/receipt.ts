import { sameBytes } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { base64 } from '../hash.ts'
import type { Verifier } from '../note/key.ts'
import { openNote } from '../note/open-note.ts'
import type { HashReader } from '../tlog/stored-hash.ts'
import { treeHash } from '../tlog/tree-hash.ts'
import { parseCheckpoint, type TreeHead } from '../tlog/tree-head.ts'

/**
 * What somebody has of our log: a checkpoint of ours that came back. Entries below `size` are there. Its note may carry
 * cosignatures too: those of unknown keys say nothing here.
 */
export interface Receipt extends TreeHead {
  readonly origin: string
}

/** Our log, as a receipt is held against it. */
export interface ReceiptLog {
  /** Its name, which is the origin of its checkpoints. */
  readonly name: string
  /** Its keys, of which one at least signed the receipt. */
  readonly verifiers: readonly Verifier[]
  readonly size: number
  /** Reads the hashes of the tree of `size`, each held against its root. */
  readonly read: HashReader
}

/**
 * Reads the receipt in `note`, a C2SP tlog-checkpoint, and holds it against the log. Throws `bad-note` for what no key
 * of the log signed or what is no checkpoint of it; `log-rollback` where it has more entries than the log, which then
 * went back in time; `log-fork` where the log had another root at that size; what `read` throws.
 */
export async function openReceipt(note: Uint8Array, { name, verifiers, size, read }: ReceiptLog): Promise<Receipt> {
  const head = parseCheckpoint(openNote(note, verifiers).text, name)
  const refuse = (code: 'log-rollback' | 'log-fork', reason: 'receipt-ahead' | 'receipt-fork') =>
    new GoferryError(code, {
      subject: name,
      reason,
      params: { receipt: head.size, size, root: base64(head.root), note: Buffer.from(note).toString() },
    })
  if (head.size > size) throw refuse('log-rollback', 'receipt-ahead')
  if (!sameBytes(await treeHash(head.size, read), head.root)) throw refuse('log-fork', 'receipt-fork')
  return { origin: name, ...head }
}
