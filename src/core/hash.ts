import { createHash, hash } from 'node:crypto'
import { concat } from './bytes.ts'

/** SHA-256 of `parts` taken as one: 32 bytes. In one call: an object for each hash is a burden to the collector. */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  const [whole = new Uint8Array()] = parts
  return hash('sha256', parts.length === 1 ? whole : concat(...parts), 'buffer')
}

/** `bytes` in lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
}

/** `bytes` in standard base64 with padding, as Go's `base64.StdEncoding` writes it. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
}

/** SHA-256 of all that `chunks` gives, in lower-case hexadecimal. A chunk may be reused once the next is asked for. */
export async function sha256Of(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const whole = createHash('sha256')
  for await (const chunk of chunks) whole.update(chunk)
  return whole.digest('hex')
}
