import { Argument, type Command } from 'commander'
import { describe, GoferryError } from '../core/errors.ts'
import { catalogue } from '../core/messages/catalogue.ts'
import { fill, type Params, printable } from '../core/messages/text.ts'
import { HALVES, type Half, rowOf } from '../services/doctor/codes.ts'
import type { Finding, Mended } from '../services/doctor/finding.ts'
import type { Context } from './context.ts'

interface Flags {
  readonly fix?: boolean
  readonly goEnv?: boolean
  readonly acceptFork?: boolean
}

/** `goferry doctor`: what is wrong here and what to do. Exit code 9 where an error is left; warnings change nothing. */
export function doctor(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.doctor'))
    .addArgument(new Argument('[half]', context().say('cli.doctor.half')).choices(HALVES))
    .option('--fix', context().say('cli.doctor.fix'))
    .option('--go-env', context().say('cli.doctor.go-env'))
    .option('--accept-fork', context().say('cli.doctor.accept-fork'))
    .action(async (half: Half | undefined, flags: Flags) => examineAll(context(), half, flags))
}

async function examineAll(context: Context, half: Half | undefined, flags: Flags): Promise<void> {
  const { fix = false, goEnv = false, acceptFork = false } = flags
  const counts = { ok: 0, warning: 0, error: 0 }
  await context.node.doctor({ half, fix, goEnv, acceptFork }, (where, finding, mended) => {
    counts[rowOf(finding.code).level]++
    show(context, where, finding, mended)
  })
  if (context.options.json) context.print(JSON.stringify(counts))
  else context.note(context.say('cli.doctor.total', counts))
  if (counts.error > 0)
    throw new GoferryError('unhealthy', { subject: 'doctor', reason: 'doctor.errors-left', params: counts })
}

function show(context: Context, half: Half, finding: Finding, mended: readonly Mended[]): void {
  const { code, subject } = finding
  const { level, says, advice } = rowOf(code)
  const params = { subject, ...withProblem(context, finding) }
  const message = context.say(says, params)
  const todo = advice === undefined ? undefined : context.say(advice, params)
  const done = mended.map(one => context.say(one.says, withProblem(context, one)))
  if (context.options.json) {
    context.print(JSON.stringify({ half, code, level, subject, message, advice: todo, mended: done }))
    return
  }
  context.print(`${level.padEnd(7)}  ${code.padEnd(18)}  ${printable(subject)}: ${message}`)
  for (const line of [...(todo === undefined ? [] : [`→ ${todo}`]), ...done.map(text => `✓ ${text}`)])
    context.print(`${' '.repeat(29)}${line}`)
}

/** The values for the places of a text, with why something failed in the language of the person. */
function withProblem(context: Context, { params, error }: Pick<Finding, 'params' | 'error'>): Params {
  return error === undefined ? { ...params } : { ...params, problem: problemOf(context, error) }
}

/** Why, in the language of the person; the whole sentence where an error has no reason. */
function problemOf({ terminal: { lang } }: Context, error: GoferryError): string {
  if (error.reason === undefined) return describe(error, lang)
  return fill(catalogue[error.reason], lang, { subject: error.subject, ...error.params })
}
