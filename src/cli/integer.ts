import { GoferryError } from '../core/errors.ts'

/** The whole number that `text` says, which may be negative. Throws `usage`. */
export function integer(text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  throw new GoferryError('usage', { subject: text, reason: 'cli.not-a-number' })
}
