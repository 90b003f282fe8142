import { type RawBuilder, sql } from 'kysely'
import type { DatabaseKind } from './place.ts'

/** SQLite has no trigrams of a term that is shorter. */
const shortestTerm = 3

/** `text` as it is looked for: without case, character by character, the same on each engine. */
export function fold(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text.toLowerCase()
  return Array.from(text, character => character.toUpperCase().toLowerCase()).join('')
}

/** The conditions under which the text of a row of `module` holds every one of `terms`. */
export function holdsAll(kind: DatabaseKind, terms: readonly string[]): RawBuilder<boolean>[] {
  const folded = terms.map(fold)
  const isIndexed = (term: string) => kind === 'sqlite' && [...term].length >= shortestTerm
  const indexed = folded.filter(isIndexed)
  const match = indexed.map(quoted).join(' AND ')
  const position = sql.raw(kind === 'sqlite' ? 'instr' : 'strpos')
  return [
    ...(indexed.length > 0
      ? [sql<boolean>`module.id in (select rowid from module_text where module_text match ${match})`]
      : []),
    ...folded.filter(term => !isIndexed(term)).map(term => sql<boolean>`${position}(module.folded, ${term}) > 0`),
  ]
}

/** A term as a string of SQLite's full-text query language, in which only the quote means something. */
function quoted(term: string): string {
  return `"${term.replaceAll('"', '""')}"`
}
