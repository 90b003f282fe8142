import type { DatabaseSync } from 'node:sqlite'
import { GoferryError } from '../../core/errors.ts'

/** Grows when a table changes: an index of another version is made anew. */
const schemaVersion = 1

const tables = `
  CREATE TABLE cursor (log TEXT NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL) STRICT;
  CREATE TABLE module (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, words TEXT NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE module_text USING fts5 (path, words, tokenize = 'trigram');
  CREATE TABLE version (
    id INTEGER PRIMARY KEY, module INTEGER NOT NULL REFERENCES module, version TEXT NOT NULL,
    position INTEGER NOT NULL, h1 TEXT NOT NULL, size INTEGER, UNIQUE (module, version)
  ) STRICT;
  CREATE TABLE requirement (
    by INTEGER NOT NULL REFERENCES version, path TEXT NOT NULL, version TEXT NOT NULL, indirect INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX requirement_path ON requirement (path, version);
  CREATE INDEX requirement_by ON requirement (by);
`

/** Makes the tables of a new file. Throws `store-damaged` for the tables of another version. */
export function makeTables(database: DatabaseSync): void {
  const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (found === schemaVersion) return
  if (found !== 0) throw new GoferryError('store-damaged', { subject: 'index.sqlite', reason: 'index-other-version' })
  database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${schemaVersion}; COMMIT`)
}
