import { GoferryError } from '../errors.ts'
import { volumesLimit } from './bundle-names.ts'

/** What volumes a stream is to be cut into. */
export interface LayoutWish {
  /** Bytes of the stream. */
  readonly stream: number
  /** Bytes of files that a disc takes; undefined where all goes into one folder. */
  readonly capacity: number | undefined
  /** Bytes of the files that go onto each disc besides volumes. */
  readonly fixed: number
  /** The most bytes of a volume. */
  readonly volumeLimit: number
  /** How many discs may be lost; of one folder, how many volumes. */
  readonly parity: number
}

/** How a stream is cut. */
export interface Layout {
  /** Bytes of each volume, in the order of the stream: all alike but the last. */
  readonly volumes: readonly number[]
  /** How many parity volumes there are, each as long as the longest volume. */
  readonly parity: number
  /** The volumes of each disc by their places: first those of the stream, then those of parity. */
  readonly discs: readonly (readonly number[])[]
}

/**
 * Cuts a stream so that the discs are full: as few volumes a disc as the limit allows, all of one size, since parity is
 * as long as the longest. An empty stream has no volume, and one disc. Throws `usage` where a disc has no room beside
 * what goes onto each, or where there would be more volumes than a bundle may have.
 */
export function layOut({ stream, capacity, fixed, volumeLimit, parity }: LayoutWish): Layout {
  const room = capacity === undefined ? Number.POSITIVE_INFINITY : capacity - fixed
  if (room < 1) throw new GoferryError('usage', { subject: 'medium', reason: 'bundle.small-medium', params: { fixed } })
  const aDisc = room === Number.POSITIVE_INFINITY ? volumesLimit : Math.ceil(room / volumeLimit)
  const size = room === Number.POSITIVE_INFINITY ? volumeLimit : Math.floor(room / aDisc)
  const count = Math.ceil(stream / size)
  const spare = parity * (capacity === undefined ? Math.min(1, count) : Math.min(aDisc, count))
  if (count + spare > volumesLimit) {
    const params = { count: count + spare, limit: volumesLimit, size }
    throw new GoferryError('usage', { subject: 'volumes', reason: 'bundle.many-volumes', params })
  }
  const volumes = Array.from({ length: count }, (_, i) => Math.min(size, stream - i * size))
  const places = volumes.map((_, i) => i)
  const spares = Array.from({ length: spare }, (_, i) => count + i)
  const discs = capacity === undefined ? [[...places, ...spares]] : [...chunks(places, aDisc), ...chunks(spares, aDisc)]
  return { volumes, parity: spare, discs: discs.length === 0 ? [[]] : discs }
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}
