import type { Toolchain } from '../core/toolchain/toolchain.ts'

/**
 * Makes archives of toolchains away from the main thread, so that it holds up nothing else. Each call takes a thread
 * for itself, with bounded memory: the caller sees to it that few run at once.
 */
export interface ArchiveMaker {
  /** Names the way in which archives are made: what another way makes of the same zip may have other bytes. */
  readonly recipe: string

  /**
   * The archive of `toolchain`, from the module zip at the path `location`, as core/toolchain: rebuildArchive makes it;
   * made only as fast as it is read. Leaving it early ends the thread. `hashed` is told the `h1:` of what was read
   * before the last piece is given. Throws what that throws, `io-failed` where the file cannot be read, `job-ended`
   * where the thread took too much memory, `internal` where it died otherwise.
   */
  rebuild(location: string, toolchain: Toolchain, hashed: (h1: string) => void): AsyncIterable<Uint8Array>
}
