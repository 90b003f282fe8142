import { sameBytes, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { parseVerifier } from '../note/key.ts'
import { parseCheckpoint } from '../tlog/tree-head.ts'
import { checkTree } from '../tlog/tree-proof.ts'
import type { BundleHeader } from './bundle-header.ts'
import { headerDigest } from './format-header.ts'
import { parseHeader } from './parse-header.ts'
import { openByGroup, openKnown, type TrustedMirror, type TrustPolicy } from './trust-policy.ts'

/** A header that is trusted. */
export interface TrustedHeader {
  readonly header: BundleHeader
  /** SHA-256 of its text. */
  readonly digest: string
  readonly text: string
  readonly mirror: TrustedMirror
  /** `name+hash` of the keys that signed it. */
  readonly keys: readonly string[]
}

/**
 * Opens the header of a bundle: signatures first, by any key of the policy; then its text; then whether those keys may
 * sign for its origin, when it was cut and at `now` (milliseconds since 1970); then its checkpoint and its proof.
 * Throws `bundle-untrusted`, `bundle-revoked`, `bundle-damaged`, `bundle-foreign` (another origin or
 * site), `bundle-expired`, `bad-proof`.
 */
export function openHeader(bytes: Uint8Array, policy: TrustPolicy, now: number): TrustedHeader {
  const all = { needed: 1, keys: policy.mirrors.flatMap(({ bundle }) => bundle.keys) }
  const { text } = openByGroup(bytes, { ...all, keys: unique(all.keys) }, () => [], 'header')
  const header = parseHeader(text)
  const mirror = policy.mirrors.find(({ origin }) => origin === header.origin)
  const subject = header.id
  if (mirror === undefined) {
    const params = { origin: header.origin }
    throw new GoferryError('bundle-foreign', { subject, reason: 'bundle.other-origin', params })
  }
  if (policy.site !== undefined && policy.site !== header.site) {
    const params = { site: header.site, own: policy.site }
    throw new GoferryError('bundle-foreign', { subject, reason: 'bundle.other-site', params })
  }
  const { keys } = openByGroup(bytes, mirror.bundle, () => [now, Date.parse(header.created)], subject)
  if (header.expires !== undefined && Date.parse(header.expires) <= now) {
    const params = { expires: header.expires }
    throw new GoferryError('bundle-expired', { subject, reason: 'bundle.expired', params })
  }
  checkHeads(header, mirror)
  return { header, digest: headerDigest(text), text, mirror, keys }
}

/** The mirror's log itself must have signed the tree that the bundle leads to. */
function checkHeads({ origin, from, to, proof, checkpoint, id }: BundleHeader, mirror: TrustedMirror): void {
  const keys = mirror.log.keys.filter(({ revoked }) => revoked === undefined).map(({ key }) => parseVerifier(key))
  const signed = parseCheckpoint(openKnown(utf8(checkpoint), keys, id).text, origin)
  if (signed.size !== to.size || !sameBytes(signed.root, to.root))
    throw new GoferryError('bundle-damaged', { subject: 'header', reason: 'bundle.other-head', params: { id } })
  if (from.size > 0 && from.size < to.size) checkTree(proof, to, from)
  else if (from.size === to.size && !sameBytes(from.root, to.root))
    throw new GoferryError('bundle-damaged', { subject: 'header', reason: 'bundle.other-head', params: { id } })
}

function unique<T extends { readonly key: string }>(keys: readonly T[]): T[] {
  return [...new Map(keys.map(each => [each.key, each])).values()]
}
