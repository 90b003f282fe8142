import { GoferryError } from '../core/errors.ts'
import type { MessageKey } from '../core/messages/catalogue.ts'
import type { Params } from '../core/messages/text.ts'
import { parseAge, parseBytes } from '../core/quantity.ts'

/** The largest number that a flag without a bound of its own takes: 15 digits are exact. */
const most = 999_999_999_999_999

/** Reads the value of `flag` as a whole number from `low` to `high`. What it gives throws `usage`. */
export function wholeNumber(flag: string, low: number, high = most): (text: string) => number {
  return text => {
    const number = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (number >= low && number <= high) return number
    throw refusal(flag, text, 'cli.whole-number', { low, high })
  }
}

/**
 * Takes a value of `flag` that is a size, such as `500GB`, as it stands: from `low` to `high` bytes, where they are
 * given. What it gives throws `usage`.
 */
export function sizeText(flag: string, low = 0, high = Number.POSITIVE_INFINITY): (text: string) => string {
  return text => {
    const bytes = parseBytes(text)
    if (bytes === undefined) throw refusal(flag, text, 'cli.size')
    if (bytes < low || bytes > high) throw refusal(flag, text, 'cli.size-range', { low, high })
    return text
  }
}

/**
 * Takes a value of `flag` that is an age, such as `90d`, as it stands: from `low` to `high`, where they are given. What
 * it gives throws `usage`.
 */
export function ageText(flag: string, low = '0d', high = '99999y'): (text: string) => string {
  return text => {
    const [age, least = 0, most = 0] = [text, low, high].map(parseAge)
    if (age === undefined) throw refusal(flag, text, 'cli.age')
    if (age < least || age > most) throw refusal(flag, text, 'cli.age-range', { low, high })
    return text
  }
}

function refusal(flag: string, text: string, reason: MessageKey, params: Params = {}): GoferryError {
  return new GoferryError('usage', { subject: `${flag} ${text}`, reason, params })
}
