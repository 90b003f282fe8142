import { fromUtf8, sameBytes, utf8 } from '../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import type { Verifier } from '../../core/note/key.ts'
import { openNote } from '../../core/note/open-note.ts'
import { parseCheckpoint, parseGoHead, type TreeHead } from '../../core/tlog/tree-head.ts'
import { checkpointKey, lookupKey, treeHeadKey } from '../../core/tree/log-keys.ts'
import type { Store } from '../../ports/store.ts'
import type { LogHead } from './log-head.ts'
import { isLookupAnswer, type NumberedRecord } from './lookup-answer.ts'
import { type Found, readOrDamaged } from './read-or-damaged.ts'

/** A published file of the log that was not as it should be when the log was opened, and was written again. */
export interface Mended {
  readonly file: string
  readonly damage: 'damaged' | 'missing'
}

/** Who has signed what is published: by keys and under names that the log has now, or had. */
export interface Signed {
  readonly verifiers: readonly Verifier[]
  readonly retiredNames: readonly string[]
}

/**
 * What is published of the head with which a log is opened, looked at before it is written again: what a process that
 * died had not come to is no damage, and all else is told.
 */
export class Opening {
  readonly mended: Mended[] = []
  readonly #store: Store
  readonly #head: LogHead
  readonly #verifiers: readonly Verifier[]
  /** Whether the commit of the head may not have been published whole. */
  readonly #isInterrupted: boolean

  private constructor(
    store: Store,
    head: LogHead,
    { verifiers }: Signed,
    notes: readonly (readonly [string, State])[],
  ) {
    this.#store = store
    this.#head = head
    this.#verifiers = verifiers
    const begun = head.size === 0 || head.stage === ''
    this.#isInterrupted = notes.some(([, state]) => state === 'older' || (state === 'missing' && begun))
    for (const [file, state] of notes) {
      if (state === 'damaged') this.mended.push({ file, damage: state })
      if (state === 'missing') this.wasMissing(file)
    }
  }

  /**
   * Looks at the published heads. Throws `log-rollback` or `log-fork` where more was published than `head` knows: the
   * folder of a node was restored from an old copy in part, and what is signed next could contradict what clients have.
   */
  static async look(store: Store, head: LogHead, signed: Signed): Promise<Opening> {
    const names = [head.name, ...signed.retiredNames]
    const states: (readonly [string, State])[] = []
    for (const [key, note, parse] of [
      [treeHeadKey(head.name), head.goNote, parseGoHead],
      [checkpointKey, head.checkpoint, (text: string) => parseCheckpoint(text, originOf(text, names))],
    ] as const) {
      const found = await readNote(store, key)
      states.push([key, stateOf(found, note, { head, parse, verifiers: signed.verifiers })])
    }
    return new Opening(store, head, signed, states)
  }

  /** The file under `key` was not there, and is written now. */
  wasMissing(key: string): void {
    if (!this.#isInterrupted) this.mended.push({ file: key, damage: 'missing' })
  }

  /** Whether the lookup of `record` is `answer`; if not, it is written next. Throws what the store throws. */
  async isAnswered(record: NumberedRecord, answer: Uint8Array): Promise<boolean> {
    const key = lookupKey(this.#head.name, record.entry)
    const found = await readOrDamaged(this.#store, key, lookupLimit)
    if (found && sameBytes(found, answer)) return true
    if (found === undefined) this.wasMissing(key)
    else if (found === null || !isLookupAnswer(found, record, this.#verifiers))
      this.mended.push({ file: key, damage: 'damaged' })
    return false
  }
}

type State = 'current' | 'older' | 'damaged' | 'missing'

const noteLimit = 65_536
const lookupLimit = 1 << 17

/** A note that the medium does not give now may be one that says more than the head: that is no damage. */
async function readNote(store: Store, key: string): Promise<Found> {
  try {
    return await store.read(key, noteLimit)
  } catch (error) {
    if (isGoferryError(error, 'store-damaged', 'too-large')) return null
    throw error
  }
}

/** What a note is held against. */
interface Against {
  readonly head: LogHead
  readonly parse: (text: string) => TreeHead
  readonly verifiers: readonly Verifier[]
}

function stateOf(found: Found, note: string, { head, parse, verifiers }: Against): State {
  if (found === undefined) return 'missing'
  if (found !== null && sameBytes(found, utf8(note))) return 'current'
  try {
    const { text, isKnown } = textOf(found ?? new Uint8Array(), verifiers)
    const tree = parse(text)
    refuseNewer(head, tree)
    // Keys change by a commit that has no stage.
    return isKnown || tree.size < head.size || head.stage === '' ? 'older' : 'damaged'
  } catch (error) {
    if (isGoferryError(error, 'log-rollback', 'log-fork') || !isGoferryError(error)) throw error
    return 'damaged'
  }
}

/** The text of a note; one that only other keys have signed may be of a key that is newer or older than ours. */
function textOf(bytes: Uint8Array, verifiers: readonly Verifier[]): { text: string; isKnown: boolean } {
  try {
    return { text: openNote(bytes, verifiers).text, isKnown: true }
  } catch (error) {
    if (!isGoferryError(error) || error.reason !== 'note-unsigned') throw error
    return { text: `${fromUtf8(bytes)?.split('\n\n', 1)[0] ?? ''}\n`, isKnown: false }
  }
}

function refuseNewer({ name: subject, size, root }: LogHead, published: TreeHead): void {
  if (published.size > size) {
    const params = { stored: size, published: published.size }
    throw new GoferryError('log-rollback', { subject, reason: 'log-published-ahead', params })
  }
  if (published.size === size && hex(published.root) !== root) {
    const params = { keptSize: size, otherSize: published.size }
    throw new GoferryError('log-fork', { subject, reason: 'fork-heads', params })
  }
}

function originOf(text: string, names: readonly string[]): string {
  return names.find(name => text.startsWith(`${name}\n`)) ?? ''
}
