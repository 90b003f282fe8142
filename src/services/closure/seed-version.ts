import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { matchRange, parseQuery } from '../../core/module/query.ts'
import type { RecordWorld } from './record.ts'

/**
 * `seed`, `PATH@QUERY`, as `go get` takes it: for several bounds, which the go command has not, stands the version that
 * answers them. Throws `bad-version` for a query that is none, `absent` where nothing answers it, and what go throws.
 */
export async function seedForGo({ go, signal }: Pick<RecordWorld, 'go' | 'signal'>, seed: string): Promise<string> {
  const [path = '', text = ''] = seed.split(/@(.*)/s)
  const query = parseQuery(text)
  if (query.kind !== 'ranges') return seed
  // The path may be that of a package: its module is the longest path above it that has versions.
  for (let module = path; module !== ''; module = module.slice(0, Math.max(module.lastIndexOf('/'), 0))) {
    const versions = await listed(() =>
      go.run(['list', '-m', '-versions', '-f', '{{join .Versions " "}}', module], { signal }),
    )
    const version = matchRange(query, module, versions)
    if (version !== undefined) return `${path}@${version}`
    if (versions.length > 0) break
  }
  throw new GoferryError('absent', { subject: seed, reason: 'add-no-version' })
}

/** None where go finds no such module. */
async function listed(list: () => Promise<string>): Promise<string[]> {
  try {
    return (await list()).trim().split(' ').filter(Boolean)
  } catch (error) {
    if (isGoferryError(error, 'go-failed')) return []
    throw error
  }
}
