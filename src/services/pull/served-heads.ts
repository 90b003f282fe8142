import { sameBytes } from '../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { Verifier } from '../../core/note/key.ts'
import { edgeTileKey, servedKey } from '../../core/proofs/peer-keys.ts'
import { headsLimit } from '../../core/proofs/proofs.ts'
import { formatHeads, parseHeads, servedLimit } from '../../core/proofs/served-heads.ts'
import { contradiction, type SignedHead } from '../../core/sumdb/signed-head.ts'
import { type HashTile, tileHeight, tilePath } from '../../core/tlog/tile.ts'
import { type ReadTiles, tileHashReader } from '../../core/tlog/tile-reader.ts'
import { treeHash } from '../../core/tlog/tree-hash.ts'
import type { ProofsStep } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'

/** A tile that was verified. */
interface VerifiedTile {
  readonly tile: HashTile
  readonly bytes: Uint8Array
}

/**
 * The heads of the public database that clients of this node were given, the newest first. A client that has one of
 * them asks for its tiles at any later time, the upstream may be gone by then: before a head is given for the first
 * time, all that proves it and ties it to the one before is durable here.
 */
export class ServedHeads {
  readonly #store: Store
  readonly #name: string
  readonly #verifiers: readonly Verifier[]
  readonly #reached: (step: ProofsStep) => void
  /** One advance after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  #heads: Promise<readonly SignedHead[]> | undefined

  /** `name`: that of the database, whose heads `verifiers` sign. */
  constructor(deps: {
    store: Store
    name: string
    verifiers: readonly Verifier[]
    reached: (step: ProofsStep) => void
  }) {
    this.#store = deps.store
    this.#name = deps.name
    this.#verifiers = deps.verifiers
    this.#reached = deps.reached
  }

  /** All of them. Throws `store-damaged`, and what the store throws. */
  async all(): Promise<readonly SignedHead[]> {
    this.#heads ??= this.#load()
    try {
      return await this.#heads
    } catch (error) {
      this.#heads = undefined
      throw error
    }
  }

  /** What lookups carry now; undefined before the first. Throws as `all` does. */
  async newest(): Promise<SignedHead | undefined> {
    return (await this.all())[0]
  }

  /**
   * Serves `next` from now on, unless a newer one is served. `proved` runs a reading of tiles, after which the full
   * tiles that it fetched are durable. Throws `log-fork` where it does not go on from the one before.
   */
  advance(
    next: SignedHead,
    proved: (check: (read: ReadTiles) => Promise<VerifiedTile[]>) => Promise<VerifiedTile[]>,
  ): Promise<SignedHead> {
    const work = async () => {
      const heads = await this.all()
      const [before] = heads
      if (before !== undefined && before.size >= next.size) return before
      const edge = await proved(read => proveNext(before, next, read))
      for (const { tile, bytes } of edge) await this.#store.replace(edgeTileKey(this.#name, tile), bytes)
      this.#reached('edge-tiles-kept')
      const served = [next, ...heads].slice(0, headsLimit)
      await this.#store.replace(servedKey(this.#name), formatHeads(served))
      this.#reached('served-head-kept')
      this.#heads = Promise.resolve(served)
      return next
    }
    const turn = this.#turn.then(work, work)
    this.#turn = turn
    return turn
  }

  async #load(): Promise<readonly SignedHead[]> {
    const key = servedKey(this.#name)
    const bytes = await this.#store.read(key, servedLimit)
    try {
      return bytes === undefined ? [] : parseHeads(bytes, this.#verifiers)
    } catch (error) {
      if (!isGoferryError(error, 'bad-proof', 'bad-note')) throw error
      throw new GoferryError('store-damaged', { subject: key, cause: error })
    }
  }
}

/** The right edge of `next`, once `before` is shown to be its beginning. Throws `log-fork`, and what `read` throws. */
async function proveNext(before: SignedHead | undefined, next: SignedHead, read: ReadTiles): Promise<VerifiedTile[]> {
  const edge = new Map<string, VerifiedTile>()
  const reader = tileHashReader(next, read, tiles => {
    for (const one of tiles) if (one.tile.width < 2 ** tileHeight) edge.set(tilePath(one.tile), one)
  })
  await treeHash(next.size, reader)
  if (before !== undefined && !sameBytes(await treeHash(before.size, reader), before.root))
    throw contradiction('log-fork', before, next)
  return [...edge.values()]
}
