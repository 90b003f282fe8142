/**
 * What the operating system says of files, space and limits. A path is absolute. Only `setMode` changes anything.
 */
export interface Machine {
  /** The id of the user that runs this process; undefined where there are none (Windows). */
  readonly user: number | undefined
  /** The file system of `path`. Throws `io-failed`. */
  space(path: string): Promise<FileSystem>
  /** What lies at `path`, a link itself and not what it leads to; undefined where nothing does. Throws `io-failed`. */
  file(path: string): Promise<FileFacts | undefined>
  /** The names in a folder, sorted; none where there is no folder. Throws `io-failed`. */
  list(path: string): Promise<string[]>
  /** The bytes of a file. Throws `io-failed`, `too-large` over `limit`. */
  read(path: string, limit: number): Promise<Uint8Array>
  /** How many files the process `pid` may have open (the soft limit); undefined where that cannot be told. */
  openFileLimit(pid: number): Promise<number | undefined>
  /** The process that holds a lock of the kernel on the file; undefined for none, or where that cannot be told. */
  lockHolder(path: string): Promise<number | undefined>
  /** Gives a file or folder another mode. Throws `io-failed`. */
  setMode(path: string, mode: number): Promise<void>
}

/** How much a file system holds, for a process without privileges. */
export interface FileSystem {
  readonly bytes: number
  readonly freeBytes: number
  /** How many files it can have at all; 0 where it has no such bound. */
  readonly files: number
  readonly freeFiles: number
}

/** A file, folder or link. */
export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'other'
  readonly user: number
  /** The nine bits of permissions. */
  readonly mode: number
  /** When its content last changed, in milliseconds since 1970. */
  readonly changed: number
}
