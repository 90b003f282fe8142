import { goString } from './go-string.ts'

/**
 * The text between the quotes of a Go string literal, `"…"` with escapes or a raw one in backquotes, as Go's
 * strconv.Unquote; undefined where the literal is malformed.
 */
export function unquote(literal: string): string | undefined {
  const quote = literal.charAt(0)
  if (literal.length < 2 || !literal.endsWith(quote)) return undefined
  const inner = literal.slice(1, -1)
  if (quote === '`') return inner.includes('`') ? undefined : inner.replaceAll('\r', '')
  if (quote !== '"') return undefined
  const pieces = inner.split(escapes).map((piece, i) => (i % 2 === 1 ? escaped(piece) : plain(piece)))
  return pieces.includes(undefined) ? undefined : pieces.join('')
}

/** A run of byte escapes (which may spell one character together), a code point, or a letter. */
const escapes = /((?:\\x[0-9a-fA-F]{2}|\\[0-3][0-7]{2})+|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\[abfnrtv\\"])/

/** Text between escapes: what is left of a wrong escape, a quote or a line end makes the literal malformed. */
function plain(piece: string): string | undefined {
  return /[\\"\n]/.test(piece) ? undefined : piece
}

function escaped(sequence: string): string | undefined {
  const kind = sequence.charAt(1)
  if (kind === 'u' || kind === 'U') return codePoint(Number.parseInt(sequence.slice(2), 16))
  const letter = letters.get(kind)
  if (letter !== undefined) return letter
  const values = sequence.matchAll(/\\(?:x(..)|(...))/g)
  return goString(Uint8Array.from(values, ([, hex, octal]) => Number.parseInt(hex ?? octal ?? '', hex ? 16 : 8)))
}

/** The character of a code point; undefined for a surrogate and above U+10FFFF. */
function codePoint(value: number): string | undefined {
  return (value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff ? undefined : String.fromCodePoint(value)
}

const letters = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['"', '"'],
])
