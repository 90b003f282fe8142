import type { Command } from 'commander'
import { refreshFailure } from '../services/proofs/failure.ts'
import type { Context } from './context.ts'
import { size } from './progress-line.ts'
import { itemLine, watching } from './watching.ts'

/** `goferry proofs`: what lets go clients without any setting verify offline. */
export function proofs(command: Command, context: () => Context): Command {
  const { say } = context()
  command.description(say('cli.proofs'))
  command
    .command('refresh')
    .description(say('cli.proofs.refresh'))
    .option('--upstream <chain>', say('cli.proofs.upstream'))
    .action((flags: { upstream?: string }) => refresh(context(), flags))
  command
    .command('show')
    .description(say('cli.proofs.show'))
    .action(() => show(context()))
  return command
}

async function refresh(context: Context, { upstream }: { upstream?: string }): Promise<void> {
  const { node, options, print, note, say } = context
  const request = upstream === undefined ? {} : { upstream }
  const report = await watching(
    context,
    watch => node.refreshProofs(request, watch),
    item => itemLine(context, item),
  )
  if (options.json) print(JSON.stringify(report))
  else {
    const bytes = { bytes: size(report.bytes), each: size(perVersion(report)) }
    const key = report.outcome === 'refreshed' ? 'cli.proofs.refreshed' : 'cli.proofs.current'
    note(say(key, { ...report, ...bytes }))
  }
  const failure = refreshFailure(report)
  if (failure !== undefined) throw failure
}

async function show({ node, options, print }: Context): Promise<void> {
  const found = await node.recordedProofs()
  if (options.json) return print(JSON.stringify(found))
  const { heads, ...facts } = found
  for (const [name, value] of Object.entries(facts)) print(`${name.padEnd(15)} ${value}`)
  for (const { size, root } of heads) print(`${'head'.padEnd(15)} ${size} ${root}`)
}

/** Bytes a version; 0 where nothing is recorded. */
function perVersion({ bytes, records }: { readonly bytes: number; readonly records: number }): number {
  return records === 0 ? 0 : Math.round(bytes / records)
}
