import type { BundleFile } from '../core/ferry/bundle-header.ts'

/** What is to lie on a disc. */
export interface IsoDisc {
  /** The folder that the files lie in; what else lies there is left out. */
  readonly folder: string
  /** At least one, no name twice, no two names of one file. */
  readonly files: readonly BundleFile[]
  /** The name of the volume: at most 16 of `A-Z0-9_`. */
  readonly label: string
  /** The time of all files and of the volume: seconds since 1970. */
  readonly time: number
}

/** Makes images of discs: ISO 9660 level 3 with Joliet and Rock Ridge, names letter by letter as they are given. */
export interface IsoMaker {
  /**
   * Makes the image of `disc` as the file `image`, durable on return; gives its size in bytes. Same files, label and
   * time, same bytes. Before the file gets its name, both directories of it and every byte of every file in it
   * were read back, and are those that `disc` names. What fails, or is stopped by `signal`, leaves no file of that
   * name. Throws `bad-file-path`, `too-large`; `usage` for a bad label or list, or where something lies at `image`;
   * `missing` where the program that makes images is not installed; `absent` or `mismatch` for a file that is not there
   * or not as named; `program-failed`, `interrupted`, `no-space`, `io-failed`.
   */
  make(disc: IsoDisc, image: string, signal: AbortSignal): Promise<number>
}
