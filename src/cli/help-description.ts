import type { Argument, Option } from 'commander'
import type { Params } from '../core/messages/text.ts'

/** The texts around choices and defaults. */
type Say = (key: 'cli.help.choices' | 'cli.help.default', params: Params) => string

/** What the help says of an option or argument, with its choices and default in the language that `say` speaks. */
export function helpDescription(item: Argument | Option, say: Say): string {
  // A flag without a value has a default that nobody typed.
  const isFlag = 'flags' in item && !item.required && !item.optional
  const preset = isFlag ? undefined : item.defaultValue
  return [
    item.description,
    ...(item.argChoices === undefined ? [] : [say('cli.help.choices', { choices: item.argChoices.join(', ') })]),
    ...(preset === undefined ? [] : [say('cli.help.default', { value: String(preset) })]),
  ].join('')
}
