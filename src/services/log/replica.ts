import { sameBytes } from '../../core/bytes.ts'
import { isGoferryError } from '../../core/errors.ts'
import { edgeTiles } from '../../core/tlog/grow.ts'
import { stageFolder, tileKey } from '../../core/tree/log-keys.ts'
import type { Head } from '../../ports/head.ts'
import type { Reached } from '../../ports/steps.ts'
import { decodeHead, encodeHead, type LogHead } from './log-head.ts'
import { publishDataTiles, publishStagedData } from './publish.ts'
import { asReplica, type ReplicaPlace } from './replica-place.ts'
import type { Stage } from './stage.ts'

/**
 * The replica of a log while it is written: every commit is here before it is published, and so before anyone is told
 * of it. Of writers that use one replica all but the last lose: it has a head of its own that is swapped.
 */
export class Replica {
  readonly #place: ReplicaPlace
  readonly #reached: Reached
  #stored: Head
  #head: LogHead

  private constructor(place: ReplicaPlace, reached: Reached, stored: Head, head: LogHead) {
    this.#place = place
    this.#reached = reached
    this.#stored = stored
    this.#head = head
  }

  /**
   * Takes the replica over from any writer before: its head is swapped for itself (for `first` where there is none),
   * what of its newest commit is not in tiles yet is written, stages that lost are dropped. Throws `replica-failed`.
   */
  static takeOver(place: ReplicaPlace, reached: Reached, first: LogHead): Promise<Replica> {
    return asReplica(first.name, async () => {
      const found = await place.heads.read()
      const head = found === undefined ? first : decodeHead(found.value)
      const stages = await place.store.list(stageFolder)
      const stored = await place.heads.replace(found, encodeHead(head))
      await publishDataTiles(place.store, head)
      for (const name of stages)
        if (`${stageFolder}/${name}` !== head.stage) await place.store.remove(`${stageFolder}/${name}`)
      return new Replica(place, reached, stored, head)
    })
  }

  /** The newest head that the replica has. */
  get head(): LogHead {
    return this.#head
  }

  /** Puts a commit here before the log's head is swapped for `head`. Throws `replica-failed`. */
  async stage(head: LogHead, bytes: Uint8Array): Promise<void> {
    await asReplica(head.name, () => this.#place.store.put(head.stage, bytes))
    this.#reached('replica-staged')
  }

  /**
   * Makes `head`, which is that of the log by now, the head of the replica. Its commit was staged here, or it has
   * none and is about the same tree. Idempotent. Throws `replica-failed`, also where another writer took the replica.
   */
  async take(head: LogHead, stage?: Stage): Promise<void> {
    await asReplica(head.name, async () => {
      const before = this.#head
      await this.#swap(head)
      this.#reached('replica-head-swapped')
      await (stage ? publishStagedData(this.#place.store, stage) : publishDataTiles(this.#place.store, head))
      this.#reached('replica-tiles-published')
      this.#head = head
      await this.#drop(before, head)
    })
  }

  async #swap(head: LogHead): Promise<void> {
    const value = encodeHead(head)
    try {
      this.#stored = await this.#place.heads.replace(this.#stored, value)
    } catch (error) {
      // An earlier try may have failed after it took effect.
      const found = isGoferryError(error, 'head-conflict') ? await this.#place.heads.read() : undefined
      if (found === undefined || !sameBytes(found.value, value)) throw error
      this.#stored = found
    }
  }

  /** The stage and the partial data tile of the head before are of no more use. */
  async #drop(before: LogHead, head: LogHead): Promise<void> {
    const [tile] = edgeTiles(before.size)
    const isNarrower = tile?.level === 'data' && before.size < head.size
    await Promise.all([
      before.stage !== '' && before.stage !== head.stage && this.#place.store.remove(before.stage),
      isNarrower && this.#place.store.remove(tileKey('', tile)),
    ])
  }
}
