import { addedSince15 } from '../unicode/added-since-15.ts'
import { refusal } from './refusal.ts'

/** A token of a go.mod or go.work file. */
export interface Token {
  /**
   * `text`: a word, a quoted string or one of `( ) [ ] { } ,`. `comment`: one alone on its line. `suffix`: one after
   * other tokens. Comments include the end of their line, so that a line ends with `newline`, `suffix` or `end`.
   */
  readonly kind: 'text' | 'newline' | 'comment' | 'suffix' | 'end'
  /** As written, quotes and `//` included; empty for `newline` and `end`. */
  readonly text: string
  /** The line on which the token starts, from 1. */
  readonly line: number
}

/**
 * Cuts the text of a file into tokens, as x/mod's `modfile.input.readToken`; after the last comes `end`, again and
 * again. A word may hold what Unicode 15.0 calls a letter, mark, number, punctuation or symbol.
 */
export class Lexer {
  readonly #file: string
  readonly #text: string
  #at = 0
  #line = 1
  /** Whether the current line has a token already, so that a comment is a suffix. */
  #midLine = false

  /** `file` is the name for errors; `text` the content, as `goString` gives it. */
  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
  }

  /** The next token. Throws bad-gomod where none can start or a string does not end. */
  next(): Token {
    while (' \t\r'.includes(this.#text.charAt(this.#at)) && this.#at < this.#text.length) this.#at++
    const line = this.#line
    if (this.#at === this.#text.length) return { kind: 'end', text: '', line }
    if (this.#text.startsWith('//', this.#at))
      return { kind: this.#endLine('suffix', 'comment'), text: this.#rest(), line }
    if (this.#text.charAt(this.#at) === '\n') {
      this.#at++
      return { kind: this.#endLine('newline', 'newline'), text: '', line }
    }
    this.#midLine = true
    return { kind: 'text', text: this.#textToken(), line }
  }

  /** Notes the end of a line; gives `after` where a token stood on it, else `alone`. */
  #endLine(after: Token['kind'], alone: Token['kind']): Token['kind'] {
    const kind = this.#midLine ? after : alone
    this.#midLine = false
    this.#line++
    return kind
  }

  /** What is left of the line, without its end, which is passed over. */
  #rest(): string {
    const start = this.#at
    const end = this.#text.indexOf('\n', start)
    this.#at = end < 0 ? this.#text.length : end + 1
    return this.#text.slice(start, end < 0 ? undefined : end)
  }

  #textToken(): string {
    const start = this.#at
    const first = this.#text.charAt(start)
    if ('()[]{},'.includes(first)) this.#at++
    else if (first === '"' || first === '`') this.#passString(first)
    else this.#passWord()
    return this.#text.slice(start, this.#at)
  }

  /** Passes over a string. In `"…"` a backslash takes the next character with it, even the end of the line. */
  #passString(quote: string): void {
    const place = { file: this.#file, line: this.#line }
    for (this.#at++; ; this.#at++) {
      let next = this.#text.charAt(this.#at)
      if (next === quote) break
      if (next === '\n') throw refusal(place, 'gomod.newline-in-string')
      if (next === '\\' && quote === '"') {
        next = this.#text.charAt(++this.#at)
        if (next === '\n') this.#line++
      }
      if (next === '') throw refusal(place, 'gomod.open-string')
    }
    this.#at++
  }

  #passWord(): void {
    const place = { file: this.#file, line: this.#line }
    wordEnd.lastIndex = this.#at
    const stop = wordEnd.exec(this.#text)
    if (stop?.[0] === '/*') throw refusal(place, 'gomod.block-comment')
    if (stop?.index === this.#at) throw refusal(place, 'gomod.unexpected-character', { character: stop[0] })
    this.#at = stop?.index ?? this.#text.length
  }
}

/** The first place at which a word cannot go on: the start of a comment, a bracket, a comma, white space, a control. */
const wordEnd = new RegExp(`/[/*]|[()[\\]{},${addedSince15}]|[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]`, 'gu')
