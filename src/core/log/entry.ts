/**
 * One entry of an authority's log: what its leaf says. `parseEntry` and `formatEntry` go between it and the text.
 * Hashes are `h1:` strings as in go.sum, or lower-case hexadecimal SHA-256; times are RFC 3339 in UTC to the second.
 */
export type Entry =
  | RecordEntry
  | InfoEntry
  | ZipEntry
  | ArchiveEntry
  | RecallEntry
  | RestoreEntry
  | ProofsEntry
  | ImportEntry
  | UnknownEntry

/** The two checksums of a version, from the public database or from its own zip. Once per version, never changed. */
export interface RecordEntry {
  readonly kind: 'record'
  readonly path: string
  readonly version: string
  /** `h1:` of the zip. */
  readonly h1Zip: string
  /** `h1:` of the go.mod alone. */
  readonly h1Mod: string
}

/** The exact `.info` that is held. */
export interface InfoEntry {
  readonly kind: 'info'
  readonly path: string
  readonly version: string
  readonly sha256: string
}

/** A file of a version that is held, and whence it came. */
interface FileEntry {
  readonly path: string
  readonly version: string
  readonly sha256: string
  /** Bytes of the file. */
  readonly size: number
  /** When this file was taken or made. */
  readonly at: string
  /** Whence: an http, https or file URL without credentials, query and fragment; or `local`. */
  readonly from: string
}

/** The exact zip file that is held: one of the many files that have the `h1:` of the record. */
export interface ZipEntry extends FileEntry {
  readonly kind: 'zip'
  /** Why it was taken although the public database does not list the version; absent where that does. One line. */
  readonly unlisted?: string
}

/**
 * The archive of a toolchain in the form of the download site: its publisher's own, which nothing replaces, or one that
 * was made from the zip, which another may replace. `from` is `local` for one that was made here.
 */
export interface ArchiveEntry extends FileEntry {
  readonly kind: 'archive'
  /** By which recipe it was made from the zip; absent for the publisher's own. One line. */
  readonly recipe?: string
}

/** A version is withdrawn, and why (one line). Its bytes stay what they are. */
export interface RecallEntry {
  readonly kind: 'recall'
  readonly path: string
  readonly version: string
  readonly reason: string
  readonly at: string
}

/** A recalled version is allowed again, and why (one line). */
export interface RestoreEntry {
  readonly kind: 'restore'
  readonly path: string
  readonly version: string
  readonly reason: string
  readonly at: string
}

/** An immutable blob with proofs of the public database (design §7). */
export interface ProofsEntry {
  readonly kind: 'proofs'
  readonly sha256: string
  /** Bytes of the blob. */
  readonly size: number
  readonly at: string
}

/**
 * What was taken from a bundle (design §6): the `entries` that follow it, and how far the mirror's log was taken. It
 * comes in one commit with them, so that the cursor moves as they appear.
 */
export interface ImportEntry {
  readonly kind: 'import'
  /** The name of the mirror's log. */
  readonly origin: string
  /** The size of that log up to which everything was taken, refused or left undecided; and its root, in hexadecimal. */
  readonly size: number
  readonly root: string
  /** SHA-256 of the text of the bundle's header. */
  readonly bundle: string
  /** SHA-256 of the blob that says who carried, checked and approved what. */
  readonly evidence: string
  /** How many entries after this one were taken from it. */
  readonly entries: number
  readonly at: string
}

/**
 * A kind, or a version of one, that this program does not know: kept as it is, so that an old node follows a newer log.
 */
export interface UnknownEntry {
  readonly kind: 'unknown'
  /** The whole leaf. Its first line is `goferry/<kind>/v<number>`. */
  readonly text: string
}

/** The most bytes of a leaf: the length prefix of an entry bundle has 16 bits (C2SP tlog-tiles). */
export const leafLimit = 65_535
