import type { BlobStat, StoredBlob } from './store.ts'

/**
 * A folder without folders: a disc, a stick, a share of a file gate, or a place of the node's own where volumes wait.
 * Only regular files count: a link, a device or a folder in it is never followed and never named.
 */
export interface FlatFolder {
  /** Where it is, for people. */
  readonly location: string

  /**
   * Its files, sorted by name, at most `limit`; a name that is no UTF-8 is left out. Throws `too-large` beyond that,
   * `absent` where the folder is gone, `io-failed`.
   */
  list(limit: number): Promise<FlatFile[]>

  /**
   * Opens the file `name`, whatever it is called, or undefined where there is none. The caller closes it. Throws
   * `bad-file-path` for what leads out of the folder, `io-failed`.
   */
  open(name: string): Promise<StoredBlob | undefined>

  /**
   * Makes the bytes of `source` the file `name`, in the place of what is there: a reader sees the old file or the new
   * one, durable on return. Gives its size and the SHA-256 of its bytes. Throws `no-space`, `io-failed`, and what
   * `source` throws; nothing stays behind then. Throws `bad-file-path` for a name that is no element of a key.
   */
  write(name: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<WrittenFile>

  /** Removes the file `name`, durable on return; nothing happens where there is none. */
  remove(name: string): Promise<void>

  /** Removes what writers left that were killed. One writer at a time. */
  sweep(): Promise<void>
}

/** A file of such a folder. */
export interface FlatFile extends Pick<BlobStat, 'size' | 'stamp'> {
  readonly name: string
}

/** A file that was written. */
export interface WrittenFile {
  readonly size: number
  /** Lower-case hexadecimal. */
  readonly sha256: string
}

/** Opens the folder at an absolute path. Throws `absent` where there is none, `usage` where it is no folder. */
export type OpenFlatFolder = (path: string) => Promise<FlatFolder>

/** A place of the node's own with flat folders in it, each under a name of one element. */
export interface FlatFolders {
  /** The names of its folders, sorted; none where it was never written to. Throws `io-failed`. */
  list(): Promise<string[]>

  /** The folder `name`, or undefined where there is none. Throws `io-failed`. */
  open(name: string): Promise<FlatFolder | undefined>

  /** The folder `name`, made where there is none. Throws `io-failed`, `no-space`. */
  make(name: string): Promise<FlatFolder>

  /** Removes the folder `name` and its files; nothing happens where there is none. Throws `io-failed`. */
  remove(name: string): Promise<void>
}
