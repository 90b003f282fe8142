import { GoferryError } from '../core/errors.ts'

/** Reads one of `allowed`. What it gives throws `usage` for any other text. */
export function choice<T extends string>(allowed: readonly T[]): (text: string) => T {
  return text => {
    const found = allowed.find(one => one === text)
    if (found !== undefined) return found
    throw new GoferryError('usage', { subject: text, reason: 'cli.one-of', params: { allowed: allowed.join(', ') } })
  }
}

/** Reads some of `allowed`, parted by commas. What it gives throws `usage` for any other text. */
export function list<T extends string>(allowed: readonly T[]): (text: string) => T[] {
  const one = choice(allowed)
  return text => text.split(',').map(one)
}
