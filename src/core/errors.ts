import { catalogue, type MessageKey } from './messages/catalogue.ts'
import { errorTexts } from './messages/errors.ts'
import { fill, type Lang, type Params } from './messages/text.ts'

/** The closed list of what can go wrong. Documented in docs/reference/errors.md; a test keeps list and page equal. */
export type ErrorCode = keyof typeof errorTexts

/** What an error says besides its code. */
export interface ErrorFields {
  /** What it is about: a module path, `path@version`, a file, a URL without credentials. Never a secret. */
  readonly subject: string
  /** Why, as a key of the catalogue: each parser and service has its own closed list there. */
  readonly reason?: MessageKey
  /** Values for the `{name}` places of the reason. */
  readonly params?: Params
  readonly cause?: unknown
}

/** The one error family of goferry: a code to act on, a subject and a reason to show. */
export class GoferryError extends Error {
  readonly code: ErrorCode
  readonly subject: string
  readonly reason: MessageKey | undefined
  readonly params: Params

  constructor(code: ErrorCode, fields: ErrorFields) {
    super(sentence(code, fields, 'en'), 'cause' in fields ? { cause: fields.cause } : undefined)
    this.name = 'GoferryError'
    this.code = code
    this.subject = fields.subject
    this.reason = fields.reason
    this.params = fields.params ?? {}
  }
}

/** The error as one sentence for a person, in `lang`. Anything that is not a GoferryError is shown as `internal`. */
export function describe(error: unknown, lang: Lang): string {
  if (error instanceof GoferryError) return sentence(error.code, error, lang)
  return fill(errorTexts.internal, lang, { subject: error instanceof Error ? error.message : String(error) })
}

/** Whether `error` is a GoferryError, of one of `codes` where some are given. */
export function isGoferryError(error: unknown, ...codes: ErrorCode[]): error is GoferryError {
  return error instanceof GoferryError && (codes.length === 0 || codes.includes(error.code))
}

function sentence(
  code: ErrorCode,
  fields: { subject: string; reason?: MessageKey | undefined; params?: Params },
  lang: Lang,
): string {
  const head = fill(errorTexts[code], lang, { subject: fields.subject })
  if (fields.reason === undefined) return head
  const reason = fill(catalogue[fields.reason], lang, { subject: fields.subject, ...fields.params })
  return `${head}${lang === 'zh' ? '：' : ': '}${reason}`
}
