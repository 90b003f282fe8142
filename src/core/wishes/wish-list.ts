import { GoferryError, isGoferryError } from '../errors.ts'
import { printable } from '../messages/text.ts'
import { checkPath } from '../module/path.ts'
import { parseQuery } from '../module/query.ts'

/** Something that a node was asked for in vain: a line of a wish list. */
export interface Wish {
  readonly path: string
  /** A version or query; '' where only a list was asked for. */
  readonly version: string
}

/** A wish, and how often and when last it was asked for (RFC 3339). */
export interface CountedWish extends Wish {
  readonly count: number
  readonly last: string
}

/** A line of a list, by its number: a wish, or why it is none. */
export type WishLine = { readonly line: number } & ({ readonly wish: Wish } | { readonly error: GoferryError })

/** Wishes in one list at most: as many as a node keeps. */
export const maxWishes = 10_000
/**
 * Bytes of a list at most, as `formatWishList` and `goferry ls --misses --json` write it: 10,000 names of 512 and more.
 */
export const maxWishBytes = 16 << 20

/** The list of `wishes` as a text that a person may read and cut down; `name`: the log of the node. */
export function formatWishList(name: string, wishes: readonly CountedWish[]): string {
  const lines = wishes.map(wish => `${printable(nameOf(wish))} # ${wish.count}, ${printable(wish.last)}`)
  return [`# goferry wishes of ${name}`, ...lines, ''].join('\n')
}

/**
 * Reads a list that comes from elsewhere: a `MODULE`, `MODULE@QUERY` or `PACKAGE@QUERY` a line, what stands behind ` #`
 * and empty lines left out; or a JSON object of `path` and `version` a line, as `goferry ls --misses --json` prints it.
 * Each line is judged for itself. Throws `too-large` beyond the bounds above.
 */
export function parseWishList(file: string, text: string): WishLine[] {
  const lines: WishLine[] = []
  for (const [i, line] of text.split('\n').entries()) {
    const said = line.replace(/(^|\s)#.*/s, '').trim()
    if (said === '') continue
    if (lines.length === maxWishes) throw new GoferryError('too-large', { subject: file })
    lines.push({ line: i + 1, ...judged(`${file}, ${i + 1}`, said.startsWith('{') ? line : said) })
  }
  return lines
}

/** Whether `text` is a list of wishes: the first line that says something is not one of a go.sum. */
export function isWishList(text: string): boolean {
  const first = /^(?!\s*(?:#|$)).+$/m.exec(text)?.[0] ?? '#'
  return !/^\S+\s+\S+\s+\w+:\S+\s*$/.test(first)
}

function judged(subject: string, said: string): { readonly wish: Wish } | { readonly error: GoferryError } {
  try {
    const wish = said.startsWith('{') ? jsonWish(said) : textWish(said)
    checkPath(wish.path)
    if (wish.version !== '') parseQuery(wish.version)
    if (wish.version === 'none' || /[\s@#]|\p{Cc}/u.test(wish.version) || nameOf(wish).length > 1000)
      throw malformed(subject)
    return { wish }
  } catch (error) {
    if (isGoferryError(error)) return { error }
    return { error: malformed(subject) }
  }
}

function textWish(said: string): Wish {
  const at = said.indexOf('@')
  return at < 0 ? { path: said, version: '' } : { path: said.slice(0, at), version: said.slice(at + 1) }
}

/** Throws whatever, for what is no such object. */
function jsonWish(said: string): Wish {
  const { path, version } = JSON.parse(said)
  return { path: String(path), version: String(version) }
}

function nameOf({ path, version }: Wish): string {
  return version === '' ? path : `${path}@${version}`
}

function malformed(subject: string): GoferryError {
  return new GoferryError('usage', { subject, reason: 'wishes.line' })
}
