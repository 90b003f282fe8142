import { fromUtf8, utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import type { Signer } from '../../core/note/key.ts'
import { signNote } from '../../core/note/sign-note.ts'
import { formatCheckpoint, formatGoHead, type TreeHead } from '../../core/tlog/tree-head.ts'

/** The commit point of the log: the newest tree, signed, and where what must be published of it lies. */
export interface LogHead {
  /** The log's name. */
  readonly name: string
  /** How many entries. */
  readonly size: number
  /** The root, in lower-case hexadecimal. */
  readonly root: string
  /** The key of the staged commit; '' where everything is to be published again from the data tiles. */
  readonly stage: string
  /** The signed head in the form of Go's checksum database. */
  readonly goNote: string
  /** The signed head in the form of C2SP tlog-checkpoint; its origin is the log's name. */
  readonly checkpoint: string
}

/** Who signs a head. */
export interface HeadSigner {
  readonly name: string
  readonly signers: readonly Signer[]
}

const format = 'goferry/log-head/v1'

/**
 * The head of `tree`, signed. It must not leave this process before it
 * has become the stored head: two trees of one size would be a fork.
 */
export function signHead({ name, signers }: HeadSigner, tree: TreeHead, stage: string): LogHead {
  const sign = (text: string) => Buffer.from(signNote(text, signers)).toString()
  const goNote = sign(formatGoHead(tree))
  const checkpoint = sign(formatCheckpoint(name, tree))
  return { name, size: tree.size, root: hex(tree.root), stage, goNote, checkpoint }
}

/** The head as the head store keeps it: one line of JSON. */
export function encodeHead(head: LogHead): Uint8Array {
  return utf8(`${JSON.stringify({ format, ...head })}\n`)
}

/** The inverse of `encodeHead`. Throws `store-damaged`. */
export function decodeHead(bytes: Uint8Array): LogHead {
  const damaged = (cause?: unknown) =>
    new GoferryError('store-damaged', { subject: 'log/head', reason: 'log-head-form', cause })
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes) ?? '')
    if (!isHead(value)) throw damaged()
    const { name, size, root, stage, goNote, checkpoint } = value
    return { name, size, root, stage, goNote, checkpoint }
  } catch (cause) {
    throw cause instanceof SyntaxError ? damaged(cause) : cause
  }
}

function isHead(value: unknown): value is LogHead {
  if (typeof value !== 'object' || value === null) return false
  const fields: Readonly<Record<string, unknown>> = { ...value }
  const texts = ['name', 'root', 'stage', 'goNote', 'checkpoint']
  return (
    fields['format'] === format &&
    Number.isSafeInteger(fields['size']) &&
    texts.every(key => typeof fields[key] === 'string')
  )
}
