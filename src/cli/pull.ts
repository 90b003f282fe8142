import type { Command } from 'commander'
import { pullFailure } from '../services/watch/failure.ts'
import type { Context } from './context.ts'
import { itemLine, watching } from './watching.ts'

/** `goferry pull`: takes now what the settings watch; or shows what that would be. */
export function pull(command: Command, context: () => Context): Command {
  const { say } = context()
  return command
    .description(say('cli.pull'))
    .option('--dry-run', say('cli.pull.dry'))
    .option('--upstream <chain>', say('cli.add.upstream'))
    .action(async ({ dryRun = false, upstream }: { dryRun?: boolean; upstream?: string }) => {
      const { node, options, print, note } = context()
      const report = await watching(
        context(),
        watch => node.pull({ dry: dryRun, ...(upstream !== undefined && { upstream }) }, watch),
        item => itemLine(context(), item),
      )
      if (options.json) print(JSON.stringify(report))
      else note(say('cli.pull.total', { ...report }))
      const failure = pullFailure(report)
      if (failure !== undefined) throw failure
    })
}
