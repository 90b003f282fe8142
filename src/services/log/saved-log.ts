import { GoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import { parseEntry } from '../../core/log/parse-entry.ts'
import { LogState } from '../../core/log/state.ts'
import type { Verifier } from '../../core/note/key.ts'
import { openNote } from '../../core/note/open-note.ts'
import { openSignedHead } from '../../core/sumdb/signed-head.ts'
import { emptyEdge } from '../../core/tlog/grow.ts'
import { parseCheckpoint } from '../../core/tlog/tree-head.ts'
import type { HeadStore } from '../../ports/head.ts'
import type { Store } from '../../ports/store.ts'
import { followTree } from './follow-tree.ts'
import { encodeHead } from './log-head.ts'
import type { SavedHead } from './saved-head.ts'

/**
 * What the entries in `store` say, when both forms of `head` are signed by one of `verifiers`, and the root that is
 * computed from all entries is theirs. Throws `bad-note`, `store-damaged`, `log-fork`, `bad-entry`.
 */
export async function readSavedLog(store: Store, head: SavedHead, verifiers: readonly Verifier[]): Promise<LogState> {
  const go = openSignedHead(Buffer.from(head.goNote), verifiers)
  const checkpoint = parseCheckpoint(openNote(Buffer.from(head.checkpoint), verifiers).text, head.name)
  if (![go, checkpoint].every(({ size, root }) => size === head.size && hex(root) === head.root))
    throw new GoferryError('bad-note', { subject: head.name, reason: 'log-saved-heads' })
  const state = new LogState()
  // Believed only when all of it was found to lead to the root.
  await followTree(store, emptyEdge, head, () => undefined)
  await followTree(store, emptyEdge, head, (_, records) => {
    for (const record of records) state.apply(state.size, parseEntry(record))
  })
  return state
}

/** Makes `head` the stored head of a log whose entries are in the store; its opening publishes them. Idempotent. */
export async function adoptSavedHead(heads: HeadStore, head: SavedHead): Promise<void> {
  if ((await heads.read()) !== undefined) return
  const { name, size, root, goNote, checkpoint } = head
  await heads.replace(undefined, encodeHead({ name, size, root, stage: '', goNote, checkpoint }))
}
