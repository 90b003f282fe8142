import { encode } from 'uqr'
import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { QrCode } from '../../ports/qr-code.ts'

/** What the largest code of this error correction holds. */
const mostBytes = 2331

/** See the port. */
export const qrCode: QrCode = text => {
  const bytes = utf8(text)
  if (bytes.length > mostBytes)
    throw new GoferryError('too-large', { subject: 'QR', reason: 'store-over-limit', params: { limit: mostBytes } })
  return encode(Array.from(bytes), { ecc: 'M', border: 0 }).data
}
