import { onlyArgument } from './argument.ts'
import type { Directive } from './directive.ts'
import { refusal } from './refusal.ts'

/** The version of a `go` directive: `1.21`, `1.21.0`, `1.21rc1`. Throws bad-gomod for anything else. */
export function goVersion(directive: Directive): string {
  const version = onlyArgument(directive)
  if (goVersionForm.test(version)) return version
  throw refusal(directive, 'gomod.go-version', { version })
}

/** As `goVersion` in a dependency's go.mod, where old forms such as `v1.13` and `1.13x` are cut to `1.13`. */
export function laxGoVersion(directive: Directive): string {
  const version = onlyArgument(directive)
  return goVersionForm.test(version) ? version : (laxGoVersionForm.exec(version)?.[1] ?? goVersion(directive))
}

/** The name of a `toolchain` directive: `default`, or what begins with `go1.`. Throws bad-gomod. */
export function toolchainName(directive: Directive): string {
  const name = onlyArgument(directive)
  if (/^default$|^go1($|\.)/.test(name)) return name
  throw refusal(directive, 'gomod.toolchain-name', { name })
}

/** x/mod's `GoVersionRE`. */
const goVersionForm = /^([1-9][0-9]*)\.(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))?([a-z]+[0-9]+)?$/
/** x/mod's `laxGoVersionRE`. */
const laxGoVersionForm = /^v?((?:[1-9][0-9]*)\.(?:0|[1-9][0-9]*))(?:[^0-9].*)$/
