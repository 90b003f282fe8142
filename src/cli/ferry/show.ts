import type { Command } from 'commander'
import { fromWire } from '../../core/error-wire.ts'
import { describe } from '../../core/errors.ts'
import { formatRanges } from '../../core/ferry/id-ranges.ts'
import { printable } from '../../core/messages/text.ts'
import type { Context } from '../context.ts'
import { size } from '../progress-line.ts'

/** `goferry ferry show`: what an import is, what it brings, and what was decided of it. */
export function showCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command
    .description(say('cli.ferry.show'))
    .argument('<id>', say('cli.ferry.id'))
    .action((id: string) => show(context(), id))
}

/** Why no file of a version came. */
const leftAtHome = { withheld: 'cli.ferry.show.withheld', lacking: 'cli.ferry.show.lacking' } as const

async function show({ node, options, print, say, terminal }: Context, id: string): Promise<void> {
  const shown = await node.showImport(id)
  if (options.json) return print(JSON.stringify(shown))
  const { state, approvals, versions } = shown
  const facts: [string, string][] = [
    ['bundle', state.bundle],
    ['id', state.id],
    ['origin', state.origin],
    ['site', state.site],
    ['entries', `${state.from} to ${state.to}`],
    ['created', shown.created],
    ...(shown.expires === undefined ? [] : [['expires', shown.expires] as [string, string]]),
    ['signed by', shown.signers.join(', ')],
    ['bytes', size(shown.bytes)],
    ['step', state.step],
    ...(state.refusal === undefined
      ? []
      : [['why', describe(fromWire(state.refusal), terminal.lang)] as [string, string]]),
    ['carried by', state.carriers.join(', ')],
    ['needed', String(shown.needed)],
  ]
  for (const [name, value] of facts) print(`${name.padEnd(12)} ${value}`)
  for (const { name, outcome, version, signatures, output } of state.scans)
    print(['scan', name, outcome, version, signatures ?? '', printable(output)].join('\t').trimEnd())
  for (const { decision, key, entries, time, reason } of approvals)
    print(
      [decision, key, entries === undefined ? 'all' : formatRanges(entries), time, reason ?? ''].join('\t').trimEnd(),
    )
  for (const { path, version, known, waiting, decision } of versions) {
    const isLeft = decision === 'withheld' || decision === 'lacking'
    const became = isLeft ? say(leftAtHome[decision]) : decision
    print([`${path}@${version}`, known ? 'known' : 'new', became, size(waiting)].join('\t'))
  }
}
