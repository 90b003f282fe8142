/**
 * The bytes of `text` in standard base64 with padding, or undefined. Takes what Go's `base64.StdEncoding.DecodeString`
 * takes, so that no note divides the two: line ends are skipped, surplus bits of the last character need not be zero.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const digits = /[\r\n]/.test(text) ? text.replace(/[\r\n]/g, '') : text
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return undefined
  return new Uint8Array(Buffer.from(digits, 'base64'))
}
