import type { Directive } from './directive.ts'
import { refusal } from './refusal.ts'

/** A `godebug` directive: a setting of the Go runtime. */
export interface Godebug {
  readonly key: string
  readonly value: string
}

/** The setting of a `godebug key=value` directive. Throws bad-gomod. */
export function godebug(directive: Directive): Godebug {
  const [setting = '', ...more] = directive.args
  const equals = setting.indexOf('=')
  if (more.length > 0 || equals < 0 || /["`',]/.test(setting)) throw refusal(directive, 'gomod.godebug-usage')
  return { key: setting.slice(0, equals), value: setting.slice(equals + 1) }
}
