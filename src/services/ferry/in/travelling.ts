import type { BundleFile, BundleHeader } from '../../../core/ferry/bundle-header.ts'

/** A file of a bundle, and what of it lies on the discs: the same, or what it was sealed into. */
export interface Travelling {
  readonly plain: BundleFile
  readonly carried: BundleFile
}

/** The files of the bundle `header` as they travel. */
export function travelling({ log, volumes, parity, sealed }: BundleHeader): {
  readonly log: Travelling
  readonly volumes: readonly Travelling[]
  readonly parity: readonly Travelling[]
} {
  const pair = (plain: BundleFile, i: number): Travelling => ({ plain, carried: sealed[i] ?? plain })
  return {
    log: pair(log, 0),
    volumes: volumes.map((volume, i) => pair(volume, i + 1)),
    // Made of what travels: it is not sealed itself.
    parity: parity.map(file => ({ plain: file, carried: file })),
  }
}
