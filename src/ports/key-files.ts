/**
 * The private folder of a node's keys: mode 0700, its files 0600. A name is of `[a-z0-9.-]` and begins with none of
 * `.-`. One writer at a time (the holder of the node's lock); any number of readers of the same user.
 */
export interface KeyFiles {
  /**
   * The text of the file `name` (at most 64 KiB), or undefined where there is none. Throws `key-exposed` where the
   * group or others may open the file or its folder, `too-large`, `io-failed`.
   */
  read(name: string): Promise<string | undefined>

  /**
   * Makes `text` the file `name`: a reader sees the old text or the new one, durable on return. Makes the folder where
   * there is none. Throws `key-exposed` where others may open the folder, `no-space`, `io-failed`.
   */
  write(name: string, text: string): Promise<void>

  /** The names of the files, sorted; none where there is no folder. */
  list(): Promise<string[]>

  /** Removes what a crash inside `write` left. Writer only. */
  sweep(): Promise<void>

  /**
   * Creates a file of mode 0600 at `path`, a path of the operator's choice outside the folder, durable on return.
   * Throws `usage` where something is there already, `no-space`, `io-failed`.
   */
  export(path: string, text: string): Promise<void>

  /** The text of the file at `path`, under the rules of `read` for the file. Throws `absent` where there is none. */
  import(path: string): Promise<string>
}
