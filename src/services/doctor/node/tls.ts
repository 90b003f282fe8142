import { createPrivateKey, X509Certificate } from 'node:crypto'
import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** A certificate that ends sooner is spoken of. */
const certificateDays = 21
const fileLimit = 1 << 20

/** Whether certificate and key of the settings can be read, belong together, and are of today. */
export async function checkTls({ settings, machine, clock }: NodeWorld): Promise<Finding[]> {
  if (settings instanceof GoferryError || settings.tls === undefined) return []
  const { cert, key } = settings.tls
  const subject = cert
  try {
    const [certText, keyText] = [await machine.read(cert, fileLimit), await machine.read(key, fileLimit)]
    const certificate = parsed(cert, () => new X509Certificate(certText))
    const fits = certificate.checkPrivateKey(parsed(key, () => createPrivateKey(Buffer.from(keyText))))
    if (!fits) return [{ code: 'tls-bad', subject, error: refusal(key, 'doctor.tls-key') }]
    const days = Math.floor((certificate.validToDate.getTime() - clock.now()) / 86_400_000)
    const begins = certificate.validFromDate.getTime()
    if (days < 0 || begins > clock.now())
      return [{ code: 'tls-ended', subject, params: { from: certificate.validFrom, to: certificate.validTo } }]
    return [{ code: days < certificateDays ? 'tls-ends' : 'tls', subject, params: { days } }]
  } catch (error) {
    if (isGoferryError(error)) return [{ code: 'tls-bad', subject: error.subject, error }]
    throw error
  }
}

/** What OpenSSL makes of a file; its own words could hold a part of a secret. */
function parsed<T>(file: string, parse: () => T): T {
  try {
    return parse()
  } catch {
    throw refusal(file, 'doctor.tls-form')
  }
}

function refusal(subject: string, reason: 'doctor.tls-form' | 'doctor.tls-key'): GoferryError {
  return new GoferryError('bad-settings', { subject, reason })
}
