import type { ErrorFields } from '../errors.ts'

/** Which rules a path stands under: of module paths, of import paths, of the names of files in a module. */
export type PathKind = 'module' | 'import' | 'file'

/** Why a path is refused, in the words of the catalogue. */
export type PathFault = Pick<ErrorFields, 'reason' | 'params'>

/**
 * Letters that came with Unicode 15.1 to 17.0. Go 1.26 has the tables of 15.0, and a file whose name holds one of
 * these is no part of a module for it. A test compares every code point with Go.
 */
const newerLetters =
  '\\u088f\\u0c5c\\u0cdc\\u1c89-\\u1c8a\\ua7cb-\\ua7cf\\ua7d2\\ua7d4\\ua7da-\\ua7dc\\ua7f1\\u{105c0}-\\u{105f3}' +
  '\\u{10940}-\\u{10959}\\u{10d4a}-\\u{10d65}\\u{10d6f}-\\u{10d85}\\u{10ec2}-\\u{10ec7}\\u{11380}-\\u{113d3}' +
  '\\u{11bc0}-\\u{11be0}\\u{11db0}-\\u{11ddb}\\u{13460}-\\u{143fa}\\u{16100}-\\u{1611d}\\u{16d40}-\\u{16d6c}' +
  '\\u{16ea0}-\\u{16ed3}\\u{16ff2}-\\u{16ff3}\\u{187f8}-\\u{187ff}\\u{18cff}\\u{18d09}-\\u{18d1e}\\u{18d80}-\\u{18df2}' +
  '\\u{1e5d0}-\\u{1e5ed}\\u{1e5f0}\\u{1e6c0}-\\u{1e6ff}\\u{2b73a}-\\u{2b73f}\\u{2cea2}-\\u{2cead}\\u{2ebf0}-\\u{2ee5d}' +
  '\\u{323b0}-\\u{33479}'

/** The first character that an element of each kind must not hold. */
const badChar = {
  module: /[^-._~0-9A-Za-z]/u,
  import: /[^-._~+0-9A-Za-z]/u,
  file: new RegExp(`[^\\p{L}0-9 !#$%&\\(\\)+,\\-.=@\\[\\]\\^_\\{\\}~]|[${newerLetters}]`, 'u'),
}

/** Device names of Windows; they hold with any extension and in any case. */
const windowsName = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i

/** Why `element`, what stands between two slashes, is refused under the rules of `kind`; undefined where it is good. Source: Go's `checkElem`. */
export function elementFault(element: string, kind: PathKind): PathFault | undefined {
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
