import { GoferryError } from '../../core/errors.ts'
import { sha256Of } from '../../core/hash.ts'
import type { ProofsEntry } from '../../core/log/entry.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Verifier } from '../../core/note/key.ts'
import { parseLayout, parseProofs, preambleLimit, tilesOf } from '../../core/proofs/format-proofs.ts'
import { tilePlace } from '../../core/proofs/proof-tiles.ts'
import { type ListedRecord, type Proofs, proofsKey } from '../../core/proofs/proofs.ts'
import { hashSize } from '../../core/tlog/hash.ts'
import type { HashTile } from '../../core/tlog/tile.ts'
import { readChunks, readFully } from '../../ports/read-whole.ts'
import type { Store, StoredBlob } from '../../ports/store.ts'

/** A tile of a blob and where its bytes begin. */
interface Place {
  readonly width: number
  readonly position: number
}

/** A blob of proofs in a store: what is before its tiles in memory, the tiles on the disk. */
export class ProofsBlob {
  readonly proofs: Proofs
  /** Bytes of all of it. */
  readonly bytes: number
  /** How many tiles it has. */
  readonly tiles: number
  readonly #store: Pick<Store, 'open'>
  readonly #entry: Pick<ProofsEntry, 'sha256' | 'size'>
  readonly #places = new Map<number, Place>()
  readonly #records: ReadonlyMap<string, ListedRecord>
  /** Of the bytes that were found to be those of the entry. */
  #stamp: string

  private constructor(
    store: Pick<Store, 'open'>,
    entry: Pick<ProofsEntry, 'sha256' | 'size'>,
    proofs: Proofs,
    stamp: string,
  ) {
    this.#store = store
    this.#entry = entry
    this.proofs = proofs
    this.bytes = entry.size
    this.#stamp = stamp
    const tiles = tilesOf(proofs)
    this.tiles = tiles.length
    let position = entry.size - tiles.reduce((sum, { width }) => sum + width * hashSize, 0)
    for (const tile of tiles) {
      this.#places.set(tilePlace(tile), { width: tile.width, position })
      position += tile.width * hashSize
    }
    this.#records = new Map(proofs.records.map(record => [record.text.split(' ', 2).join('@'), record]))
  }

  /**
   * The blob that `entry` names, or undefined where it is not held. Reads all of it once. Throws `store-damaged` where
   * the bytes are others, `bad-proof`, `bad-note` where the log names what are no proofs signed by `verifiers`.
   */
  static async open(
    store: Pick<Store, 'open'>,
    entry: Pick<ProofsEntry, 'sha256' | 'size'>,
    verifiers: readonly Verifier[],
  ): Promise<ProofsBlob | undefined> {
    const blob = await store.open(proofsKey(entry.sha256))
    if (blob === undefined) return undefined
    try {
      await checkBytes(blob, entry)
      return new ProofsBlob(store, entry, parseProofs(await headerOf(blob), verifiers), blob.stamp)
    } finally {
      await blob.close()
    }
  }

  /** The record of `module`. */
  record({ path, version }: ModuleVersion): ListedRecord | undefined {
    return this.#records.get(`${path}@${version}`)
  }

  /**
   * The bytes of `tile`, cut from the wider one that is held; undefined where none is. Where the file is another than
   * was read before, all of it is read again. Throws `store-damaged`.
   */
  async tile(tile: HashTile): Promise<Uint8Array | undefined> {
    const place = this.#places.get(tilePlace(tile))
    if (place === undefined || place.width < tile.width) return undefined
    const blob = await this.#store.open(proofsKey(this.#entry.sha256))
    if (blob === undefined) throw damaged(this.#entry)
    try {
      if (blob.stamp !== this.#stamp) await checkBytes(blob, this.#entry)
      this.#stamp = blob.stamp
      const bytes = new Uint8Array(tile.width * hashSize)
      if ((await readFully(blob, bytes, place.position)) < bytes.length) throw damaged(this.#entry)
      return bytes
    } finally {
      await blob.close()
    }
  }
}

/** Throws `store-damaged` unless the bytes of `blob` are those that the log names. */
async function checkBytes(blob: StoredBlob, entry: Pick<ProofsEntry, 'sha256' | 'size'>): Promise<void> {
  if (blob.size !== entry.size || (await sha256Of(readChunks(blob))) !== entry.sha256) throw damaged(entry)
}

/** All of a blob but its tiles. Throws `bad-proof`. */
async function headerOf(blob: StoredBlob): Promise<Uint8Array> {
  const first = new Uint8Array(Math.min(preambleLimit, blob.size))
  await readFully(blob, first, 0)
  const { preamble, heads, records, tiles } = parseLayout(first)
  const header = new Uint8Array(preamble + heads + records)
  if (blob.size !== header.length + tiles)
    throw new GoferryError('bad-proof', { subject: 'proofs', reason: 'proofs-form' })
  await readFully(blob, header, 0)
  return header
}

function damaged({ sha256 }: Pick<ProofsEntry, 'sha256'>): GoferryError {
  return new GoferryError('store-damaged', { subject: proofsKey(sha256), reason: 'proofs-other-bytes' })
}
