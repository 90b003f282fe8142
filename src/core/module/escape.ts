import { GoferryError } from '../errors.ts'
import { checkPath } from './path.ts'
import { elementFault } from './path-element.ts'

/**
 * `path` as it stands in URLs and file names: each upper-case letter as `!` and the lower-case one, so that no two
 * paths differ by case alone. Source: Go's `module.EscapePath`.
 * @throws bad-module-path
 */
export function escapePath(path: string): string {
  checkPath(path)
  return escapeUpper(path)
}

/**
 * `version` as it stands in URLs and file names. Queries such as branch names pass too, if they are good file names.
 * Source: Go's `module.EscapeVersion`.
 * @throws bad-version
 */
export function escapeVersion(version: string): string {
  checkVersionElement(version)
  if (version.includes('!')) throw new GoferryError('bad-version', { subject: version, reason: 'escape.bang' })
  return escapeUpper(version)
}

/**
 * The path that `escaped` stands for; `escapePath` gives `escaped` again. Source: Go's `module.UnescapePath`.
 * @throws bad-module-path
 */
export function unescapePath(escaped: string): string {
  const path = unescapeUpper(escaped)
  if (path === undefined) throw new GoferryError('bad-module-path', { subject: escaped, reason: 'escape.malformed' })
  checkPath(path)
  return path
}

/**
 * The version or query that `escaped` stands for; `escapeVersion`
 * gives `escaped` again. Source: Go's `module.UnescapeVersion`.
 * @throws bad-version
 */
export function unescapeVersion(escaped: string): string {
  const version = unescapeUpper(escaped)
  if (version === undefined) throw new GoferryError('bad-version', { subject: escaped, reason: 'escape.malformed' })
  checkVersionElement(version)
  return version
}

function checkVersionElement(version: string): void {
  const fault = elementFault(version, 'file')
  if (fault) throw new GoferryError('bad-version', { subject: version, ...fault })
  if (/[^\x00-\x7f]/.test(version))
    throw new GoferryError('bad-version', { subject: version, reason: 'escape.non-ascii' })
}

function escapeUpper(text: string): string {
  return text.replace(/[A-Z]/g, letter => `!${letter.toLowerCase()}`)
}

/**
 * Undefined where a `!` has no lower-case letter after it, or an upper-case or non-ASCII character stands in `escaped`.
 */
function unescapeUpper(escaped: string): string | undefined {
  if (/[A-Z\u0080-\uffff]|!(?![a-z])/.test(escaped)) return undefined
  return escaped.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
