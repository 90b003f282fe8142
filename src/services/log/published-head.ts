import type { Verifier } from '../../core/note/key.ts'
import { openNote } from '../../core/note/open-note.ts'
import { openSignedHead, type SignedHead } from '../../core/sumdb/signed-head.ts'
import { parseCheckpoint } from '../../core/tlog/tree-head.ts'
import { checkpointKey, treeHeadKey } from '../../core/tree/log-keys.ts'
import type { Store } from '../../ports/store.ts'

/** A published log, as anyone who has its keys can read it. */
export interface PublishedLog {
  readonly store: Store
  /** The log's name. */
  readonly name: string
  /** The keys of which at least one must have signed every head. */
  readonly verifiers: readonly Verifier[]
}

const noteLimit = 65_536

/**
 * The head that is published now in Go's form; undefined before the
 * first one. Throws `bad-note` where the log did not sign it.
 */
export async function readPublishedHead({ store, name, verifiers }: PublishedLog): Promise<SignedHead | undefined> {
  const note = await store.read(treeHeadKey(name), noteLimit)
  return note && openSignedHead(note, verifiers)
}

/**
 * The head that is published now in the form of C2SP; undefined before
 * the first one. Throws `bad-note` where the log did not sign it.
 */
export async function readCheckpoint({ store, name, verifiers }: PublishedLog): Promise<Uint8Array | undefined> {
  const note = await store.read(checkpointKey, noteLimit)
  if (note !== undefined) parseCheckpoint(openNote(note, verifiers).text, name)
  return note
}
