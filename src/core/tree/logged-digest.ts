import type { LogState } from '../log/state.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import type { Kind } from './keys.ts'

/**
 * The digest that the log names for one part of a version: SHA-256 in hexadecimal of a zip or info, `h1:` of a mod;
 * undefined where no entry names the part. Also the part's strong entity tag.
 */
export function loggedDigest(state: LogState, module: ModuleVersion, kind: Kind): string | undefined {
  const known = state.version(module.path, module.version)
  if (kind === 'mod') return known?.record.h1Mod
  return kind === 'zip' ? known?.zip?.sha256 : known?.info?.sha256
}
