import { isIP } from 'node:net'
import { connect, type PeerCertificate } from 'node:tls'
import { GoferryError } from '../../core/errors.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'

/** How long the second look at a certificate may take, in milliseconds. */
const patienceMs = 5000

/** What the codes of OpenSSL and Node mean; other codes that begin like these are told as they are. */
const reasons: Readonly<Record<string, MessageKey>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-unknown-issuer',
  CERT_UNTRUSTED: 'tls-unknown-issuer',
  CERT_HAS_EXPIRED: 'tls-dates',
  CERT_NOT_YET_VALID: 'tls-dates',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-other-host',
}

/**
 * Why the certificate of the server at `url` was refused with `code`, and whose it is; undefined for a trouble that is
 * none of certificates.
 */
export async function certificateTrouble(subject: string, url: URL, code: string): Promise<GoferryError | undefined> {
  const reason = reasons[code] ?? (/^CERT_/.test(code) ? 'tls-refused' : undefined)
  if (reason === undefined) return undefined
  const certificate = await certificateAt(url)
  const params = {
    host: url.host,
    owner: nameIn(certificate?.subject),
    issuer: nameIn(certificate?.issuer),
    names: short((certificate?.subjectaltname ?? '?').replaceAll(/DNS:|IP Address:/g, '')),
    from: certificate?.valid_from ?? '?',
    to: certificate?.valid_to ?? '?',
    why: code,
  }
  return new GoferryError('upstream-failed', { subject, reason, params })
}

/** What the server shows: the error of a refused handshake does not say. Nothing is sent to it or taken from it. */
async function certificateAt(url: URL): Promise<PeerCertificate | undefined> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const { promise, resolve } = Promise.withResolvers<PeerCertificate | undefined>()
  const socket = connect({
    host,
    port: Number(url.port || 443),
    ...(isIP(host) === 0 && { servername: host }),
    rejectUnauthorized: false,
    timeout: patienceMs,
  })
  socket.once('secureConnect', () => resolve(socket.getPeerCertificate()))
  for (const event of ['error', 'timeout', 'close']) socket.once(event, () => resolve(undefined))
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}

function nameIn(entity: PeerCertificate['subject'] | undefined): string {
  const { CN, O } = entity ?? {}
  return short([CN ?? O ?? '?'].flat().join(', '))
}

function short(text: string): string {
  return text.slice(0, 200)
}
