import { printable } from '../messages/text.ts'

/** Whether `value` is a SHA-256 in lower-case hexadecimal. */
export function isSha256(value: string): boolean {
  return /^[0-9a-f]{64}$/.test(value)
}

/** Whether `value` is a number of bytes in decimal, without sign or leading zeros, exact as a JavaScript number. */
export function isSize(value: string): boolean {
  return /^(0|[1-9][0-9]{0,15})$/.test(value) && Number.isSafeInteger(Number(value))
}

/** Whether `value` is a moment that exists, in RFC 3339, UTC, to the second: `2026-01-31T23:59:59Z`. */
export function isTime(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return false
  const time = Date.parse(value)
  // Date.parse takes 31 February for 3 March: only a moment that exists comes back as it went in.
  return !Number.isNaN(time) && new Date(time).toISOString() === value.replace('Z', '.000Z')
}

/** The moment `milliseconds` after 1970 as `isTime` has it: what is less than a second is cut off. */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** Whether `value` says whence a zip came: `local`, or an http, https or file URL in which no secret can hide. */
export function isSource(value: string): boolean {
  if (value === 'local') return true
  if (!/^(https?|file):\/\/[!-~]*$/.test(value) || /[?#]/.test(value) || !URL.canParse(value)) return false
  const { username, password } = new URL(value)
  return username === '' && password === ''
}

/**
 * Whether `value` is one line that a person can read: not blank,
 * nothing that plays tricks on a terminal (abuse case A22).
 */
export function isReason(value: string): boolean {
  return value.trim() === value && value !== '' && printable(value) === value
}
