import { describe, type ErrorCode, GoferryError } from '../core/errors.ts'
import { answerTexts } from '../core/messages/answer.ts'
import type { MessageKey } from '../core/messages/catalogue.ts'
import { fill, type Lang, type Text } from '../core/messages/text.ts'
import { statusOf } from './status.ts'

/** What the go command shows of an error's body (protocol.md §4): beyond 648 bytes a line is dropped whole. */
const MAX_BODY_BYTES = 640
/** So that the sentence never crowds out the remedy and the place to look. */
const MAX_SENTENCE_BYTES = 360
const MAX_REMEDY_BYTES = 160

/** What a remedy is known for, by reason or else by code. */
const REMEDIES: Partial<Record<ErrorCode | MessageKey, Text>> = {
  missing: answerTexts['answer.remedy-upstream'],
  'not-listed': answerTexts['answer.remedy-unlisted'],
  'policy-denied': answerTexts['answer.remedy-policy'],
  'policy-not-allowed': answerTexts['answer.remedy-policy'],
  'policy-reserved': answerTexts['answer.remedy-policy'],
  'answer.no-relay': answerTexts['answer.remedy-own-log'],
}

/** Where a person finds more: the node's name and the id of the request in its journal. */
export interface Whereabouts {
  readonly node: string
  readonly request: string
  readonly lang: Lang
}

/**
 * The text of an error for the terminal of a developer: what and why, what to do, where
 * to look. Three lines without control characters, at most 640 bytes of UTF-8. Of an
 * error inside the node (500) it tells nothing: that may hold paths of the machine.
 */
export function refusalText(error: unknown, where: Whereabouts): string {
  const sentence =
    statusOf(error) === 500 ? fill(answerTexts['answer.internal'], where.lang) : describe(error, where.lang)
  const place = fill(answerTexts['answer.where'], where.lang, { node: where.node, request: where.request })
  const lines = [cut(sentence, MAX_SENTENCE_BYTES), cut(remedyOf(error, where.lang), MAX_REMEDY_BYTES), place]
  return `${cut(lines.filter(Boolean).join('\n'), MAX_BODY_BYTES - 1)}\n`
}

function remedyOf(error: unknown, lang: Lang): string {
  if (!(error instanceof GoferryError)) return ''
  const remedy = REMEDIES[error.reason ?? error.code] ?? REMEDIES[error.code]
  return remedy === undefined ? '' : fill(remedy, lang, { path: error.subject.split('@')[0] ?? '' })
}

/** The longest beginning of `text` that takes at most `bytes` of UTF-8, with … where something was left out. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let end = 0
  let used = Buffer.byteLength('…')
  for (const character of text) {
    used += Buffer.byteLength(character)
    if (used > bytes) break
    end += character.length
  }
  return `${text.slice(0, end)}…`
}
