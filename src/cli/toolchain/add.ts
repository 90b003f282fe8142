import type { Command } from 'commander'
import { GoferryError } from '../../core/errors.ts'
import { isBuildPlatform } from '../../core/toolchain/platforms.ts'
import { toolchainFailure } from '../../services/toolchain/report.ts'
import type { Context } from '../context.ts'
import { wholeNumber } from '../flag-values.ts'
import { size } from '../progress-line.ts'
import { itemLine, watching } from '../watching.ts'

interface Flags {
  readonly platform: readonly string[]
  readonly keep?: number
  readonly upstream?: string
}

/** `goferry toolchain add`: takes toolchains into the node, each as a module and as an archive. */
export function addCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command
    .description(say('cli.toolchain.add'))
    .argument('[versions...]', say('cli.toolchain.versions'))
    .option('--platform <platforms>', say('cli.toolchain.platform'), platforms, ['linux/amd64'])
    .option('--keep <n>', say('cli.toolchain.keep'), wholeNumber('--keep', 1, 100))
    .option('--upstream <chain>', say('cli.toolchain.add.upstream'))
    .action((versions: string[], flags: Flags) => addToolchains(context(), versions, flags))
}

function platforms(text: string): string[] {
  return text.split(',').map(one => {
    if (isBuildPlatform(one)) return one
    throw new GoferryError('usage', { subject: `--platform ${one}`, reason: 'toolchain.platform' })
  })
}

/** Adds the toolchains that `queries` stand for, and says what came of it. Throws `usage`, `incomplete`. */
export async function addToolchains(context: Context, queries: readonly string[], flags: Flags): Promise<void> {
  const { platform, keep, upstream } = flags
  if (queries.length === 0 && keep === undefined)
    throw new GoferryError('usage', { subject: 'toolchain add', reason: 'toolchain.nothing' })
  const request = {
    queries,
    platforms: platform,
    ...(keep !== undefined && { keep }),
    ...(upstream !== undefined && { upstream }),
  }
  const report = await watching(
    context,
    watch => context.node.addToolchains(request, watch),
    item => itemLine(context, item),
  )
  if (context.options.json) context.print(JSON.stringify(report))
  else context.note(context.say('cli.toolchain.add.total', { ...report, size: size(report.bytes) }))
  const failure = toolchainFailure(report)
  if (failure !== undefined) throw failure
}
