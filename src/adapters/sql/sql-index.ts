import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type {
  IndexCursor,
  IndexedModule,
  IndexedVersion,
  ModuleIndex,
  ModuleKind,
  Page,
  Requiring,
} from '../../ports/module-index.ts'
import type { Owner } from './migrate.ts'
import type { DatabasePlace, SqlitePlace } from './place.ts'
import { sqliteError } from './sqlite-error.ts'

/**
 * The index in a database, which is opened, or made, by the first call; what speaks to it is loaded then. A file that
 * is damaged, or of another version of goferry, fails each call with `store-damaged` until `clear` has removed it.
 */
export class SqlIndex implements ModuleIndex {
  readonly #place: DatabasePlace
  readonly #owner: Owner | undefined
  #opening: Promise<ModuleIndex> | undefined

  /** `owner`: whose index it is, where others could name the same place. */
  constructor(place: DatabasePlace, owner?: Owner) {
    this.#place = place
    this.#owner = owner
  }

  cursor(): Promise<IndexCursor | undefined> {
    return this.#with(index => index.cursor())
  }

  put(versions: readonly IndexedVersion[], cursor?: IndexCursor): Promise<void> {
    return this.#with(index => index.put(versions, cursor))
  }

  search(terms: readonly string[], page: Page, kind?: ModuleKind): Promise<readonly IndexedModule[]> {
    return this.#with(index => index.search(terms, page, kind))
  }

  requiring(path: string, version: string | undefined, page: Page): Promise<readonly Requiring[]> {
    return this.#with(index => index.requiring(path, version, page))
  }

  async clear(): Promise<void> {
    if (this.#place.kind === 'postgres') return this.#with(index => index.clear())
    await this.close()
    removeFile(this.#place)
  }

  async close(): Promise<void> {
    const opening = this.#opening
    this.#opening = undefined
    // Where opening failed there is nothing to close, and its caller has heard of it.
    const index = await opening?.catch(() => undefined)
    await index?.close()
  }

  async #with<T>(work: (index: ModuleIndex) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open())
    } catch (error) {
      throw this.#place.kind === 'sqlite' ? fileError(this.#place, error) : error
    }
  }

  #open(): Promise<ModuleIndex> {
    this.#opening ??= openAt(this.#place, this.#owner).catch(error => {
      this.#opening = undefined
      throw error
    })
    return this.#opening
  }
}

async function openAt(place: DatabasePlace, owner: Owner | undefined): Promise<ModuleIndex> {
  const { openIndexAt } = await import('./open-index.ts')
  return openIndexAt(place, owner)
}

function removeFile({ file }: SqlitePlace): void {
  try {
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  } catch (error) {
    throw sqliteError(file, error)
  }
}

/** What cannot be used of a file of the index is made again from log and tree. */
function fileError({ file }: SqlitePlace, error: unknown): unknown {
  const is = (code: 'store-damaged' | 'database-refused') => isGoferryError(error, code)
  if (!is('store-damaged') && !is('database-refused')) return error
  const reason = is('store-damaged') ? 'index-damaged' : 'index-other-version'
  return new GoferryError('store-damaged', { subject: basename(file), reason, cause: error })
}
