import { GoferryError } from '../../core/errors.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import { reachOfHost } from './address.ts'

/** The most redirects that one request follows. */
export const redirectLimit = 3

/**
 * Where `location` leads from `from`, if policy allows it (abuse case A16): never from https to http, never to another
 * scheme, never to a link-local or metadata address, and to a private or loopback one only from an upstream that is
 * `base` and lies in such a network itself. Throws `upstream-failed` with `subject`.
 */
export async function followRedirect(subject: string, base: URL, from: URL, location: string | null): Promise<URL> {
  const refuse = (reason: MessageKey, host: string) =>
    new GoferryError('upstream-failed', { subject, reason, params: { host } })
  if (location === null || !URL.canParse(location, from.href)) throw refuse('upstream-redirect-malformed', from.host)
  const to = new URL(location, from)
  if (to.protocol !== 'http:' && to.protocol !== 'https:') throw refuse('upstream-redirect-malformed', from.host)
  if (from.protocol === 'https:' && to.protocol === 'http:') throw refuse('upstream-redirect-plain', to.host)
  if (to.username !== '' || to.password !== '') throw refuse('upstream-redirect-malformed', to.host)
  if (to.hostname === base.hostname) return to
  const reach = await reachOfHost(to.hostname)
  if (reach === 'public') return to
  if (reach === 'private' && (await reachOfHost(base.hostname)) === 'private') return to
  throw refuse('upstream-redirect-internal', to.host)
}
