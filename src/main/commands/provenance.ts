import { isGoferryError } from '../../core/errors.ts'
import type { TrustedKey } from '../../core/ferry/trust-policy.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { type Provenance, provenanceOf } from '../../services/ferry/in/provenance.ts'
import { openStoreAlone } from '../compose.ts'
import { loadTrust, trustFileOf } from '../config/trust.ts'
import type { Scope } from './scope.ts'

/** The bundles by which a version came into the node of `scope`, whose log says `state`. */
export function provenanceIn(scope: Scope, state: LogState, module: ModuleVersion): Promise<Provenance[]> {
  return provenanceOf({ store: openStoreAlone(scope.data), approvers: approversOf(scope) }, state, module)
}

/** The approvers that the trust policy names; none where it cannot be read: who carried is known all the same. */
function approversOf({ data, settings }: Scope): readonly TrustedKey[] {
  try {
    return loadTrust(trustFileOf(data, settings())).approvers.keys
  } catch (error) {
    if (isGoferryError(error)) return []
    throw error
  }
}
