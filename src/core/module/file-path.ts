import { GoferryError } from '../errors.ts'
import { pathFault } from './path-element.ts'

/**
 * Checks that `path`, with slashes, may name a file in a module: as an import path, but with all letters of Unicode,
 * spaces and more punctuation. Source: Go's `module.CheckFilePath`.
 * @throws bad-file-path
 */
export function checkFilePath(path: string): void {
  const fault = pathFault(path, 'file')
  if (fault) throw new GoferryError('bad-file-path', { subject: path, ...fault })
}
