import type { Command } from 'commander'
import { BEHAVIOURS, type Behaviour } from '../core/jobs/behaviours.ts'
import { JOB_STATES, type JobState, PRIORITIES } from '../core/jobs/job.ts'
import type { JobWish } from '../core/jobs/transitions.ts'
import { choice, list } from './choices.ts'
import type { Context } from './context.ts'
import { wholeNumber } from './flag-values.ts'
import { jobRow } from './job/row.ts'
import { showJob } from './job/show.ts'
import { watchJob } from './job/watch.ts'
import { itemLine, watching } from './watching.ts'

/** `goferry job`: what the node does that takes long: to look at, to order and to stop. */
export function job(command: Command, context: () => Context): Command {
  const { say } = context()
  command.description(say('cli.job'))
  command
    .command('ls')
    .description(say('cli.job.ls'))
    .option('--state <states>', say('cli.job.ls.state'), list(JOB_STATES))
    .option('--kind <kind>', say('cli.job.ls.kind'))
    .option('--limit <n>', say('cli.limit'), wholeNumber('--limit', 1, 10_000), 50)
    .action((flags: LsFlags) => listJobs(context(), flags))
  command
    .command('show')
    .description(say('cli.job.show'))
    .argument('<number>', say('cli.job.number'), jobNumber)
    .action((number: number) => showJob(context(), number))
  command
    .command('watch')
    .description(say('cli.job.watch'))
    .argument('<number>', say('cli.job.number'), jobNumber)
    .option('--after <line>', say('cli.job.watch.after'), wholeNumber('--after', 0))
    .action((number: number, { after = 0 }: { after?: number }) => watchJob(context(), number, after))
  for (const [wish, text] of wishes)
    command
      .command(wish)
      .description(say(text))
      .argument('<numbers...>', say('cli.job.number'))
      .action((numbers: string[]) => ask(context(), numbers.map(jobNumber), { wish }))
  command
    .command('priority')
    .description(say('cli.job.priority'))
    .argument('<number>', say('cli.job.number'), jobNumber)
    .argument('<priority>', say('cli.job.priority.value'), priority('PRIORITY'))
    .action((number: number, priority: number) => ask(context(), [number], { wish: 'priority', priority }))
  addDrill(command, context)
  command
    .command('work')
    .description(say('cli.job.work'))
    .option('--places <n>', say('cli.job.work.places'), wholeNumber('--places', 1, 64), 2)
    .action(async ({ places }: { places: number }) => {
      const { node, terminal, note } = context()
      note(say('cli.job.working'))
      await node.workJobs({ places, signal: terminal.interrupted() })
    })
  return command
}

const jobNumber = wholeNumber('NUMBER', 1)
const priority = (flag: string) => wholeNumber(flag, PRIORITIES.lowest, PRIORITIES.highest)

/** What can be asked of jobs, and what it means. */
const wishes = [
  ['cancel', 'cli.job.cancel'],
  ['pause', 'cli.job.pause'],
  ['resume', 'cli.job.resume'],
  ['retry', 'cli.job.retry'],
] as const

interface LsFlags {
  readonly state?: readonly JobState[]
  readonly kind?: string
  readonly limit: number
}

function addDrill(command: Command, context: () => Context): void {
  const { say } = context()
  command
    .command('drill')
    .description(say('cli.job.drill'))
    .argument('[behaviours...]', say('cli.job.drill.behaviours', { allowed: BEHAVIOURS.join(', ') }))
    .option('--pulses <n>', say('cli.job.drill.pulses'), wholeNumber('--pulses', 1, 1_000_000))
    .option('--priority <n>', say('cli.job.priority.value'), priority('--priority'), 0)
    .action(async (named: string[], flags: { pulses?: number; priority: number }) => {
      const { node, options, print } = context()
      if (flags.pulses !== undefined) {
        const { first, last } = await node.pulseJobs(flags.pulses, flags.priority)
        return print(options.json ? JSON.stringify({ first, last }) : `${first}..${last}`)
      }
      const behaviours = named.map(choice<Behaviour>(BEHAVIOURS))
      await watching(
        context(),
        watch => node.drillJobs(behaviours.length === 0 ? BEHAVIOURS : behaviours, watch),
        item => itemLine(context(), item),
      )
    })
}

async function listJobs(context: Context, { state: states, kind, limit }: LsFlags): Promise<void> {
  const { node, options, print } = context
  const filter = { limit, ...(states && { states }), ...(kind !== undefined && { kind }) }
  for (const found of await node.listJobs(filter)) print(options.json ? JSON.stringify(found) : jobRow(context, found))
}

async function ask(context: Context, numbers: readonly number[], wish: JobWish): Promise<void> {
  const { node, options, print } = context
  for (const number of numbers) {
    const asked = await node.askJob(number, wish)
    print(options.json ? JSON.stringify(asked) : jobRow(context, asked))
  }
}
