import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { GoferryError } from '../../core/errors.ts'
import type { Settings } from '../config/schema.ts'

/** The certificate and key of the settings. Throws `bad-settings` that names the files. */
export function readTls({ tls }: Settings): { cert: string; key: string } | undefined {
  if (tls === undefined) return undefined
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8')
    } catch (cause) {
      throw new GoferryError('bad-settings', { subject: `tls: ${file}`, cause })
    }
  }
  const pair = { cert: read(tls.cert), key: read(tls.key) }
  try {
    createSecureContext(pair)
  } catch (cause) {
    // OpenSSL's own words could hold a part of a secret.
    throw new GoferryError('bad-settings', {
      subject: `tls: ${tls.cert}, ${tls.key}`,
      reason: 'settings.tls-pair',
      cause,
    })
  }
  return pair
}
