import type { LogState } from '../log/state.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import type { Part } from './keys.ts'

/**
 * The digest that the log names for one part of a version: SHA-256 in hexadecimal of a zip, info or archive, `h1:` of
 * a mod; undefined where no entry names the part. Also the part's strong entity tag.
 */
export function loggedDigest(state: LogState, module: ModuleVersion, part: Part): string | undefined {
  const known = state.version(module.path, module.version)
  return part === 'mod' ? known?.record.h1Mod : known?.[part]?.sha256
}
