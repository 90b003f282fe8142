import type { ErrorFields } from '../errors.ts'
import { addedSince15 } from '../unicode/added-since-15.ts'

/** Which rules a path stands under: of module paths, of import paths, of the names of files in a module. */
export type PathKind = 'module' | 'import' | 'file'

/** Why a path is refused, in the words of the catalogue. */
export type PathFault = Pick<ErrorFields, 'reason' | 'params'>

/** The first character that an element of each kind must not hold. */
const badChar = {
  module: /[^-._~0-9A-Za-z]/u,
  import: /[^-._~+0-9A-Za-z]/u,
  file: new RegExp(`[^\\p{L}0-9 !#$%&\\(\\)+,\\-.=@\\[\\]\\^_\\{\\}~]|[${addedSince15}]`, 'u'),
}

/** Device names of Windows; they hold with any extension and in any case. */
const windowsName = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i

/**
 * What nearly every element looks like: good under the rules of each kind, for what stands before its first dot is a
 * version or longer than any device's name. One look at it does for the seven below.
 */
const plain = /^(?:v[0-9]+|[-_0-9A-Za-z]{5,})(?:\.[-_0-9A-Za-z]+)*$/

/**
 * Why `element`, what stands between two slashes, is refused under the
 * rules of `kind`; undefined where it is good. Source: Go's `checkElem`.
 */
export function elementFault(element: string, kind: PathKind): PathFault | undefined {
  if (plain.test(element)) return undefined
  if (element === '') return { reason: 'path.empty-element' }
  if (/^\.+$/.test(element)) return { reason: 'path.dots', params: { element } }
  if (element.startsWith('.') && kind === 'module') return { reason: 'path.leading-dot' }
  if (element.endsWith('.')) return { reason: 'path.trailing-dot' }
  const bad = badChar[kind].exec(element)
  if (bad) return { reason: 'path.bad-char', params: { char: bad[0] } }
  const short = element.split('.', 1)[0] ?? ''
  if (windowsName.test(short)) return { reason: 'path.windows-name', params: { name: short } }
  // Windows makes such short names itself: LONGNA~1 may be another file.
  if (kind !== 'file' && /~[0-9]+$/.test(short)) return { reason: 'path.tilde-digits' }
  return undefined
}

/** Why the whole `path` is refused under the rules that all kinds share. Source: Go's `checkPath`. */
export function pathFault(path: string, kind: PathKind): PathFault | undefined {
  if (!path.isWellFormed()) return { reason: 'path.invalid-utf8' }
  if (path === '') return { reason: 'path.empty' }
  if (path.startsWith('-') && kind !== 'file') return { reason: 'path.leading-dash' }
  if (path.includes('//')) return { reason: 'path.double-slash' }
  if (path.endsWith('/')) return { reason: 'path.trailing-slash' }
  for (const element of path.split('/')) {
    const fault = elementFault(element, kind)
    if (fault) return fault
  }
  return undefined
}
