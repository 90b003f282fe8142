import { isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Verifier } from '../../core/note/key.ts'
import { keptRecordLimit, parseKeptRecord } from '../../core/proofs/kept-record.ts'
import { edgeTileKey, fullTileKey, recordKey, servedKey } from '../../core/proofs/peer-keys.ts'
import { parseHeads, servedLimit } from '../../core/proofs/served-heads.ts'
import { formatLookup } from '../../core/sumdb/lookup.ts'
import type { SignedHead } from '../../core/sumdb/signed-head.ts'
import { hashSize } from '../../core/tlog/hash.ts'
import { type HashTile, tileHeight } from '../../core/tlog/tile.ts'
import type { Store } from '../../ports/store.ts'

/**
 * What answers to clients left behind while there was an upstream, and no blob of proofs has yet: records, tiles, and
 * the heads that were given. Read by processes that do not pull.
 */
export class LeftByRelay {
  readonly #store: Store
  readonly #verifier: Verifier

  /** `verifier`: that of the database. */
  constructor({ store, verifier }: { store: Store; verifier: Verifier }) {
    this.#store = store
    this.#verifier = verifier
  }

  /** The newest head that a client was given; undefined where there is none, or what is stored is damaged. */
  async newest(): Promise<SignedHead | undefined> {
    const bytes = await this.#store.read(servedKey(this.#verifier.name), servedLimit)
    try {
      return bytes && parseHeads(bytes, [this.#verifier])[0]
    } catch (error) {
      if (isGoferryError(error, 'bad-proof', 'bad-note')) return undefined
      throw error
    }
  }

  /** The answer to a lookup of `module` under that head. */
  async lookup(module: ModuleVersion): Promise<Uint8Array | undefined> {
    const key = recordKey(this.#verifier.name, module)
    const bytes = key === undefined ? undefined : await this.#store.read(key, keptRecordLimit)
    const record = bytes && parseKeptRecord(bytes, module)
    const head = record && (await this.newest())
    return record && head && record.id < head.size ? formatLookup({ ...record, head: head.note }) : undefined
  }

  /** The bytes of `tile`, cut from the full one or from the right edge of a head that was given. */
  async tile(tile: HashTile): Promise<Uint8Array | undefined> {
    const { name } = this.#verifier
    const wanted = tile.width * hashSize
    for (const key of [fullTileKey(name, tile), edgeTileKey(name, tile)]) {
      const bytes = await this.#store.read(key, 2 ** tileHeight * hashSize)
      if (bytes !== undefined && bytes.length >= wanted) return bytes.subarray(0, wanted)
    }
    return undefined
  }
}
