import type { LogState } from '../log/state.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { blobKey, type Part } from '../tree/keys.ts'
import { archiveKey } from './archive-key.ts'

/** Where a part that may be shown lies; undefined for an archive that the log does not name. Throws as `blobKey`. */
export function partKey(state: LogState, module: ModuleVersion, part: Part): string | undefined {
  if (part !== 'archive') return blobKey('public', module, part)
  const digest = state.version(module.path, module.version)?.archive?.sha256
  return digest === undefined ? undefined : archiveKey(module, digest)
}
