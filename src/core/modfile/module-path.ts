import { goString } from './go-string.ts'
import { unquote } from './unquote.ts'
import { trimSpace } from './white-space.ts'

/**
 * The path in the first `module` line of a go.mod, whatever else the file holds; `''` where there is none, or its
 * quotes are malformed. The path itself is not checked. x/mod's `ModulePath`.
 */
export function modulePath(gomod: Uint8Array): string {
  for (const line of goString(gomod).split('\n')) {
    const [code = ''] = line.split('//', 1)
    const statement = trimSpace(code)
    if (!/^module\p{White_Space}/u.test(statement)) continue
    const path = trimSpace(statement.slice('module'.length))
    return /^["`]/.test(path) ? (unquote(path) ?? '') : path
  }
  return ''
}
