import type { Command } from 'commander'
import { GoferryError } from '../core/errors.ts'
import { base64 } from '../core/hash.ts'
import type { Context } from './context.ts'
import { wholeNumber } from './flag-values.ts'
import type { Folder } from './folder.ts'
import { parseModuleArgument } from './module-argument.ts'

/**
 * `goferry log`: the head and the newest entries; `--prove`: that an
 * entry is in the head; `--checkpoint`: the signed head.
 */
export function log(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.log'))
    .option('--from <n>', context().say('cli.log.from'), wholeNumber('--from', 0))
    .option('--limit <n>', context().say('cli.log.limit'), wholeNumber('--limit', 1), 20)
    .option('--checkpoint', context().say('cli.log.checkpoint'))
    .option('--prove <entry>', context().say('cli.log.prove'))
    .action(async (flags: { from?: number; limit: number; checkpoint?: boolean; prove?: string }) => {
      const folder = await context().node.open()
      if (flags.checkpoint) context().print(folder.head.checkpoint.trimEnd())
      else if (flags.prove !== undefined) await prove(folder, context(), flags.prove)
      else await entries(folder, context(), flags)
    })
}

async function entries(
  folder: Folder,
  { options, print }: Context,
  { from: given, limit }: { from?: number; limit: number },
): Promise<void> {
  const { size, root } = folder.head
  const from = given ?? Math.max(0, size - limit)
  if (!options.json) print(`${folder.name}  size ${size}  root ${base64(root)}`)
  for await (const { id, text } of folder.leaves(from, Math.min(size, from + limit)))
    print(options.json ? JSON.stringify({ id, text }) : `${id}\t${text.trimEnd().replaceAll('\n', '\n\t')}`)
}

async function prove(folder: Folder, { options, print }: Context, entry: string): Promise<void> {
  const id = /^\d+$/.test(entry) ? Number(entry) : recordOf(folder, entry)
  if (id >= folder.head.size) throw new GoferryError('absent', { subject: entry, reason: 'cli.no-entry' })
  const hashes = (await folder.prove(id)).map(base64)
  if (options.json) return print(JSON.stringify({ id, hashes, checkpoint: folder.head.checkpoint }))
  // The form of C2SP tlog-proof, so that others' tools can check it.
  print(['c2sp.org/tlog-proof@v1', `index ${id}`, ...hashes, '', folder.head.checkpoint.trimEnd()].join('\n'))
}

function recordOf(folder: Folder, argument: string): number {
  const { path, version } = parseModuleArgument(argument)
  const known = folder.state.version(path, version)
  if (known === undefined) throw new GoferryError('missing', { subject: argument, reason: 'cli.no-entry' })
  return known.record.id
}
