import { readFileSync } from 'node:fs'
import { GoferryError } from '../../core/errors.ts'
import type { Settings } from '../config/schema.ts'

/** The certificate and key of the settings. Throws `bad-settings` that names the file. */
export function readTls({ tls }: Settings): { cert: string; key: string } | undefined {
  if (tls === undefined) return undefined
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8')
    } catch (cause) {
      throw new GoferryError('bad-settings', { subject: `tls: ${file}`, cause })
    }
  }
  return { cert: read(tls.cert), key: read(tls.key) }
}
