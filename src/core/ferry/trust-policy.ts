import { GoferryError, isGoferryError } from '../errors.ts'
import { keyId, parseVerifier, type Verifier } from '../note/key.ts'
import { openNote } from '../note/open-note.ts'

/** Whom a node that imports bundles trusts: pinned in a file by the operator, never taken from a bundle. */
export interface TrustPolicy {
  readonly mirrors: readonly TrustedMirror[]
  /** Who approves what was imported; `needed` 0: everything that is verified is approved. */
  readonly approvers: KeyGroup
  /** Only what was cut for this site is taken; undefined: for any. */
  readonly site?: string | undefined
}

/** A mirror whose bundles are taken. */
export interface TrustedMirror {
  /** The name of its log. */
  readonly origin: string
  /** The keys that sign its checkpoints. */
  readonly log: KeyGroup
  /** The keys that sign its bundles. */
  readonly bundle: KeyGroup
}

/** Keys, of which so many must have signed. */
export interface KeyGroup {
  readonly needed: number
  readonly keys: readonly TrustedKey[]
}

/** A key, and when it counts. Times are RFC 3339, UTC, whole seconds. */
export interface TrustedKey {
  /** `name+hash+base64`. */
  readonly key: string
  readonly from?: string | undefined
  readonly until?: string | undefined
  /** Why it counts no more, nor ever did: one line. */
  readonly revoked?: string | undefined
}

/** A note whose signatures were looked at: which keys of the group signed, and are good at all of the times. */
export interface SignedBy {
  readonly text: string
  /** `name+hash` of each. */
  readonly keys: readonly string[]
}

/**
 * Opens the note `bytes` by the keys of `group`, before anything in it is parsed: so many as the group needs must have
 * signed, each good at each of `times` (milliseconds since 1970). `times` may depend on the text, which is signed by a
 * known key by then. Throws `bundle-untrusted` where a signature is wrong or too few count;
 * `bundle-revoked` where one of the signers is revoked. `subject` is what errors name.
 */
export function openByGroup(
  bytes: Uint8Array,
  group: KeyGroup,
  times: (text: string) => readonly number[],
  subject: string,
): SignedBy {
  const trusted = new Map(group.keys.map(each => [keyId(parseVerifier(each.key)), each]))
  const { text, signatures } = openKnown(
    bytes,
    group.keys.map(each => parseVerifier(each.key)),
    subject,
  )
  const signers = signatures.map(keyId)
  const revoked = signers.find(id => trusted.get(id)?.revoked !== undefined)
  if (revoked !== undefined) {
    const why = trusted.get(revoked)?.revoked ?? ''
    throw new GoferryError('bundle-revoked', { subject, reason: 'bundle.revoked', params: { key: revoked, why } })
  }
  const moments = times(text)
  const good = signers.filter(id => moments.every(time => isGoodAt(trusted.get(id), time)))
  if (good.length >= Math.max(1, group.needed)) return { text, keys: good }
  const params = { good: good.length, needed: Math.max(1, group.needed), keys: signers.join(', ') }
  const reason = good.length < signers.length ? 'bundle.key-time' : 'bundle.few-keys'
  throw new GoferryError('bundle-untrusted', { subject, reason, params })
}

/**
 * Opens the note `bytes` by any of the keys `verifiers`. Throws `bundle-untrusted`, naming `subject`, where none of
 * them signed it, or not what it says now.
 */
export function openKnown(bytes: Uint8Array, verifiers: readonly Verifier[], subject: string) {
  try {
    return openNote(bytes, verifiers)
  } catch (cause) {
    if (!isGoferryError(cause, 'bad-note')) throw cause
    const reason = cause.reason === 'note-unsigned' ? 'bundle.unknown-keys' : 'bundle.bad-signature'
    throw new GoferryError('bundle-untrusted', { subject, reason, params: { why: cause.message }, cause })
  }
}

function isGoodAt(key: TrustedKey | undefined, time: number): boolean {
  if (key === undefined) return false
  const { from, until } = key
  return (from === undefined || Date.parse(from) <= time) && (until === undefined || time < Date.parse(until))
}
