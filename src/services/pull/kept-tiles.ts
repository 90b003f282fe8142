import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hashSize } from '../../core/tlog/hash.ts'
import { type HashTile, tileHeight, tilePath } from '../../core/tlog/tile.ts'
import type { ReadTiles } from '../../core/tlog/tile-reader.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Store } from '../../ports/store.ts'
import { databaseLimit } from './limits.ts'
import { TtlMap } from './ttl-map.ts'

/** Full tiles held in memory besides the store: 8 KiB each. */
const memoryBytes = 8 << 20
const day = 24 * 3600 * 1000

/** A full tile that came from the database, not verified yet. */
interface Fresh {
  readonly key: string
  readonly bytes: Uint8Array
}

/** One reading of tiles: what it fetched is kept only when the reader says that all of it was verified. */
export interface TileReading {
  readonly read: ReadTiles
  /** Keeps the full tiles that were fetched. Partial ones are not kept: every new head has others. */
  keep(): Promise<void>
}

/** The verified full tiles of a checksum database, which never change, and the way to those that are not held. */
export class KeptTiles {
  readonly #store: Store
  readonly #folder: string
  readonly #fetch: (path: string) => Promise<Uint8Array>
  readonly #memory: TtlMap<Uint8Array>

  /**
   * `folder`: the key under which tiles lie; `fetch` asks the database, throwing `absent` where it has no such tile.
   */
  constructor(deps: { store: Store; folder: string; clock: Clock; fetch(path: string): Promise<Uint8Array> }) {
    this.#store = deps.store
    this.#folder = deps.folder
    this.#fetch = deps.fetch
    this.#memory = new TtlMap(deps.clock, { maxWeight: memoryBytes, weigh: tile => tile.length })
  }

  /** Begins a reading; `afresh`: of nothing that is kept, whose place the fetched tiles take. */
  reading({ afresh = false } = {}): TileReading {
    const fresh: Fresh[] = []
    return {
      read: tiles => Promise.all(tiles.map(tile => this.#tile(tile, fresh, afresh))),
      keep: async () => {
        await Promise.all(fresh.map(({ key, bytes }) => this.#keep(key, bytes)))
      },
    }
  }

  /** The bytes of `tile`, cut from the kept full one, or undefined where that is not held. */
  async held(tile: HashTile): Promise<Uint8Array | undefined> {
    const key = this.#key(fullTile(tile))
    const full = this.#memory.get(key) ?? (await this.#store.read(key, databaseLimit))
    if (full === undefined) return undefined
    this.#memory.set(key, full, day)
    return cut(full, tile)
  }

  /**
   * The bytes of `tile`, held or fetched now and not verified but for their number. Throws `bad-proof` for another one.
   */
  async heldOrFetched(tile: HashTile): Promise<Uint8Array> {
    const bytes = (await this.held(tile)) ?? (await this.#fetch(tilePath(tile)))
    if (bytes.length !== tile.width * hashSize) throw new GoferryError('bad-proof', { subject: tilePath(tile) })
    return bytes
  }

  async #tile(tile: HashTile, fresh: Fresh[], afresh: boolean): Promise<Uint8Array> {
    const held = afresh ? undefined : await this.held(tile)
    if (held !== undefined) return held
    const full = fullTile(tile)
    if (tile.width === full.width) {
      const bytes = await this.#fetch(tilePath(tile))
      fresh.push({ key: this.#key(tile), bytes })
      return bytes
    }
    try {
      return await this.#fetch(tilePath(tile))
    } catch (error) {
      // A database may drop a partial tile once the full one is there (Go: sumdb.Client.readTile).
      if (!isGoferryError(error, 'absent')) throw error
      return cut(await this.#fetch(tilePath(full)), tile)
    }
  }

  async #keep(key: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.#store.put(key, bytes)
    } catch (error) {
      // What was verified just now takes the place of what was damaged since.
      if (!isGoferryError(error, 'store-conflict')) throw error
      await this.#store.remove(key)
      await this.#store.put(key, bytes)
    }
    this.#memory.set(key, bytes, day)
  }

  #key(tile: HashTile): string {
    return `${this.#folder}/${tilePath(tile)}`
  }
}

function fullTile(tile: HashTile): HashTile {
  return { ...tile, width: 2 ** tileHeight }
}

function cut(full: Uint8Array, tile: HashTile): Uint8Array {
  return full.subarray(0, tile.width * hashSize)
}
