import type { TreeHead } from '../tlog/tree-head.ts'
import type { IdRanges } from './id-ranges.ts'

/**
 * What a bundle is: the entries `[from, to)` of the log of `origin`, for `site`, and the blobs that they name, as one
 * stream of objects that is cut into volumes. It travels as a signed note (`formatHeader`); names no module.
 */
export interface BundleHeader {
  /** The name of the mirror's log. */
  readonly origin: string
  /** For whom it was cut: `[a-z0-9-]`, at most 32 characters. */
  readonly site: string
  /** 12 hexadecimal digits of what it was cut from: every file name begins with `gf-<id>-`. */
  readonly id: string
  readonly from: TreeHead
  readonly to: TreeHead
  /** When it was cut, and until when it may be imported: RFC 3339, UTC, whole seconds. */
  readonly created: string
  readonly expires: string | undefined
  /** The complete subtrees of the first `from` entries, from left to right: with them the root is computed on. */
  readonly edge: readonly Uint8Array[]
  /** The consistency proof from `from` to `to` (RFC 6962 §2.1.2); none where `from` is 0 or `to`. */
  readonly proof: readonly Uint8Array[]
  /** The signed checkpoint of `to` (C2SP tlog-checkpoint), as the mirror's log published it. */
  readonly checkpoint: string
  /** The file of the entries' leaves: each after its length in two bytes (as an entry bundle of C2SP tlog-tiles). */
  readonly log: BundleFile
  readonly stream: BundleStream
  /** The stream, cut: one after the other they are it. */
  readonly volumes: readonly Volume[]
  /** Any of these takes the place of any lost volume. It is computed over what travels: over the sealed ones. */
  readonly parity: readonly BundleFile[]
  /** The encrypted files that travel in the place of log and volumes, in this order; none where nothing is. */
  readonly sealed: readonly BundleFile[]
  readonly without: Without
}

/** A file of a bundle. */
export interface BundleFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Lower-case hexadecimal. */
  readonly sha256: string
}

/** A piece of the stream. */
export interface Volume extends BundleFile {
  /** Where in it the first object begins; undefined where none does. */
  readonly first: number | undefined
}

/** How much the stream holds. */
export interface BundleStream {
  readonly bytes: number
  /** Objects, certificates too. */
  readonly objects: number
}

/** The entries of the segment whose blob does not travel. */
export interface Without {
  /** Left out by selection or policy: the receiver may want them. */
  readonly withheld: IdRanges
  /** Not held by the mirror: a go.mod that nobody asked for, a zip that was given up. */
  readonly lacking: IdRanges
  /** The receiver acknowledged an earlier bundle with it: the segment reaches back for a few that came late. */
  readonly carried: IdRanges
  /** A later entry of the segment or of the log names what took its place. */
  readonly replaced: IdRanges
}
