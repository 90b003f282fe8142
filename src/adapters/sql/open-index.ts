import { sql } from 'kysely'
import type {
  IndexCursor,
  IndexedModule,
  IndexedVersion,
  ModuleIndex,
  ModuleKind,
  Page,
  Requiring,
} from '../../ports/module-index.ts'
import { type Database, openDatabase } from './database.ts'
import { putVersions } from './index-put.ts'
import { type IndexTables, indexPart } from './index-tables.ts'
import { holdsAll } from './index-terms.ts'
import type { Owner } from './migrate.ts'
import type { DatabasePlace } from './place.ts'

/** Opens the index at `place`, which is made where it is not there. Throws what `openDatabase` throws. */
export async function openIndexAt(place: DatabasePlace, owner: Owner | undefined): Promise<OpenIndex> {
  return new OpenIndex(await openDatabase<IndexTables>(place, indexPart, owner))
}

/** The index in a database that is open. */
class OpenIndex implements ModuleIndex {
  readonly #database: Database<IndexTables>

  constructor(database: Database<IndexTables>) {
    this.#database = database
  }

  cursor(): Promise<IndexCursor | undefined> {
    return this.#database.query.selectFrom('index_cursor').select(['log', 'size', 'root']).executeTakeFirst()
  }

  put(versions: readonly IndexedVersion[], cursor?: IndexCursor): Promise<void> {
    return this.#database.transaction(async transaction => {
      await putVersions(transaction, versions)
      if (cursor === undefined) return
      const { log, size, root } = cursor
      await transaction.deleteFrom('index_cursor').execute()
      await transaction.insertInto('index_cursor').values({ log, size, root }).execute()
    })
  }

  async search(terms: readonly string[], { offset, limit }: Page, kind?: ModuleKind): Promise<IndexedModule[]> {
    let found = this.#database.query.selectFrom('module').select(['path', 'kind', 'words'])
    for (const condition of holdsAll(this.#database.kind, terms)) found = found.where(condition)
    if (kind !== undefined) found = found.where('kind', '=', kind)
    const rows = await found.orderBy(sql`length(path)`).orderBy('path').limit(limit).offset(offset).execute()
    return rows.map(({ path, kind, words }) => ({ path, kind, words: words.split('\n').filter(Boolean) }))
  }

  async requiring(path: string, version: string | undefined, { offset, limit }: Page): Promise<Requiring[]> {
    let found = this.#database.query
      .selectFrom('requirement as r')
      .innerJoin('version as v', 'v.id', 'r.by')
      .innerJoin('module as m', 'm.id', 'v.module')
      .select(['m.path', 'v.version', 'r.version as requires', 'r.indirect'])
      .where('r.path', '=', path)
    if (version !== undefined) found = found.where('r.version', '=', version)
    const rows = await found
      .orderBy('m.path')
      .orderBy('v.position')
      .orderBy('v.id')
      .limit(limit)
      .offset(offset)
      .execute()
    return rows.map(({ indirect, ...row }) => ({ ...row, indirect: indirect === 1 }))
  }

  /** Of a server; a file is removed instead. */
  async clear(): Promise<void> {
    await sql`truncate requirement, version, module, index_cursor`.execute(this.#database.query)
  }

  close(): Promise<void> {
    return this.#database.close()
  }
}
