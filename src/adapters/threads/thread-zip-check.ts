import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { ArchiveContents } from '../../core/toolchain/inspect-archive.ts'
import type { FileHash, ZipCheck, ZipReport } from '../../ports/zip-check.ts'
import { type PoolSize, WorkerPool } from './worker-pool.ts'

/** Checks and hashes files on a pool of worker threads of this process. */
export class ThreadZipCheck implements ZipCheck {
  readonly #pool: WorkerPool

  /** No thread starts before it is needed. */
  constructor(size: PoolSize) {
    this.#pool = new WorkerPool(new URL('./zip-worker.ts', import.meta.url), size)
  }

  /** See the port. */
  async inspect(location: string, module: ModuleVersion): Promise<ZipReport> {
    return (await this.#pool.run({ location, module })) as ZipReport
  }

  /** See the port. */
  async sha256(location: string): Promise<FileHash> {
    return (await this.#pool.run({ location })) as FileHash
  }

  /** See the port. */
  async commands(location: string, module: ModuleVersion): Promise<readonly string[]> {
    return (await this.#pool.run({ location, module, commands: true })) as readonly string[]
  }

  /** See the port. */
  async inspectArchive(location: string, name: string, module: ModuleVersion): Promise<ArchiveContents> {
    return (await this.#pool.run({ location, module, archive: name })) as ArchiveContents
  }

  /** See the port. */
  close(): Promise<void> {
    return this.#pool.close()
  }
}
