import { GoferryError } from '../errors.ts'
import { base64 } from '../hash.ts'
import type { MessageKey } from '../messages/catalogue.ts'
import { parseHash, treeLimit } from './hash.ts'

/** How many records a tree has, and its root. */
export interface TreeHead {
  readonly size: number
  readonly root: Uint8Array
}

/** The first line of the head of every checksum database; only the key tells them apart. */
const goOrigin = 'go.sum database tree'

/** The text that a checksum database signs (Go: tlog.FormatTree). */
export function formatGoHead({ size, root }: TreeHead): string {
  return `${goOrigin}\n${size}\n${base64(root)}\n`
}

/**
 * The head that a checksum database signed; lines after the third are
 * for later times (Go: tlog.ParseTree). Throws `bad-note`.
 */
export function parseGoHead(text: string): TreeHead {
  return parseHead(text, goOrigin)
}

/** The text of a C2SP tlog-checkpoint of the log `origin`. */
export function formatCheckpoint(origin: string, { size, root }: TreeHead): string {
  return `${origin}\n${size}\n${base64(root)}\n`
}

/** The head in a C2SP tlog-checkpoint of the log `origin`; extension lines are passed over. Throws `bad-note`. */
export function parseCheckpoint(text: string, origin: string): TreeHead {
  return parseHead(text, origin)
}

function parseHead(text: string, origin: string): TreeHead {
  const refuse = (reason: MessageKey) => new GoferryError('bad-note', { subject: origin, reason, params: { origin } })
  const [first, size = '', root = '', end] = text.split('\n', 4)
  if (end === undefined || text.length > 1_000_000) throw refuse('tree-form')
  if (first !== origin) throw refuse('tree-origin')
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || Number(size) > treeLimit) throw refuse('tree-size')
  const hash = parseHash(root)
  if (hash === undefined) throw refuse('tree-root')
  return { size: Number(size), root: hash }
}
