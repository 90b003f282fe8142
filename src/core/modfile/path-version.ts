import type { ModuleVersion } from '../module/module-version.ts'
import { matchesPathMajor, splitPathVersion } from '../module/path-major.ts'
import { canonicalVersion } from '../module/version.ts'
import { stringOf } from './argument.ts'
import type { Directive } from './directive.ts'
import { refusal } from './refusal.ts'

/** The module and version that a `require` or `exclude` names. Throws bad-gomod. */
export function moduleVersion(directive: Directive): ModuleVersion {
  const [pathToken, versionToken, more] = directive.args
  if (pathToken === undefined || versionToken === undefined || more !== undefined) {
    throw refusal(directive, 'gomod.version-usage', { directive: directive.verb })
  }
  const path = stringOf(directive, pathToken)
  const version = versionOf(directive, versionToken)
  checkMajor(directive, version, pathMajor(directive, path))
  return { path, version }
}

/**
 * The canonical form of a version token: `v1.2` gives `v1.2.0`, build
 * metadata but `+incompatible` goes. Throws bad-gomod.
 */
export function versionOf(directive: Directive, token: string): string {
  const version = canonicalVersion(stringOf(directive, token))
  if (version === undefined) throw refusal(directive, 'gomod.version', { version: token })
  return version
}

/**
 * The end of a module path that gives its major version, `/v2` or
 * `.v1`, or `''`. Throws bad-gomod where it is malformed.
 */
export function pathMajor(directive: Directive, path: string): string {
  const split = splitPathVersion(path)
  if (split === undefined) throw refusal(directive, 'gomod.module-path', { path })
  return split.pathMajor
}

/** Throws bad-gomod where the major version of `version` is not that of `pathMajor`. */
export function checkMajor(directive: Directive, version: string, major: string): void {
  if (!matchesPathMajor(version, major))
    throw refusal(directive, 'gomod.path-major', { version, major: major || 'v0, v1' })
}
