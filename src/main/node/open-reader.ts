import { parseVerifier } from '../../core/note/key.ts'
import type { Store } from '../../ports/store.ts'
import { LogReader } from '../../services/log/reader.ts'

/** The name of a log and the public keys that its heads are checked by, `name+hash+base64`. */
export interface PublicIdentity {
  readonly name: string
  readonly verifierKeys: readonly string[]
}

/** The published log of the folder, followed to its end. */
export async function openReader(store: Store, identity: PublicIdentity): Promise<LogReader> {
  const reader = new LogReader({ store, name: identity.name, verifiers: identity.verifierKeys.map(parseVerifier) })
  await reader.refresh()
  return reader
}
