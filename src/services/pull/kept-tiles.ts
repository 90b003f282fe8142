import { sameBytes } from '../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { edgeTileKey, fullTileKey } from '../../core/proofs/peer-keys.ts'
import { hashSize } from '../../core/tlog/hash.ts'
import { type HashTile, parseTilePath, tileHeight, tilePath } from '../../core/tlog/tile.ts'
import type { ReadTiles } from '../../core/tlog/tile-reader.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Store } from '../../ports/store.ts'
import { TtlMap } from './ttl-map.ts'

/** Full tiles held in memory besides the store: 8 KiB each. */
const memoryBytes = 8 << 20
const day = 24 * 3600 * 1000
/** It is remembered for so long, in so many bytes, that a full tile is not held: each lookup asks for the same edge. */
const [lackingMs, lackingBytes] = [60_000, 1 << 20]
const fullBytes = 2 ** tileHeight * hashSize

/** A tile that came from the database, not verified yet. */
interface Fresh {
  readonly tile: HashTile
  readonly bytes: Uint8Array
}

/** One reading of tiles: what it fetched is kept only when the reader says that all of it was verified. */
export interface TileReading {
  readonly read: ReadTiles
  /**
   * Keeps the full tiles that were fetched, and drops kept ones that contradict what was fetched.
   * Partial ones are not kept: every new head has others.
   */
  keep(): Promise<void>
}

/** The verified full tiles of a checksum database, which never change, and the way to those that are not held. */
export class KeptTiles {
  readonly #store: Store
  readonly #name: string
  readonly #fetch: (path: string) => Promise<Uint8Array>
  readonly #journal: Journal
  readonly #memory: TtlMap<Uint8Array>
  readonly #lacking: TtlMap<true>

  /**
   * `name`: that of the database; `fetch` asks it, throwing `absent` where it has no such tile.
   */
  constructor(deps: {
    store: Store
    name: string
    clock: Clock
    journal: Journal
    fetch(path: string): Promise<Uint8Array>
  }) {
    this.#store = deps.store
    this.#journal = deps.journal
    this.#name = deps.name
    this.#fetch = deps.fetch
    this.#memory = new TtlMap(deps.clock, { maxWeight: memoryBytes, weigh: tile => tile.length })
    this.#lacking = new TtlMap(deps.clock, { maxWeight: lackingBytes, weigh: () => 0 })
  }

  /** Begins a reading; `afresh`: of nothing that is kept, whose place the fetched tiles take. */
  reading({ afresh = false } = {}): TileReading {
    const fresh: Fresh[] = []
    return {
      read: tiles => Promise.all(tiles.map(tile => this.#tile(tile, fresh, afresh))),
      keep: async () => {
        await Promise.all(fresh.map(each => this.#keep(each)))
      },
    }
  }

  /** The bytes of `tile`, cut from the kept full one, or undefined where that is not held. */
  async held(tile: HashTile): Promise<Uint8Array | undefined> {
    const key = fullTileKey(this.#name, tile)
    if (this.#lacking.get(key)) return undefined
    const full = this.#memory.get(key) ?? (await this.#read(key))
    if (full === undefined) {
      this.#lacking.set(key, true, lackingMs)
      return undefined
    }
    this.#memory.set(key, full, day)
    return cut(full, tile)
  }

  /**
   * The bytes of the hash tile at `path`, held, also at the right edge of a head that was served, or fetched now and
   * not verified but for their number. Throws `bad-proof` for another one, `bad-tile` for what is no path of a tile,
   * `absent` for a tile of data or of another height.
   */
  async heldOrFetched(path: string): Promise<Uint8Array> {
    const tile = parseTilePath(path)
    if (tile.level === 'data' || tile.height !== tileHeight) throw new GoferryError('absent', { subject: path })
    return (await this.held(tile)) ?? (await this.#heldEdge(tile)) ?? (await this.fetched(tile))
  }

  /** The bytes of `tile` as the database gives them now. Throws `bad-proof` for another number of them. */
  async fetched(tile: HashTile): Promise<Uint8Array> {
    const bytes = await this.#fetchTile(tile)
    if (bytes.length !== tile.width * hashSize) throw new GoferryError('bad-proof', { subject: tilePath(tile) })
    return bytes
  }

  async #heldEdge(tile: HashTile): Promise<Uint8Array | undefined> {
    const edge = await this.#store.read(edgeTileKey(this.#name, tile), fullBytes)
    return edge !== undefined && edge.length >= tile.width * hashSize ? cut(edge, tile) : undefined
  }

  /** What is stored, if it has the length of a full tile: what has another one is dropped. */
  async #read(key: string): Promise<Uint8Array | undefined> {
    const stat = await this.#store.stat(key)
    if (stat === undefined) return undefined
    if (stat.size === fullBytes) return this.#store.read(key, fullBytes)
    await this.#drop(key)
    return undefined
  }

  async #tile(tile: HashTile, fresh: Fresh[], afresh: boolean): Promise<Uint8Array> {
    const held = afresh ? undefined : await this.held(tile)
    if (held !== undefined) return held
    const bytes = await this.#fetchTile(tile)
    fresh.push({ tile, bytes })
    return bytes
  }

  async #fetchTile(tile: HashTile): Promise<Uint8Array> {
    const full = fullTile(tile)
    try {
      return await this.#fetch(tilePath(tile))
    } catch (error) {
      // A database may drop a partial tile once the full one is there (Go: sumdb.Client.readTile).
      if (!isGoferryError(error, 'absent') || tile.width === full.width) throw error
      return cut(await this.#fetch(tilePath(full)), tile)
    }
  }

  async #keep({ tile, bytes }: Fresh): Promise<void> {
    const key = fullTileKey(this.#name, tile)
    // Looked for anew: what is put there must not meet another.
    if (bytes.length === fullBytes) this.#lacking.delete(key)
    const held = await this.held(tile)
    if (held !== undefined && sameBytes(held, bytes)) return
    if (held !== undefined) await this.#drop(key)
    if (bytes.length !== fullBytes) return
    await this.#store.put(key, bytes)
    this.#lacking.delete(key)
    this.#memory.set(key, bytes, day)
  }

  /** Forgets a kept tile that is not what was verified once. The upstream is not to blame for it. */
  async #drop(key: string): Promise<void> {
    this.#journal.warn('stored-tile-damaged', { key })
    this.#memory.delete(key)
    await this.#store.remove(key)
  }
}

function fullTile(tile: HashTile): HashTile {
  return { ...tile, width: 2 ** tileHeight }
}

function cut(full: Uint8Array, tile: HashTile): Uint8Array {
  return full.subarray(0, tile.width * hashSize)
}
