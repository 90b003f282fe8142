import { GoferryError } from '../errors.ts'
import { pathFault } from './path-element.ts'
import { splitPathVersion } from './path-major.ts'

/**
 * Checks that `path` may name a module: elements of ASCII letters, digits and `-._~`, the first a lower-case domain
 * name with a dot, a last element `/vN` only for N >= 2 (gopkg.in: `.vN`). Source: Go's `module.CheckPath`.
 * @throws bad-module-path
 */
export function checkPath(path: string): void {
  const fault = pathFault(path, 'module') ?? modulePathFault(path)
  if (fault) throw new GoferryError('bad-module-path', { subject: path, ...fault })
}

/**
 * Checks that `path` may name a package: as a module path, but without rules for the first and last element, and with
 * `+` allowed. Source: Go's `module.CheckImportPath`.
 * @throws bad-module-path
 */
export function checkImportPath(path: string): void {
  const fault = pathFault(path, 'import')
  if (fault) throw new GoferryError('bad-module-path', { subject: path, ...fault })
}

function modulePathFault(path: string) {
  const domain = path.split('/', 1)[0] ?? ''
  if (!domain.includes('.')) return { reason: 'path.no-domain' } as const
  const bad = /[^-.0-9a-z]/.exec(domain)
  if (bad) return { reason: 'path.bad-domain-char', params: { char: bad[0] } } as const
  if (splitPathVersion(path) === undefined) return { reason: 'path.bad-major' } as const
  return undefined
}
