import type { ModuleVersion } from '../module/module-version.ts'
import { stringOf } from './argument.ts'
import type { Directive } from './directive.ts'
import { checkMajor, pathMajor, versionOf } from './path-version.ts'
import { refusal } from './refusal.ts'

/** A `replace` directive. */
export interface Replacement {
  /** The module that is replaced; version `''` stands for all its versions. */
  readonly old: ModuleVersion
  /** What is taken in its place: a module at a version, or a directory, whose version is `''`. */
  readonly new: ModuleVersion
}

/** The two sides of a `replace path [version] => path version` or `=> directory`. Throws bad-gomod. */
export function replacement(directive: Directive): Replacement {
  const { args } = directive
  const arrow = args[1] === '=>' ? 1 : 2
  if (args[arrow] !== '=>' || args.length < arrow + 2 || args.length > arrow + 3) {
    throw refusal(directive, 'gomod.replace-usage')
  }
  const [path = '', version] = args.slice(0, arrow)
  const [newPath = '', newVersion] = args.slice(arrow + 1)
  return {
    old: replaced(directive, path, version),
    new: replacing(directive, stringOf(directive, newPath), newVersion),
  }
}

function replaced(directive: Directive, token: string, versionToken: string | undefined): ModuleVersion {
  const path = stringOf(directive, token)
  const major = pathMajor(directive, path)
  if (versionToken === undefined) return { path, version: '' }
  const version = versionOf(directive, versionToken)
  checkMajor(directive, version, major)
  return { path, version }
}

function replacing(directive: Directive, path: string, versionToken: string | undefined): ModuleVersion {
  if (versionToken !== undefined) {
    const version = versionOf(directive, versionToken)
    if (isDirectory(path)) throw refusal(directive, 'gomod.replace-directory-version', { path })
    return { path, version }
  }
  if (!isDirectory(path)) {
    throw refusal(directive, path.includes('@') ? 'gomod.replace-at-sign' : 'gomod.replace-no-version', { path })
  }
  if (path.includes('\\')) throw refusal(directive, 'gomod.replace-backslash', { path })
  return { path, version: '' }
}

/**
 * Whether `path` is a directory on Unix or Windows, rooted or beginning with `.` or `..`: x/mod's `IsDirectoryPath`.
 */
function isDirectory(path: string): boolean {
  return /^(?:\.\.?$|\.{0,2}[/\\]|[A-Za-z]:)/.test(path)
}
