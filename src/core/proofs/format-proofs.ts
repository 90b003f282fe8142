import { concat, fromUtf8, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import type { Verifier } from '../note/key.ts'
import { readGoSumLines } from '../sumdb/go-sum-lines.ts'
import { hashSize } from '../tlog/hash.ts'
import { proofTiles } from './proof-tiles.ts'
import { headerLimit, type ListedRecord, type Proofs, proofsLimit } from './proofs.ts'
import { formatHeads, parseHeads } from './served-heads.ts'

/** Where in a blob what lies: bytes. */
export interface Layout {
  /** Of the lines that say this. */
  readonly preamble: number
  readonly heads: number
  readonly records: number
  readonly tiles: number
}

/** Enough bytes for every preamble. */
export const preambleLimit = 512

const format = 'goferry/proofs/v1'

/**
 * All of a blob but its tiles, whose bytes follow in the order of `proofTiles`:
 *
 *     goferry/proofs/v1
 *     sum.golang.org
 *     heads 812
 *     records 25125
 *     tiles 1769472
 *
 *     HEADS RECORDS TILES
 *
 * The numbers are bytes. Heads are those of `formatHeads`; a record is its id, its two lines and a blank line, as in a
 * lookup. Nothing else is in a blob, and the same proofs always make the same bytes.
 */
export function formatProofs(proofs: Proofs): Uint8Array {
  const heads = formatHeads(proofs.heads)
  const records = utf8(proofs.records.map(({ id, text }) => `${id}\n${text}\n`).join(''))
  const lines = [format, proofs.database, `heads ${heads.length}`, `records ${records.length}`]
  return concat(utf8([...lines, `tiles ${tileBytes(proofs)}`, '', ''].join('\n')), heads, records)
}

/** The bytes of the tiles of a blob. */
function tileBytes(proofs: Proofs): number {
  return tilesOf(proofs).reduce((sum, { width }) => sum + width * hashSize, 0)
}

/** The tiles of a blob, in its order. */
export function tilesOf({ heads: [head, ...older], records }: Proofs): ReturnType<typeof proofTiles> {
  return proofTiles(
    head.size,
    records.map(({ id }) => id),
    older.map(({ size }) => size),
  )
}

/** What lies where, from the first `preambleLimit` bytes of a blob. Throws `bad-proof`. */
export function parseLayout(bytes: Uint8Array): Layout {
  const text = Buffer.from(bytes.subarray(0, preambleLimit)).toString('latin1')
  const [preamble = '', heads, records, tiles] =
    /^goferry\/proofs\/v1\n[!-~]+\nheads (\d{1,12})\nrecords (\d{1,12})\ntiles (\d{1,12})\n\n/.exec(text) ?? []
  if (preamble === '') throw refuse('proofs-form')
  const layout = { preamble: preamble.length, heads: Number(heads), records: Number(records), tiles: Number(tiles) }
  if (layout.heads + layout.records > headerLimit || layout.tiles > proofsLimit) throw refuse('proofs-limit')
  return layout
}

/**
 * The proofs of a blob, from all of it but its tiles: the heads are signed by one of `verifiers`, and order, ids and
 * lengths are as they must be. That the records are in the tree only the tiles show: see `ProofsCheck`. Throws
 * `bad-proof`, `bad-note`, `bad-record`.
 */
export function parseProofs(bytes: Uint8Array, verifiers: readonly Verifier[]): Proofs {
  const layout = parseLayout(bytes)
  const afterHeads = layout.preamble + layout.heads
  if (bytes.length !== afterHeads + layout.records) throw refuse('proofs-form')
  const [, database = ''] = Buffer.from(bytes.subarray(0, layout.preamble)).toString('latin1').split('\n', 2)
  const [head, ...older] = parseHeads(bytes.subarray(layout.preamble, afterHeads), verifiers)
  if (head === undefined || verifiers[0]?.name !== database) throw refuse('proofs-form')
  const proofs: Proofs = { database, heads: [head, ...older], records: parseRecords(bytes.subarray(afterHeads), head) }
  if (tileBytes(proofs) !== layout.tiles) throw refuse('proofs-form')
  return proofs
}

function parseRecords(bytes: Uint8Array, head: { readonly size: number }): ListedRecord[] {
  const text = fromUtf8(bytes)
  if (text === undefined || (text !== '' && !text.endsWith('\n\n'))) throw refuse('proofs-records')
  const seen = new Set<string>()
  let last = -1
  return text
    .split('\n\n')
    .slice(0, -1)
    .map(record => {
      const [, id = '', lines = ''] = /^(0|[1-9]\d{0,15})\n([\s\S]*)$/.exec(`${record}\n`) ?? []
      const sum = readGoSumLines(lines)
      const name = `${sum?.path}@${sum?.version}`
      const isNext = id !== '' && Number(id) > last && Number(id) < head.size
      if (sum === undefined || !isNext || seen.has(name)) throw refuse('proofs-records')
      seen.add(name)
      last = Number(id)
      return { id: last, text: lines }
    })
}

function refuse(reason: 'proofs-form' | 'proofs-limit' | 'proofs-records'): GoferryError {
  return new GoferryError('bad-proof', { subject: 'proofs', reason })
}
