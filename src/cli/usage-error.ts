import type { CommanderError } from 'commander'
import { GoferryError } from '../core/errors.ts'
import type { MessageKey } from '../core/messages/catalogue.ts'

/** What commander refuses, by its code. */
const REASONS: Readonly<Record<string, MessageKey>> = {
  'commander.unknownCommand': 'cli.unknown-command',
  'commander.unknownOption': 'cli.unknown-option',
  'commander.missingArgument': 'cli.missing-argument',
  'commander.optionMissingArgument': 'cli.missing-value',
  'commander.missingMandatoryOptionValue': 'cli.missing-option',
  'commander.excessArguments': 'cli.too-many-arguments',
}

/**
 * What commander refused as an error of ours, in whose texts there is Chinese too; undefined where it printed the help
 * because no command was named. The subject is what commander's sentence quotes: `error: unknown option '--x'`.
 */
export function usageError({ code, message }: CommanderError): GoferryError | undefined {
  if (code === 'commander.help') return undefined
  if (code === 'commander.invalidArgument') return badChoice(message)
  if (code === 'commander.conflictingOption') return conflict(message)
  const subject = /'([^']*)'/.exec(message)?.[1] ?? message.replace(/^error: /, '')
  const reason = REASONS[code]
  return new GoferryError('usage', { subject, ...(reason === undefined ? {} : { reason }) })
}

/** `error: option '--kind <kind>' argument 'x' is invalid. Allowed choices are a, b.`; an argument is quoted first. */
function badChoice(message: string): GoferryError {
  const [first = '', second = ''] = [...message.matchAll(/'([^']*)'/g)].map(([, quoted]) => quoted)
  const [, choices = ''] = /Allowed choices are (.*)\.$/.exec(message) ?? []
  const subject = first.startsWith('--') ? `${first.replace(/ .*/, '')} ${second}` : first
  return new GoferryError('usage', { subject, reason: 'cli.bad-choice', params: { choices } })
}

/** `error: option '--tree' cannot be used with option '--svg'`. */
function conflict(message: string): GoferryError {
  const [subject = '', other = ''] = [...message.matchAll(/'(--[\w-]+)/g)].map(([, name]) => name)
  return new GoferryError('usage', { subject, reason: 'cli.conflict', params: { other } })
}
