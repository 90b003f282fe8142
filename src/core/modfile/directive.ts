import { commentText } from './comment.ts'
import { type Place, refusal } from './refusal.ts'
import { type Block, type Line, parseSyntax } from './syntax.ts'

/** One directive: a line of its own, or a line of a block with the block's verb. */
export interface Directive extends Place {
  readonly verb: string
  /** The tokens after the verb, as written. */
  readonly args: readonly string[]
  /** The text of the comments above and beside the line; where it has none, of those above its block. */
  readonly comment: string
  /** The text of the comment beside the line, or `''`. */
  readonly suffix: string
}

/** The directives that a kind of file has. */
export interface Grammar<File> {
  /** By verb: what enters a directive into the file, or throws bad-gomod. */
  readonly verbs: Readonly<Record<string, (file: File, directive: Directive) => void>>
  /** Whether a directive or block of another kind is passed over; else it throws bad-gomod. */
  readonly lax: boolean
}

/**
 * Enters each directive of the file named `file` with the content `bytes` into `into`, and gives that.
 * @throws bad-gomod
 */
export function interpret<File>(grammar: Grammar<File>, file: string, bytes: Uint8Array, into: File): File {
  let inBlock = { known: false, comment: '' }
  for (const statement of parseSyntax(file, bytes)) {
    const { line, tokens } = statement
    if (!('block' in statement)) {
      inBlock = { known: knowsBlock(grammar, file, statement), comment: commentText(statement.before) }
    } else if (statement.block === undefined) {
      const [verb = '', ...args] = tokens
      enter(grammar, { file, line, verb, args, ...comments(statement, '') }, into)
    } else if (inBlock.known) {
      const [verb = ''] = statement.block.tokens
      enter(grammar, { file, line, verb, args: tokens, ...comments(statement, inBlock.comment) }, into)
    }
  }
  return into
}

/** What `read` makes of a directive that a file may have once. Throws bad-gomod where `known` says that it had it. */
export function once<Value>(
  known: Value | undefined,
  directive: Directive,
  read: (directive: Directive) => Value,
): Value {
  if (known !== undefined) throw refusal(directive, 'gomod.repeated', { directive: directive.verb })
  return read(directive)
}

/** Directives that may not stand in a block. */
const neverInBlock: ReadonlySet<string> = new Set(['go', 'toolchain'])

/** Whether the lines of `block` count. Throws bad-gomod where they do not, but may not be passed over. */
function knowsBlock<File>(grammar: Grammar<File>, file: string, { line, tokens }: Block): boolean {
  const [verb = ''] = tokens
  const known = tokens.length === 1 && Object.hasOwn(grammar.verbs, verb) && !neverInBlock.has(verb)
  if (!known && !grammar.lax) throw refusal({ file, line }, 'gomod.unknown-block', { block: tokens.join(' ') })
  return known
}

function enter<File>(grammar: Grammar<File>, directive: Directive, into: File): void {
  const { verb } = directive
  if (Object.hasOwn(grammar.verbs, verb)) grammar.verbs[verb]?.(into, directive)
  else if (!grammar.lax) throw refusal(directive, 'gomod.unknown-directive', { directive: verb })
}

/** The comments of `line`; `shared` is the text that counts where it has none at all, not even a blank line above. */
function comments({ before, suffix }: Line, shared: string): Pick<Directive, 'comment' | 'suffix'> {
  const own = [...before, ...suffix]
  return { comment: own.length === 0 ? shared : commentText(own), suffix: commentText(suffix.slice(0, 1)) }
}
