import { GoferryError } from '../core/errors.ts'

/** The whole number that `text` says. Throws `usage`. */
export function natural(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new GoferryError('usage', { subject: text, reason: 'cli.not-a-number' })
}

/** The whole number from 1 on that `text` says. Throws `usage`. */
export function positive(text: string): number {
  const number = natural(text)
  if (number > 0) return number
  throw new GoferryError('usage', { subject: text, reason: 'cli.not-a-number' })
}
