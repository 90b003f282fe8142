import { type Command, Option } from 'commander'
import { matchesPrefixPatterns } from '../core/module/pattern.ts'
import { sortVersions } from '../core/module/semver.ts'
import { KINDS } from '../core/tree/keys.ts'
import { formatWishList } from '../core/wishes/wish-list.ts'
import type { Context } from './context.ts'
import type { Folder } from './folder.ts'

/** `goferry ls`: the modules that the log knows, or the versions of one; `--misses`: what was asked for in vain. */
export function ls(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.ls'))
    .argument('[module]', context().say('cli.ls.module'))
    .option('--misses', context().say('cli.ls.misses'))
    .addOption(new Option('--export', context().say('cli.ls.export')).implies({ misses: true }))
    .action(async (path: string | undefined, flags: { misses?: boolean; export?: boolean }) => {
      const folder = await context().node.open()
      if (flags.export) await exportMisses(folder, context())
      else if (flags.misses) await listMisses(folder, context())
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

/** A wish list for whoever has an upstream. What is internal stays in: it is nobody's outside. */
async function exportMisses(folder: Folder, { options, node, note, print, say }: Context): Promise<void> {
  const { internal } = await node.client()
  const misses = await folder.misses()
  const wishes = misses.filter(({ path }) => !internal.some(pattern => matchesPrefixPatterns(pattern, path)))
  if (options.json) for (const { path, version } of wishes) print(JSON.stringify({ path, version }))
  else print(formatWishList(folder.name, wishes).trimEnd())
  const kept = misses.length - wishes.length
  if (kept > 0) note(say('cli.ls.kept', { kept }))
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
