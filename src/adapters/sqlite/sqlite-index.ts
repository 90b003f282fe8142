import { closeSync, openSync, rmSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type {
  IndexCursor,
  IndexedModule,
  IndexedVersion,
  ModuleIndex,
  ModuleKind,
  Page,
  Requiring,
} from '../../ports/module-index.ts'
import { guarded } from './sqlite-error.ts'
import { makeTables } from './sqlite-schema.ts'

/** A row as SQLite gives it. */
type Row = Record<string, SQLInputValue>

/** SQLite finds no part of a word that is shorter: such terms are looked for in the paths, row by row. */
const shortestTerm = 3

/**
 * The index in a file of its own (mode 0600), by Node's own SQLite with a write-ahead log. The file is opened, or made,
 * by the first call. A file that is damaged, or of another version of goferry, fails each call with `store-damaged`
 * until `clear` has removed it.
 */
export class SqliteIndex implements ModuleIndex {
  readonly #path: string
  #database: DatabaseSync | undefined
  readonly #statements = new Map<string, StatementSync>()

  /** `path`: the file. */
  constructor(path: string) {
    this.#path = path
  }

  async cursor(): Promise<IndexCursor | undefined> {
    const [row] = this.#all('SELECT log, size, root FROM cursor')
    return row && { log: String(row['log']), size: Number(row['size']), root: String(row['root']) }
  }

  async put(versions: readonly IndexedVersion[], cursor?: IndexCursor): Promise<void> {
    this.#together(() => {
      for (const version of versions) this.#putVersion(version)
      if (cursor === undefined) return
      this.#run('DELETE FROM cursor')
      this.#run('INSERT INTO cursor VALUES (?, ?, ?)', cursor.log, cursor.size, cursor.root)
    })
  }

  async search(terms: readonly string[], { offset, limit }: Page, kind?: ModuleKind): Promise<IndexedModule[]> {
    const long = terms.filter(term => [...term].length >= shortestTerm)
    const short = terms.filter(term => [...term].length < shortestTerm)
    const conditions = [
      ...(long.length > 0 ? ['module_text MATCH ?'] : []),
      ...short.map(() => "(m.path || ' ' || m.words) LIKE ? ESCAPE '\\'"),
      ...(kind === undefined ? [] : ['m.kind = ?']),
    ]
    const values = [
      ...(long.length > 0 ? [long.map(quoted).join(' AND ')] : []),
      ...short.map(term => `%${term.replace(/[\\%_]/g, '\\$&')}%`),
      ...(kind === undefined ? [] : [kind]),
    ]
    const rows = this.#all(
      `SELECT m.path, m.kind, m.words FROM module m JOIN module_text ON module_text.rowid = m.id
       ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
       ORDER BY ${long.length > 0 ? 'length(m.path), ' : ''}m.path LIMIT ? OFFSET ?`,
      ...values,
      limit,
      offset,
    )
    return rows.map(row => ({
      path: String(row['path']),
      kind: row['kind'] as ModuleKind,
      words: String(row['words']).split('\n').filter(Boolean),
    }))
  }

  async requiring(path: string, version: string | undefined, { offset, limit }: Page): Promise<Requiring[]> {
    const rows = this.#all(
      `SELECT m.path, v.version, r.version AS required, r.indirect
       FROM requirement r JOIN version v ON v.id = r.by JOIN module m ON m.id = v.module
       WHERE r.path = ? ${version === undefined ? '' : 'AND r.version = ?'}
       ORDER BY m.path, v.position LIMIT ? OFFSET ?`,
      ...[path, ...(version === undefined ? [] : [version]), limit, offset],
    )
    return rows.map(row => ({
      path: String(row['path']),
      version: String(row['version']),
      requires: String(row['required']),
      indirect: row['indirect'] === 1,
    }))
  }

  async clear(): Promise<void> {
    await this.close()
    guarded(this.#path, () => {
      for (const end of ['', '-wal', '-shm']) rmSync(`${this.#path}${end}`, { force: true })
    })
  }

  async close(): Promise<void> {
    const database = this.#database
    this.#database = undefined
    this.#statements.clear()
    if (database !== undefined) guarded(this.#path, () => database.close())
  }

  #putVersion({ path, version, kind, words, position, h1, size, requires }: IndexedVersion): void {
    const module = this.#putModule(path, kind, words)
    const [old] = this.#all('SELECT id FROM version WHERE module = ? AND version = ?', module, version)
    if (old !== undefined) this.#run('DELETE FROM requirement WHERE by = ?', old['id'] ?? null)
    const [row] = this.#all(
      `INSERT INTO version (module, version, position, h1, size) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET position = excluded.position, h1 = excluded.h1, size = excluded.size RETURNING id`,
      ...[module, version, position, h1, size ?? null],
    )
    for (const { path: required, version: at, indirect } of requires)
      this.#run('INSERT INTO requirement VALUES (?, ?, ?, ?)', row?.['id'] ?? null, required, at, indirect ? 1 : 0)
  }

  /** A module is what the most telling of its versions is, and is found by the words of all. */
  #putModule(path: string, kind: ModuleKind, words: readonly string[]): number {
    const [known] = this.#all('SELECT id, kind, words FROM module WHERE path = ?', path)
    const all = [...new Set([...String(known?.['words'] ?? '').split('\n'), ...words])].filter(Boolean).join('\n')
    if (known !== undefined && known['words'] === all && (kind === 'module' || known['kind'] === kind))
      return Number(known['id'])
    const telling = kind === 'module' ? (known?.['kind'] ?? kind) : kind
    const [row] = this.#all(
      `INSERT INTO module (path, kind, words) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET kind = excluded.kind, words = excluded.words RETURNING id`,
      ...[path, telling, all],
    )
    const id = Number(row?.['id'])
    this.#run('DELETE FROM module_text WHERE rowid = ?', id)
    this.#run('INSERT INTO module_text (rowid, path, words) VALUES (?, ?, ?)', id, path, all)
    return id
  }

  #together(work: () => void): void {
    this.#run('BEGIN IMMEDIATE')
    try {
      work()
      this.#run('COMMIT')
    } catch (error) {
      if (this.#database?.isTransaction) this.#run('ROLLBACK')
      throw error
    }
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    guarded(this.#path, () => this.#prepared(sql).run(...values))
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return guarded(this.#path, () => this.#prepared(sql).all(...values))
  }

  /** The texts of statements are few: each is compiled once. */
  #prepared(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#open().prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #open(): DatabaseSync {
    if (this.#database !== undefined) return this.#database
    closeSync(openSync(this.#path, 'a', 0o600))
    const database = new DatabaseSync(this.#path)
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
      makeTables(database)
    } catch (error) {
      database.close()
      throw error
    }
    this.#database = database
    return database
  }
}

/** A term as a string of the full-text query language, in which only the quote means something. */
function quoted(term: string): string {
  return `"${term.replaceAll('"', '""')}"`
}
