import type { ModuleVersion } from '../core/module/module-version.ts'
import type { ArchiveContents } from '../core/toolchain/inspect-archive.ts'
import type { ZipContents } from '../core/zip/inspect-zip.ts'

/** What a module's zip holds, and the exact file that holds it. */
export interface ZipReport extends ZipContents, FileHash {}

/** A file by its bytes. */
export interface FileHash {
  /** SHA-256 of the whole file, lower-case hexadecimal. */
  readonly sha256: string
  /** In bytes. */
  readonly size: number
}

/**
 * Checks and hashes local files away from the main thread, so that a large or hostile one holds up nothing else. A file
 * must not change meanwhile. Many calls may run at once; they share a bounded number of threads in the order in which
 * they were made. Every call throws `busy` where too many wait already, `stopping` once `close` was called, `job-ended`
 * where it took too long or too much memory, `internal` where its thread died otherwise (other calls go on), and
 * `io-failed` where the file cannot be read.
 */
export interface ZipCheck {
  /**
   * Checks the zip of `module` at the path `location`, as core/zip: inspectZip does. Throws what that throws:
   * `bad-zip`, `too-large`, `bad-module-path`, `bad-version`, with its reason and params.
   */
  inspect(location: string, module: ModuleVersion): Promise<ZipReport>

  /** Hashes the file at the path `location`, of any size and content. */
  sha256(location: string): Promise<FileHash>

  /**
   * The names of the commands in the zip of `module` at the path `location`, as core/zip: commandsIn gives them; the
   * rest of the zip is not checked. Throws what that throws.
   */
  commands(location: string, module: ModuleVersion): Promise<readonly string[]>

  /**
   * Checks the archive `name` of the toolchain `module` at the path `location`, as core/toolchain: inspectArchive does.
   * Throws what that throws: `bad-archive`, `too-large`.
   */
  inspectArchive(location: string, name: string, module: ModuleVersion): Promise<ArchiveContents>

  /** Ends the threads. What runs or waits fails with `stopping`. Safe to call more than once. */
  close(): Promise<void>
}
