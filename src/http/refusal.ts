import { describe, type ErrorCode, GoferryError } from '../core/errors.ts'
import { answerTexts } from '../core/messages/answer.ts'
import { fill, type Lang, type Text } from '../core/messages/text.ts'

/** What the go command shows of an error's body (protocol.md §4): beyond 648 bytes a line is dropped whole. */
const MAX_BODY_BYTES = 640
/** So that the sentence never crowds out the remedy and the place to look. */
const MAX_SENTENCE_BYTES = 400

/** What a remedy is known for, by code. */
const REMEDIES: Partial<Record<ErrorCode, Text>> = {
  missing: answerTexts['answer.remedy-upstream'],
  'not-listed': answerTexts['answer.remedy-unlisted'],
  denied: answerTexts['answer.remedy-policy'],
}

/** Where a person finds more: the node's name and the id of the request in its log. */
export interface Whereabouts {
  readonly node: string
  readonly request: string
  readonly lang: Lang
}

/** The text of an error for the terminal of a developer: what and why, what to do, where to look; at most 640 bytes of UTF-8. */
export function refusalText(error: unknown, where: Whereabouts): string {
  const remedy = error instanceof GoferryError ? REMEDIES[error.code] : undefined
  const path = error instanceof GoferryError ? (error.subject.split('@')[0] ?? '') : ''
  const lines = [
    cut(describe(error, where.lang), MAX_SENTENCE_BYTES),
    remedy === undefined ? '' : cut(fill(remedy, where.lang, { path }), 180),
    fill(answerTexts['answer.where'], where.lang, { node: where.node, request: where.request }),
  ]
  return `${cut(lines.filter(Boolean).join('\n'), MAX_BODY_BYTES)}\n`
}

/** The longest beginning of `text` that takes at most `bytes` of UTF-8, with … where something was left out. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let end = 0
  let used = 3
  for (const character of text) {
    used += Buffer.byteLength(character)
    if (used > bytes) break
    end += character.length
  }
  return `${text.slice(0, end)}…`
}
