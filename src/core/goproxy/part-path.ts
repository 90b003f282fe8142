import { escapePath, escapeVersion } from '../module/escape.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import type { Kind } from '../tree/keys.ts'

/**
 * The path of a part below the base of a GOPROXY: `example.com/!x/@v/v1.0.0.mod`. Throws `bad-module-path` and
 * `bad-version`.
 */
export function partPath({ path, version }: ModuleVersion, kind: Kind): string {
  return `${escapePath(path)}/@v/${escapeVersion(version)}.${kind}`
}
