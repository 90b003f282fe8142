/** A file of this machine that somebody named. */
export interface LocalFile {
  /** Its name without its folder. */
  readonly name: string
  /** Its bytes; a piece is gone once the next is asked for. Throws `io-failed`. */
  read(): AsyncIterable<Uint8Array>
}

/**
 * Opens the regular file at an absolute path to be read. Throws `absent` where there is none, `usage` where it is
 * another thing, `io-failed`.
 */
export type OpenLocalFile = (path: string) => Promise<LocalFile>
