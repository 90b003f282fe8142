/** Files that another program keeps and that may be looked at, or put aside. A path is absolute. */
export interface CachedFiles {
  /** The bytes of the file; undefined where there is none. Throws `too-large` over `limit`, `io-failed`. */
  read(path: string, limit: number): Promise<Uint8Array | undefined>
  /**
   * Gives the file or folder another name beside its own, durable on return, and gives that; undefined where it is
   * gone. What was put aside before keeps its name. Throws `io-failed`.
   */
  setAside(path: string): Promise<string | undefined>
}
