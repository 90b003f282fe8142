import { goString } from './go-string.ts'
import { Lexer, type Token } from './lex.ts'
import { refusal } from './refusal.ts'

/** One line: its tokens as written, and the comments beside it, each from its `//` on. */
export interface Line {
  /** The number of the line on which it starts, from 1. */
  readonly line: number
  /** One or more; in a block without the verb, which the block has. */
  readonly tokens: readonly string[]
  /** The comment lines straight above. In a block `''` stands for blank lines. */
  readonly before: readonly string[]
  /** The comments after the tokens. More than one only in the odd case of `Parser.#anchor`. */
  readonly suffix: readonly string[]
}

/** Lines in parentheses, which share the tokens before the `(`. */
export interface Block extends Omit<Line, 'suffix'> {
  readonly lines: readonly Line[]
}

/** A statement of a go.mod or go.work file, whatever it means. */
export type Statement = Line | Block

/** The statements of the file named `file` with the content `bytes`, as x/mod's `modfile.parse`. Throws bad-gomod. */
export function parseSyntax(file: string, bytes: Uint8Array): Statement[] {
  return new Parser(file, bytes).statements()
}

class Parser {
  readonly #file: string
  readonly #lexer: Lexer
  /**
   * Where the next suffix comment goes: to the line just read. But x/mod gives the comment of a line that goes on after
   * a line end (in a string) to what stands before it: an earlier line, or a parenthesis or lone comment (undefined).
   */
  #anchor: string[] | undefined

  constructor(file: string, bytes: Uint8Array) {
    this.#file = file
    this.#lexer = new Lexer(file, goString(bytes))
  }

  statements(): Statement[] {
    const statements: Statement[] = []
    let before: string[] = []
    for (let token = this.#lexer.next(); token.kind !== 'end'; token = this.#lexer.next()) {
      if (token.kind === 'comment') {
        before.push(token.text)
        continue
      }
      if (token.kind === 'text') statements.push(this.#statement(token, before))
      else if (before.length > 0) this.#anchor = undefined
      before = []
    }
    return statements
  }

  /** A line that ends in `(` opens a block, `( )` is an empty one; elsewhere parentheses are tokens like others. */
  #statement(first: Token, before: readonly string[]): Statement {
    const { line } = first
    const { tokens, end } = this.#tokens(first)
    if (tokens.length > 1 && tokens.at(-1) === '(') {
      return { line, tokens: tokens.slice(0, -1), before, lines: this.#blockLines(line) }
    }
    if (tokens.length > 2 && tokens.at(-2) === '(' && tokens.at(-1) === ')') {
      this.#anchor = undefined
      return { line, tokens: tokens.slice(0, -2), before, lines: [] }
    }
    return this.#line({ line, tokens, before }, end)
  }

  /** The lines after a `(`, up to the line with the `)`. `line` is where the block starts. */
  #blockLines(line: number): Line[] {
    this.#anchor = undefined
    const lines: Line[] = []
    let before: string[] = []
    for (let token = this.#lexer.next(); token.text !== ')'; token = this.#lexer.next()) {
      if (token.kind === 'end') throw refusal({ file: this.#file, line }, 'gomod.open-block')
      if (token.kind === 'text') {
        const { tokens, end } = this.#tokens(token)
        lines.push(this.#line({ line: token.line, tokens, before }, end))
        before = []
      } else if (token.kind === 'comment') {
        before.push(token.text)
      } else if (before.length === 0 ? lines.length > 0 : before.at(-1) !== '') {
        before.push('')
      }
    }
    this.#anchor = undefined
    const end = this.#lexer.next()
    if (end.kind === 'text') throw refusal({ file: this.#file, line: end.line }, 'gomod.after-block')
    return lines
  }

  /** The tokens of the line that begins with `first`, and the token that ends it. */
  #tokens(first: Token): { tokens: string[]; end: Token } {
    const tokens = [first.text]
    let token = this.#lexer.next()
    for (; token.kind === 'text'; token = this.#lexer.next()) tokens.push(token.text)
    return { tokens, end: token }
  }

  #line(content: Omit<Line, 'suffix'>, end: Token): Line {
    const suffix: string[] = []
    if (!content.tokens.some(token => token.includes('\n'))) this.#anchor = suffix
    if (end.kind === 'suffix') this.#anchor?.push(end.text)
    return { ...content, suffix }
  }
}
