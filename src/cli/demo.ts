import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context } from './context.ts'
import type { DemoEvent } from './demo-access.ts'
import { parseModuleArgument } from './module-argument.ts'

/** `goferry demo`: the whole loop on one machine, in front of the reader's eyes. */
export function demo(command: Command, context: () => Context): Command {
  const { say } = context()
  return command
    .description(say('cli.demo'))
    .option('--project <module>', say('cli.demo.project'), 'github.com/fatih/color@v1.18.0')
    .option('--keep <folder>', say('cli.demo.keep'))
    .action((flags: { project: string; keep?: string }) => play(context(), flags))
}

async function play(context: Context, { project, keep }: { project: string; keep?: string }): Promise<void> {
  const { node, terminal, note, say } = context
  parseModuleArgument(project)
  const folder = keep === undefined ? undefined : resolve(keep)
  const started = Date.now()
  await node.demonstrate({ project, folder }, say, event => show(context, event), terminal.interrupted())
  if (folder !== undefined) note(say('demo.kept', { folder }))
  note(say('demo.done', { seconds: Math.round((Date.now() - started) / 1000) }))
}

function show({ print, say, options }: Context, event: DemoEvent): void {
  print(options.json ? JSON.stringify(event) : lineOf(say, event))
}

function lineOf(say: Context['say'], event: DemoEvent): string {
  switch (event.kind) {
    case 'step':
      return `\n[${event.n}/${event.of}] ${event.title}`
    case 'command':
      return `  $ ${event.line}`
    case 'output':
      return `    ${event.line}`
    case 'ended':
      return `    ${say('demo.ended', { code: event.code, seconds: event.seconds.toFixed(1) })}`
  }
}
