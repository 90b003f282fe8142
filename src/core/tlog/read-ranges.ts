import { type HashReader, subtreeIndexes } from './stored-hash.ts'
import { foldSubtrees } from './tree-hash.ts'

/** The records from `lo` up to, but without, `hi`: those under one node of the tree of RFC 6962 §2.1. */
export interface RecordRange {
  readonly lo: number
  readonly hi: number
}

/** The hash over each of `ranges`, all read at once. Throws what `read` throws. */
export async function readRanges(ranges: readonly RecordRange[], read: HashReader): Promise<Uint8Array[]> {
  const indexes = ranges.map(({ lo, hi }) => subtreeIndexes(lo, hi))
  const hashes = await read(indexes.flat())
  let at = 0
  return indexes.map(({ length }) => {
    at += length
    return foldSubtrees(hashes.slice(at - length, at))
  })
}
