/**
 * A folder that somebody works in, and of which a module is made. Everything in it is hostile: links are never
 * followed, pipes never opened, and what changes between listing and reading is refused, so that what is read is what
 * was listed. Every method throws `io-failed` about the path of what cannot be read, and of what has changed (reason
 * `source.changed`).
 */
export interface SourceFolder {
  /** Its path, for messages. */
  readonly location: string
  /** What lies directly in it, in the order of the bytes of the names. Throws `too-large` beyond `limit` entries. */
  entries(limit: number): Promise<readonly SourceEntry[]>
  /** Whether something with this name lies in it that is no folder. Unreadable is as if not there. */
  hasPlain(name: string): Promise<boolean>
  /** Throws `io-failed` where it is no longer what it was when it was listed: entries came, went or were renamed. */
  checkUnchanged(): Promise<void>
}

/** One entry of a folder. Each byte of a name that is no UTF-8 stands as one U+FFFD in it. */
export type SourceEntry =
  | { readonly kind: 'folder'; readonly name: string; readonly folder: SourceFolder }
  | { readonly kind: 'file'; readonly name: string; readonly file: SourceContent }
  /** A symbolic link, or what is neither file nor folder: a pipe, a socket, a device. */
  | { readonly kind: 'link' | 'other'; readonly name: string }

/** A regular file. */
export interface SourceContent {
  /** In bytes. */
  readonly size: number
  /**
   * Its bytes, `size` of them, in one buffer: a piece is gone once the next is asked for. Closed when the iteration
   * ends, wherever it ends.
   */
  read(): AsyncIterable<Uint8Array>
  /** Throws `io-failed` where its bytes, name or place could be others than when it was listed. */
  checkUnchanged(): Promise<void>
}

/** Opens the folder at an absolute path; the path itself may lead through links. Throws `absent`, `io-failed`. */
export type OpenSourceFolder = (location: string) => Promise<SourceFolder>
