import type { Transaction } from 'kysely'
import type { IndexedVersion, ModuleKind } from '../../ports/module-index.ts'
import type { IndexTables } from './index-tables.ts'
import { fold } from './index-terms.ts'

/** Rows in one statement; SQLite takes 32,766 values. */
const mostRows = 500

/** A module as the versions of one call describe it. */
interface Described {
  readonly path: string
  kind: ModuleKind
  readonly words: Set<string>
}

/** Takes `versions` into the tables; of the same version, the last counts. */
export async function putVersions(
  transaction: Transaction<IndexTables>,
  versions: readonly IndexedVersion[],
): Promise<void> {
  for (const some of chunks(versions)) {
    const modules = await putModules(transaction, some)
    const last = new Map(some.map(one => [`${one.path}@${one.version}`, one]))
    const rows = [...last.values()].map(one => ({ ...one, module: modules.get(one.path) ?? 0 }))
    const ids = await transaction
      .insertInto('version')
      .values(
        rows.map(({ module, version, position, h1, size }) => ({ module, version, position, h1, size: size ?? null })),
      )
      .onConflict(conflict =>
        conflict.columns(['module', 'version']).doUpdateSet(({ ref }) => ({
          position: ref('excluded.position'),
          h1: ref('excluded.h1'),
          size: ref('excluded.size'),
        })),
      )
      .returning(['id', 'module', 'version'])
      .execute()
    const idOf = new Map(ids.map(({ id, module, version }) => [`${module}@${version}`, id]))
    const required = rows.flatMap(({ module, version, requires }) =>
      requires.map(({ path, version: at, indirect }) => {
        return {
          by: idOf.get(`${module}@${version}`) ?? 0,
          path: withoutNul(path),
          version: withoutNul(at),
          indirect: indirect ? 1 : 0,
        } as const
      }),
    )
    await transaction
      .deleteFrom('requirement')
      .where('by', 'in', [...idOf.values()])
      .execute()
    for (const part of chunks(required)) await transaction.insertInto('requirement').values(part).execute()
  }
}

/** The ids of the modules of `versions`. A module is what the most telling of its versions is, with all their words. */
async function putModules(
  transaction: Transaction<IndexTables>,
  versions: readonly IndexedVersion[],
): Promise<Map<string, number>> {
  const paths = [...new Set(versions.map(({ path }) => path))]
  const known = await transaction
    .selectFrom('module')
    .select(['id', 'path', 'kind', 'words'])
    .where('path', 'in', paths)
    .execute()
  const ids = new Map(known.map(({ path, id }) => [path, id]))
  const before = new Map(known.map(row => [row.path, row]))
  const changed = describeModules(versions, before)
    .map(({ path, kind, words }) => ({ path, kind, words: [...words].join('\n') }))
    .filter(({ path, kind, words }) => before.get(path)?.kind !== kind || before.get(path)?.words !== words)
  if (changed.length === 0) return ids
  const put = await transaction
    .insertInto('module')
    .values(changed.map(row => ({ ...row, folded: fold(`${row.path}\n${row.words}`) })))
    .onConflict(conflict =>
      conflict.column('path').doUpdateSet(({ ref }) => ({
        kind: ref('excluded.kind'),
        words: ref('excluded.words'),
        folded: ref('excluded.folded'),
      })),
    )
    .returning(['id', 'path'])
    .execute()
  for (const { id, path } of put) ids.set(path, id)
  return ids
}

function describeModules(
  versions: readonly IndexedVersion[],
  before: ReadonlyMap<string, { kind: ModuleKind; words: string }>,
): Described[] {
  const modules = new Map<string, Described>()
  for (const { path, kind, words } of versions) {
    const old = before.get(path)
    const module = modules.get(path) ?? {
      path,
      kind: old?.kind ?? kind,
      words: new Set(old?.words.split('\n').filter(Boolean)),
    }
    if (kind !== 'module') module.kind = kind
    for (const word of words.map(withoutNul)) if (word !== '') module.words.add(word)
    modules.set(path, module)
  }
  return [...modules.values()]
}

/** PostgreSQL takes no NUL in a text; files that others wrote hold anything. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '')
}

function chunks<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / mostRows) }, (_, i) =>
    rows.slice(i * mostRows, (i + 1) * mostRows),
  )
}
