import type { MessageKey } from '../core/messages/catalogue.ts'

/** Commander's own titles, and ours for them. */
const TITLES: Readonly<Record<string, MessageKey>> = {
  'Usage:': 'cli.help.usage',
  'Arguments:': 'cli.help.arguments',
  'Options:': 'cli.help.options',
  'Commands:': 'cli.help.commands',
}

/** A title of a help text in the language that `say` speaks. */
export function helpTitle(title: string, say: (key: MessageKey) => string): string {
  const key = TITLES[title]
  return key === undefined ? title : say(key)
}
