import { readProject } from '../../src/cli/project/read-project.ts'
import { previewWorld } from '../../src/main/commands/preview-world.ts'
import { resolving } from '../../src/main/commands/resolving.ts'
import { makeScope } from '../../src/main/commands/scope.ts'
import { openFolder } from '../../src/main/open-folder.ts'
import { closureOf } from '../../src/services/closure/closure.ts'

/** What one process found that resolved a project again and again, as it prints it. */
export interface ResolvedHere {
  readonly modules: number
  /** go.mods that could not be read. */
  readonly unread: number
  /** Seconds of each call, in order. */
  readonly calls: readonly number[]
  /** Seconds of reading the go.mods and solving the graph alone, with the log at hand, once after each call. */
  readonly graphs: readonly number[]
}

/**
 * `resolve-here.ts DATA PROJECT CALLS`: resolves the project as `goferry resolve` does, each time from the files: the log
 * is followed, every go.mod read and held against it. Only the program is loaded once.
 */
async function main([data = '', folder = '', times = '']: readonly string[]): Promise<ResolvedHere> {
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
  const calls: number[] = []
  const graphs: number[] = []
  let found = { modules: 0, unread: 0 }
  const node = await openFolder(data, undefined)
  for (let call = 0; call < Number(times); call++) {
    let begun = performance.now()
    const project = await readProject(folder, 'off')
    const resolved = await resolving(scope).resolve(
      { closure: { project, level: 'tidy', targets: [] }, sizes: false },
      watch,
    )
    calls.push((performance.now() - begun) / 1000)
    begun = performance.now()
    await closureOf(
      previewWorld(scope, async () => undefined, node),
      project,
      'tidy',
    )
    graphs.push((performance.now() - begun) / 1000)
    found = { modules: resolved.buildList.length, unread: resolved.unread.size }
  }
  return { ...found, calls, graphs }
}

if (import.meta.main) console.log(JSON.stringify(await main(process.argv.slice(2))))
