import { GoferryError } from '../../core/errors.ts'
import type { Identity, Keys } from '../../services/keys/keys.ts'
import type { PublicIdentity } from './open-reader.ts'

/** The keys of the folder, made where there are none. Throws `bad-settings` where the log has another name. */
export async function openIdentity(keys: Keys, name: string | undefined): Promise<Identity> {
  const identity = (await keys.load()) ?? (await keys.create(name))
  if (name === undefined || name === identity.name) return identity
  const params = { name: identity.name }
  throw new GoferryError('bad-settings', { subject: `name: ${name}`, reason: 'cli.other-name', params })
}

/** The identity as everybody may know it. */
export function publicIdentity({ name, verifierKeys }: PublicIdentity): PublicIdentity {
  return { name, verifierKeys }
}
