import { type Generated, sql } from 'kysely'
import type { ModuleKind } from '../../ports/module-index.ts'
import type { Making, SchemaPart } from './schema-part.ts'

/** The tables of the index. */
export interface IndexTables {
  /** One row, or none. */
  index_cursor: { log: string; size: number; root: string }
  /** `words`: one a line. `folded`: path and words as they are looked for, one a line. */
  module: { id: Generated<number>; path: string; kind: ModuleKind; words: string; folded: string }
  version: {
    id: Generated<number>
    module: number
    version: string
    position: number
    h1: string
    size: number | null
  }
  requirement: { by: number; path: string; version: string; indirect: 0 | 1 }
  /** SQLite alone: the trigrams of `module.folded`, kept by triggers. */
  module_text: { rowid: number; module_text: string }
}

/** The index in a database. */
export const indexPart: SchemaPart = { name: 'index', migrations: [{ readableFrom: 1, make: makeIndex }] }

async function makeIndex(making: Making): Promise<void> {
  const { database, kind, types } = making
  const { id, number, text, end } = types
  const { schema } = database
  await schema
    .createTable('index_cursor')
    .addColumn('log', text, column => column.notNull())
    .addColumn('size', number, column => column.notNull())
    .addColumn('root', text, column => column.notNull())
    .modifyEnd(end)
    .execute()
  await schema
    .createTable('module')
    .addColumn('id', id)
    .addColumn('path', text, column => column.notNull().unique())
    .addColumn('kind', text, column => column.notNull())
    .addColumn('words', text, column => column.notNull())
    .addColumn('folded', text, column => column.notNull())
    .modifyEnd(end)
    .execute()
  await makeVersions(making)
  if (kind === 'sqlite') for (const statement of fullText) await sql.raw(statement).execute(database)
}

async function makeVersions({ database: { schema }, types: { id, number, text, end } }: Making): Promise<void> {
  await schema
    .createTable('version')
    .addColumn('id', id)
    .addColumn('module', number, column => column.notNull().references('module.id'))
    .addColumn('version', text, column => column.notNull())
    .addColumn('position', number, column => column.notNull())
    .addColumn('h1', text, column => column.notNull())
    .addColumn('size', number)
    .addUniqueConstraint('version_key', ['module', 'version'])
    .modifyEnd(end)
    .execute()
  await schema
    .createTable('requirement')
    .addColumn('by', number, column => column.notNull().references('version.id'))
    .addColumn('path', text, column => column.notNull())
    .addColumn('version', text, column => column.notNull())
    .addColumn('indirect', number, column => column.notNull())
    .modifyEnd(end)
    .execute()
  await schema.createIndex('requirement_path').on('requirement').columns(['path', 'version']).execute()
  await schema.createIndex('requirement_by').on('requirement').column('by').execute()
}

/** A node's SQLite runs on its main thread: trigrams spare it the reading of every row. PostgreSQL reads them all. */
const fullText = [
  `create virtual table module_text using fts5
     (folded, content = 'module', content_rowid = 'id', tokenize = 'trigram case_sensitive 1')`,
  `create trigger module_made after insert on module begin
     insert into module_text (rowid, folded) values (new.id, new.folded);
   end`,
  `create trigger module_changed after update of folded on module begin
     insert into module_text (module_text, rowid, folded) values ('delete', old.id, old.folded);
     insert into module_text (rowid, folded) values (new.id, new.folded);
   end`,
]
