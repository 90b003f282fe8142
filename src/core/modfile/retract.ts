import { isGoferryError } from '../errors.ts'
import { stringOf } from './argument.ts'
import type { Directive } from './directive.ts'
import { refusal } from './refusal.ts'

/** A `retract` directive: the versions from `low` to `high`, both included, should not be used. */
export interface Retraction {
  /** As written: x/mod does not check the versions of a retract. */
  readonly low: string
  /** The same as `low` where one version is retracted. */
  readonly high: string
  /** The comments of the directive, one a line; `''` where there are none. */
  readonly rationale: string
}

/** The versions of a `retract` directive, `v1.0.0` or `[v1.0.0, v1.9.9]`. Throws bad-gomod. */
export function retraction(directive: Directive): Retraction {
  const { low, high, more } = interval(directive)
  if (more !== undefined) throw refusal(directive, 'gomod.retract-trailing', { token: more })
  return { low, high, rationale: directive.comment }
}

/**
 * As `retraction` in a dependency's go.mod, where tokens after the versions are passed over, and the whole directive
 * (then undefined is given) where its versions have a form that is not known yet.
 */
export function laxRetraction(directive: Directive): Retraction | undefined {
  try {
    const { low, high } = interval(directive)
    return { low, high, rationale: directive.comment }
  } catch (error) {
    if (isGoferryError(error, 'bad-gomod')) return undefined
    throw error
  }
}

/** The bounds, and the token after them where there is one: x/mod's `parseVersionInterval`. */
function interval(directive: Directive): { low: string; high: string; more: string | undefined } {
  const { args } = directive
  const [first] = args
  if (first === undefined || first === '(') throw refusal(directive, 'gomod.retract-version')
  if (first !== '[') {
    const version = stringOf(directive, first)
    return { low: version, high: version, more: args[1] }
  }
  const [, low, comma, high, close, more] = args
  if (low === undefined || comma !== ',' || high === undefined || close !== ']') {
    throw refusal(directive, 'gomod.retract-interval')
  }
  return { low: stringOf(directive, low), high: stringOf(directive, high), more }
}
