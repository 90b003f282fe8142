import { goString } from './go-string.ts'
import { Lexer, type Token } from './lex.ts'
import { refusal } from './refusal.ts'

/** What begins a block of lines in parentheses: the tokens before the `(`, which its lines share. */
export interface Block {
  /** The number of the line on which it starts, from 1. */
  readonly line: number
  /** One or more, as written. */
  readonly tokens: readonly string[]
  /** The comment lines straight above, each from its `//` on. In a block `''` stands for blank lines. */
  readonly before: readonly string[]
}

/** One line with its tokens, of a block or alone. */
export interface Line extends Block {
  /** The comments after the tokens. More than one only in the odd case of `Parser.#anchor`. */
  readonly suffix: readonly string[]
  /** The block that it belongs to. */
  readonly block: Block | undefined
}

/**
 * The lines and blocks of the file named `file` with the content `bytes`, in order: a block comes before its lines. As
 * x/mod's `modfile.parse`, but one by one, so that lines that nobody keeps take no memory.
 * @throws bad-gomod where the syntax breaks, after what stands before
 */
export function parseSyntax(file: string, bytes: Uint8Array): Iterable<Line | Block> {
  return new Parser(file, bytes).complete()
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

  /**
   * What `#statements` gives, each once its comments are complete:
   * when something comes that goes not on after a line end.
   */
  *complete(): Generator<Line | Block> {
    let held: (Line | Block)[] = []
    for (const statement of this.#statements()) {
      if (!goesOn(statement)) {
        yield* held
        held = []
      }
      held.push(statement)
    }
    yield* held
  }

  *#statements(): Generator<Line | Block> {
    let before: string[] = []
    for (let token = this.#lexer.next(); token.kind !== 'end'; token = this.#lexer.next()) {
      if (token.kind === 'comment') {
        before.push(token.text)
        continue
      }
      if (token.kind === 'text') yield* this.#statement(token, before)
      else if (before.length > 0) this.#anchor = undefined
      before = []
    }
  }

  /** A line that ends in `(` opens a block, `( )` is an empty one; elsewhere parentheses are tokens like others. */
  *#statement(first: Token, before: readonly string[]): Generator<Line | Block> {
    const { line } = first
    const { tokens, end } = this.#tokens(first)
    if (tokens.length > 1 && tokens.at(-1) === '(') {
      const block = { line, tokens: tokens.slice(0, -1), before }
      yield block
      yield* this.#blockLines(block)
    } else if (tokens.length > 2 && tokens.at(-2) === '(' && tokens.at(-1) === ')') {
      this.#anchor = undefined
      yield { line, tokens: tokens.slice(0, -2), before }
    } else {
      yield this.#line({ line, tokens, before }, undefined, end)
    }
  }

  /** The lines after a `(`, up to the line with the `)`. */
  *#blockLines(block: Block): Generator<Line> {
    this.#anchor = undefined
    let before: string[] = []
    let empty = true
    for (let token = this.#lexer.next(); token.text !== ')'; token = this.#lexer.next()) {
      if (token.kind === 'end') throw refusal({ file: this.#file, line: block.line }, 'gomod.open-block')
      if (token.kind === 'text') {
        const { tokens, end } = this.#tokens(token)
        yield this.#line({ line: token.line, tokens, before }, block, end)
        before = []
        empty = false
      } else if (token.kind === 'comment') {
        before.push(token.text)
      } else if (before.length === 0 ? !empty : before.at(-1) !== '') {
        before.push('')
      }
    }
    this.#anchor = undefined
    const end = this.#lexer.next()
    if (end.kind === 'text') throw refusal({ file: this.#file, line: end.line }, 'gomod.after-block')
  }

  /** The tokens of the line that begins with `first`, and the token that ends it. */
  #tokens(first: Token): { tokens: string[]; end: Token } {
    const tokens = [first.text]
    let token = this.#lexer.next()
    for (; token.kind === 'text'; token = this.#lexer.next()) tokens.push(token.text)
    return { tokens, end: token }
  }

  #line(content: Block, block: Block | undefined, end: Token): Line {
    const suffix: string[] = []
    if (!goesOn(content)) this.#anchor = suffix
    if (end.kind === 'suffix') this.#anchor?.push(end.text)
    return { ...content, suffix, block }
  }
}

/** Whether a line goes on after a line end, which only a string can hold. */
function goesOn({ tokens }: Block): boolean {
  return tokens.some(token => token.includes('\n'))
}
