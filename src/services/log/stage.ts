import { concat, fromUtf8, utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Entry } from '../../core/log/entry.ts'
import { parseEntry } from '../../core/log/parse-entry.ts'
import { parseDataTile } from '../../core/tlog/data-tile.ts'
import type { TileContent } from '../../core/tlog/grow.ts'
import { parseTilePath, tilePath } from '../../core/tlog/tile.ts'
import { callBytes } from './sequencer.ts'

/**
 * All that a commit publishes, as one immutable object: the tiles that are new in the tree of `size` entries over that
 * of `from`. The data tiles among them hold the new entries.
 */
export interface Stage {
  readonly from: number
  readonly size: number
  readonly tiles: readonly TileContent[]
}

/** The most bytes of a staged commit: the largest call, hashes above it, the partial data tile that it goes on with. */
export const stageLimit = 2 * callBytes

const format = 'goferry/log-stage/v1'

/** One line of JSON that names the tiles and their lengths, then their bytes in that order. */
export function encodeStage({ from, size, tiles }: Stage): Uint8Array {
  const index = tiles.map(({ tile, bytes }) => [tilePath(tile), bytes.length])
  return concat(utf8(`${JSON.stringify({ format, from, size, tiles: index })}\n`), ...tiles.map(({ bytes }) => bytes))
}

/** The inverse of `encodeStage`; `key` is for the error. Throws `store-damaged`. */
export function decodeStage(key: string, bytes: Uint8Array): Stage {
  const end = bytes.indexOf(0x0a) + 1
  const { from, size, tiles } = parseHeader(key, bytes.subarray(0, end))
  let at = end
  const contents = tiles.map(([path, length]) => {
    at += length
    return { tile: parseTilePath(path), bytes: bytes.subarray(at - length, at) }
  })
  if (at !== bytes.length) throw damaged(key)
  return { from, size, tiles: contents }
}

/** The new entries of a commit in their order: the first has the id `from`. */
export function stagedEntries({ from, tiles }: Stage): Entry[] {
  return tiles.flatMap(({ tile, bytes }) => {
    if (tile.level !== 'data') return []
    const records = parseDataTile(bytes, tile.width)
    return records.slice(Math.max(0, from - tile.n * 2 ** tile.height)).map(parseEntry)
  })
}

interface Header {
  readonly format: string
  readonly from: number
  readonly size: number
  readonly tiles: readonly (readonly [path: string, length: number])[]
}

function parseHeader(key: string, line: Uint8Array): Header {
  try {
    const header: unknown = JSON.parse(fromUtf8(line) ?? '')
    if (isHeader(header)) return header
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
  }
  throw damaged(key)
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false
  const fields: Readonly<Record<string, unknown>> = { ...value }
  const isLength = (number: unknown) => Number.isSafeInteger(number) && Number(number) >= 0
  const isTile = (tile: unknown) => Array.isArray(tile) && typeof tile[0] === 'string' && isLength(tile[1])
  const tiles = fields['tiles']
  return (
    fields['format'] === format &&
    isLength(fields['from']) &&
    isLength(fields['size']) &&
    Array.isArray(tiles) &&
    tiles.every(isTile)
  )
}

function damaged(key: string): GoferryError {
  return new GoferryError('store-damaged', { subject: key, reason: 'log-stage-form' })
}
