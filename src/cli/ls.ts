import type { Command } from 'commander'
import { sortVersions } from '../core/module/semver.ts'
import { KINDS } from '../core/tree/keys.ts'
import type { Context } from './context.ts'
import type { Folder } from './folder.ts'

/** `goferry ls`: the modules that the log knows, or the versions of one; `--misses`: what was asked for in vain. */
export function ls(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.ls'))
    .argument('[module]', context().say('cli.ls.module'))
    .option('--misses', context().say('cli.ls.misses'))
    .action(async (path: string | undefined, flags: { misses?: boolean }) => {
      const folder = await context().node.open()
      if (flags.misses) await listMisses(folder, context())
      else if (path === undefined) listModules(folder, context())
      else await listVersions(folder, context(), path)
    })
}

async function listMisses(folder: Folder, { options, print }: Context): Promise<void> {
  for (const miss of await folder.misses()) {
    const { path, version, first, last, count } = miss
    print(
      options.json
        ? JSON.stringify(miss)
        : [version === '' ? path : `${path}@${version}`, count, first, last].join('\t'),
    )
  }
}

function listModules({ state, complete: completeOf }: Folder, { options, print }: Context): void {
  for (const path of [...state.paths()].sort()) {
    const [complete, all] = [completeOf(path).length, state.versions(path).length]
    print(options.json ? JSON.stringify({ path, complete, versions: all }) : `${path}\t${complete}/${all}`)
  }
}

async function listVersions(folder: Folder, { options, print }: Context, path: string): Promise<void> {
  for (const version of sortVersions(folder.state.versions(path))) {
    const held = await Promise.all(KINDS.map(kind => folder.has({ path, version }, kind)))
    const parts = KINDS.filter((_, i) => held[i])
    const recalled = folder.state.version(path, version)?.recalled
    if (options.json) print(JSON.stringify({ path, version, held: parts, recalled }))
    else
      print(
        [`${path}@${version}`, parts.join(',') || '-', recalled === undefined ? '' : `recalled: ${recalled}`]
          .join('\t')
          .trimEnd(),
      )
  }
}
