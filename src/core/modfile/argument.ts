import type { Directive } from './directive.ts'
import { refusal } from './refusal.ts'
import { unquote } from './unquote.ts'

/** The only argument of `directive`, as written. Throws bad-gomod where there are more, or none. */
export function onlyArgument(directive: Directive): string {
  const [argument, ...more] = directive.args
  if (argument !== undefined && more.length === 0) return argument
  throw refusal(directive, 'gomod.one-argument', { directive: directive.verb })
}

/** The only argument of `directive`, without its quotes: `tool`, `ignore` and `use` take a path. Throws bad-gomod. */
export function onlyString(directive: Directive): string {
  return stringOf(directive, onlyArgument(directive))
}

/**
 * The text of a token: what stands between double quotes, else the token itself, which must hold no quotes.
 * Throws bad-gomod. x/mod's `parseString`.
 */
export function stringOf(directive: Directive, token: string): string {
  if (!token.startsWith('"')) {
    if (/["'`]/.test(token)) throw refusal(directive, 'gomod.stray-quote', { token })
    return token
  }
  const text = unquote(token)
  if (text === undefined) throw refusal(directive, 'gomod.bad-quotes', { token })
  return text
}
