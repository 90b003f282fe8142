import { GoferryError } from '../../core/errors.ts'
import type { LogState } from '../../core/log/state.ts'
import { latestVersion } from '../../core/module/latest.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { checkPath } from '../../core/module/path.ts'
import type { ModuleIndex, ModuleKind, Page, Requiring } from '../../ports/module-index.ts'

/** What looking something up needs of the node. */
export interface SearchWorld {
  readonly index: Pick<ModuleIndex, 'search' | 'requiring'>
  readonly state: LogState
  /** The one visibility decision (design §3.7): what policy or a recall hides is not found either. */
  isVisible(module: ModuleVersion): boolean
  /** Whether the node gave the zip of a version up: then it is complete no more. */
  isGivenUp(module: ModuleVersion): boolean
}

/** A module that was found, by its newest complete version that may be seen. */
export interface Match {
  readonly path: string
  /** Undefined for a module of which no version is complete. */
  readonly version: string | undefined
  readonly kind: ModuleKind
  readonly words: readonly string[]
  /** How many versions are complete, and how many the log names. */
  readonly complete: number
  readonly versions: number
  /** Of `version`: `h1:` of the zip, its bytes, the number of its record in the log. */
  readonly h1?: string
  readonly size?: number
  readonly position?: number
}

/** The longest text that is looked for, in characters. */
const maxText = 200
const pageSize = 200

/**
 * The modules that have all words of `text` in their path, the names of their commands or their deprecation, at most
 * `limit`. Throws `usage` for a text without words, or one that is too long or holds a NUL.
 */
export async function search(
  world: SearchWorld,
  text: string,
  { kind, limit }: { readonly kind?: ModuleKind | undefined; readonly limit: number },
): Promise<Match[]> {
  const terms = text.split(/\s+/).filter(Boolean)
  if (terms.length === 0 || text.length > maxText || text.includes('\0'))
    throw new GoferryError('usage', {
      subject: text.slice(0, maxText),
      reason: 'search-text',
      params: { limit: maxText },
    })
  const pages = (page: Page) => world.index.search(terms, page, kind)
  return visible(pages, limit, ({ path, kind, words }) => {
    const isVisible = (version: string) => world.isVisible({ path, version })
    const versions = world.state.versions(path).filter(isVisible)
    if (versions.length === 0) return undefined
    const logged = world.state.complete(path).filter(isVisible)
    const complete = logged.filter(version => !world.isGivenUp({ path, version }))
    return { path, kind, words, complete: complete.length, versions: versions.length, ...newest(world, path, complete) }
  })
}

/** Who requires the module `path`, at `version` where one is given; at most `limit`. Throws `bad-module-path`. */
export async function whoRequires(
  world: SearchWorld,
  { path, version }: { readonly path: string; readonly version: string | undefined },
  limit: number,
): Promise<Requiring[]> {
  checkPath(path)
  const pages = (page: Page) => world.index.requiring(path, version, page)
  return visible(pages, limit, row => (world.isVisible(row) ? row : undefined))
}

function newest({ state }: SearchWorld, path: string, complete: readonly string[]) {
  const version = latestVersion(complete)
  const known = version === undefined ? undefined : state.version(path, version)
  return {
    version,
    ...(known !== undefined && { h1: known.record.h1Zip, position: known.record.id }),
    ...(known?.zip !== undefined && { size: known.zip.size }),
  }
}

/** The first `limit` rows of a result that may be seen: what is hidden must not shorten the answer. */
async function visible<Row, Shown>(
  pages: (page: Page) => Promise<readonly Row[]>,
  limit: number,
  show: (row: Row) => Shown | undefined,
): Promise<Shown[]> {
  const shown: Shown[] = []
  for (let offset = 0; ; offset += pageSize) {
    const rows = await pages({ offset, limit: pageSize })
    for (const row of rows) {
      const one = shown.length < limit ? show(row) : undefined
      if (one !== undefined) shown.push(one)
    }
    if (rows.length < pageSize || shown.length >= limit) return shown
  }
}
