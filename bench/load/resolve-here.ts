import { readProject } from '../../src/cli/project/read-project.ts'
import { resolving } from '../../src/main/commands/resolving.ts'
import { makeScope } from '../../src/main/commands/scope.ts'

/** What one process found that resolved a project again and again, as it prints it. */
export interface ResolvedHere {
  readonly modules: number
  /** go.mods that could not be read. */
  readonly unread: number
  /** Seconds of each call, in order. */
  readonly seconds: readonly number[]
}

/**
 * `resolve-here.ts DATA PROJECT CALLS`: resolves the project as `goferry resolve` does, each time from the files: the log
 * is followed, every go.mod read and held against it. Only the program is loaded once.
 */
async function main([data = '', folder = '', calls = '']: readonly string[]): Promise<ResolvedHere> {
  const scope = makeScope(
    { data },
    {
      print: () => undefined,
      note: () => undefined,
      lang: 'en',
      version: '',
      goWork: 'off',
      columns: undefined,
      status: () => undefined,
      interrupted: () => new AbortController().signal,
    },
  )
  const watch = { signal: new AbortController().signal, progress: () => undefined, tell: async () => undefined }
  const seconds: number[] = []
  let found = { modules: 0, unread: 0 }
  for (let call = 0; call < Number(calls); call++) {
    const begun = performance.now()
    const project = await readProject(folder, 'off')
    const resolved = await resolving(scope).resolve(
      { closure: { project, level: 'tidy', targets: [] }, sizes: false },
      watch,
    )
    seconds.push((performance.now() - begun) / 1000)
    found = { modules: resolved.buildList.length, unread: resolved.unread.size }
  }
  return { ...found, seconds }
}

if (import.meta.main) console.log(JSON.stringify(await main(process.argv.slice(2))))
