import { sameBytes } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Entry } from '../../core/log/entry.ts'
import type { LogState } from '../../core/log/state.ts'
import { growTree, type TreeEdge } from '../../core/tlog/grow.ts'
import { stageKey } from '../../core/tree/log-keys.ts'
import type { Head } from '../../ports/head.ts'
import { Batch } from './batch.ts'
import { decodeHead, encodeHead, type LogHead, signHead } from './log-head.ts'
import type { LogIdentity, LogParts } from './log-parts.ts'
import { publishHead, publishStage } from './publish.ts'
import { type Recovered, type RecoverParts, recoverLog } from './recover.ts'
import type { Replica } from './replica.ts'
import { type Append, type Leaf, Sequencer } from './sequencer.ts'
import { encodeStage, type Stage } from './stage.ts'

/** A commit on its way: what becomes of the log if it stands. */
interface Commit {
  readonly identity: LogIdentity
  readonly head: LogHead
  readonly edge: TreeEdge
  readonly leaves: readonly Leaf[]
}

/**
 * The one log of an authority, on the side of its one writer.
 *
 * A commit: stage all that it will publish as one immutable object → swap the head, which is the commit point → the
 * same in the replica → publish from the stage, the checkpoint last. The head is signed before the swap and leaves this
 * process only after it, so that no two trees of one size are ever seen. Whatever fails after the swap is done again
 * from the stored head, by the code that a restart runs.
 */
export class Log {
  readonly #parts: LogParts
  readonly #sequencer: Sequencer
  #identity: LogIdentity
  #stored: Head
  #head: LogHead
  #edge: TreeEdge
  readonly #state: LogState
  /** A commit of which it is not known whether it stands, or which stands and is not published. */
  #unsettled: Commit | undefined
  #stopped: GoferryError | undefined
  #sealed: GoferryError | undefined
  readonly #replica: Replica | undefined
  #mended: Recovered['mended']

  private constructor(parts: LogParts, { stored, head, edge, state, replica, mended }: Recovered) {
    this.#parts = parts
    this.#sealed = parts.sealed
    this.#replica = replica
    this.#mended = mended
    this.#identity = parts.identity
    this.#stored = stored
    this.#head = head
    this.#edge = edge
    this.#state = state
    this.#sequencer = new Sequencer(calls => this.#commitCalls(calls))
  }

  /**
   * Opens the log, or begins it: finishes what a crash left, reads it, and signs its head again where keys or name were
   * changed since. Throws as `recoverLog`; `bad-settings` where the stored log has a name that was not retired.
   */
  static async open(parts: LogParts): Promise<Log> {
    const recovered = await recoverLog(publishParts(parts, parts.identity))
    for (const { file, damage } of recovered.mended) parts.journal.error('log-file-mended', { file, damage })
    const log = new Log(parts, recovered)
    if (parts.sealed === undefined || parts.identity.name !== recovered.head.name) await log.resign(parts.identity)
    return log
  }

  /** What the published log says. Changes only when a commit is published whole. */
  get state(): LogState {
    return this.#state
  }

  /** The published files that were not as they should be when the log was opened, and are again; given once. */
  takeMended(): Recovered['mended'] {
    const mended = this.#mended
    this.#mended = []
    return mended
  }

  /** Why nothing is signed; undefined where the log takes entries. */
  get sealed(): GoferryError | undefined {
    return this.#sealed
  }

  /** The newest published head. */
  head(): LogHead {
    return this.#head
  }

  /**
   * Appends those of `entries` that say something new, together and in their order; resolves when the checkpoint that
   * covers them is published, with the size of the log then. Nothing is appended for a call that contradicts the log
   * (`bad-entry`, `bad-module-path`, `bad-version`, `bad-file-path`) or cannot be taken (`too-large`, `stopping`).
   * After an error of the store (`io-failed`, `no-space`) or of the replica (`replica-failed`) the entries may still
   * come: to append them again is right. Throws `head-conflict` from the moment when another writer is seen, and in a
   * sealed log why it is sealed.
   */
  append(entries: readonly Entry[]): Promise<{ size: number }> {
    return this.#sequencer.append(entries)
  }

  /**
   * Signs the same tree by the keys of `identity` and publishes all of it again: every lookup with the new head, and
   * under a new name the tiles too, while retired names are removed. Does nothing where the head is signed so already.
   * Throws `bad-settings` where the name of this log is neither that of `identity` nor retired by it. A sealed log is
   * signed under another name alone, and goes on under that; else it throws why it is sealed.
   */
  async resign(identity: LogIdentity): Promise<void> {
    await this.#sequencer.exclusively(async () => {
      await this.#settle()
      const head = signHead(identity, this.#edge, '')
      if (head.name === this.#head.name && head.goNote === this.#head.goNote) return
      if (head.name !== this.#head.name && !identity.retiredNames.includes(this.#head.name)) {
        const params = { stored: this.#head.name }
        throw new GoferryError('bad-settings', { subject: head.name, reason: 'log-other-name', params })
      }
      if (this.#sealed && head.name === this.#head.name) throw this.#sealed
      await this.#commit({ identity, head, edge: this.#edge, leaves: [] })
      this.#sealed = undefined
    })
  }

  /** Takes no more entries; resolves when those that wait are settled. */
  close(): Promise<void> {
    return this.#sequencer.close()
  }

  async #commitCalls(calls: readonly Append[]): Promise<void> {
    await this.#settle()
    const newBatch = () => new Batch(this.#head.name, this.#state)
    const batch = newBatch()
    const sealed = this.#sealed
    const taken = calls.filter(call => addOrReject(sealed ? newBatch() : batch, call, sealed))
    if (batch.leaves.length > 0) await this.#append(batch.leaves)
    for (const call of taken) call.resolve({ size: this.#state.size })
  }

  async #append(leaves: readonly Leaf[]): Promise<void> {
    const { edge, tiles } = growTree(
      this.#edge,
      leaves.map(leaf => leaf.text),
    )
    const head = signHead(this.#identity, edge, stageKey(edge.root))
    const stage = { from: this.#edge.size, size: edge.size, tiles }
    const bytes = encodeStage(stage)
    try {
      await this.#parts.store.put(head.stage, bytes)
      this.#parts.reached('log-staged')
      await this.#replica?.stage(head, bytes)
    } catch (error) {
      await this.#discardStage(head)
      throw error
    }
    await this.#commit({ identity: this.#identity, head, edge, leaves }, stage)
  }

  /** The commit point, and what follows it. */
  async #commit(commit: Commit, stage?: Stage): Promise<void> {
    const parts = publishParts(this.#parts, commit.identity)
    this.#unsettled = commit
    try {
      this.#stored = await this.#parts.heads.replace(this.#stored, encodeHead(commit.head))
      this.#parts.reached('head-swapped')
      await this.#replica?.take(commit.head, stage)
      await (stage ? publishStage(parts, commit.head, stage) : publishHead(parts, commit.head))
    } catch (error) {
      this.#parts.journal.warn('log-commit-unsettled', { size: commit.head.size, error: String(error) })
      await this.#settle()
      if (this.#head !== commit.head) throw error
      return
    }
    await this.#take(commit)
  }

  /**
   * Finds out from the stored head what became of an unsettled commit; one that stands is published from what is
   * stored, one that does not is dropped. Throws `head-conflict` where neither it nor the head before it is stored.
   */
  async #settle(): Promise<void> {
    if (this.#stopped) throw this.#stopped
    const commit = this.#unsettled
    if (commit === undefined) return
    const stored = await this.#parts.heads.read()
    if (stored && sameBytes(stored.value, encodeHead(commit.head))) {
      this.#stored = stored
      await this.#replica?.take(commit.head)
      await publishHead(publishParts(this.#parts, commit.identity), commit.head)
      return this.#take(commit)
    }
    // Two writers that append the same entries stage the same object: it is the winner's.
    if (stored && decodeHead(stored.value).stage !== commit.head.stage) await this.#discardStage(commit.head)
    this.#unsettled = undefined
    if (stored?.generation !== this.#stored.generation) throw this.#stop()
  }

  /** The commit is published: it becomes what this log says. */
  async #take({ identity, head, edge, leaves }: Commit): Promise<void> {
    const before = this.#head
    this.#unsettled = undefined
    this.#identity = identity
    this.#head = head
    this.#edge = edge
    for (const { entry } of leaves) this.#state.apply(this.#state.size, entry)
    this.#parts.journal.info('log-committed', { size: head.size, entries: leaves.length })
    if (before.stage !== '' && before.stage !== head.stage) await this.#discardStage(before)
  }

  /** Another writer is at work, or the head was changed by hand: this one signs nothing more. */
  #stop(): GoferryError {
    this.#stopped = new GoferryError('head-conflict', { subject: this.#head.name })
    this.#parts.journal.error('log-head-conflict', { name: this.#head.name, size: this.#head.size })
    return this.#stopped
  }

  /** A stage that stays is swept when the log is opened next. */
  async #discardStage({ stage }: LogHead): Promise<void> {
    if (stage === '') return
    try {
      await this.#parts.store.remove(stage)
    } catch (error) {
      this.#parts.journal.warn('log-stage-left', { stage, error: String(error) })
    }
  }
}

function publishParts({ store, heads, reached, replica }: LogParts, identity: LogIdentity): RecoverParts {
  return { store, heads, reached, replica, identity, retiredNames: identity.retiredNames }
}

/** In a sealed log what says nothing new is as good as appended. */
function addOrReject(batch: Batch, call: Append, sealed: GoferryError | undefined): boolean {
  try {
    batch.add(call.leaves)
    if (sealed && batch.leaves.length > 0) throw sealed
    return true
  } catch (error) {
    call.reject(error)
    return false
  }
}
