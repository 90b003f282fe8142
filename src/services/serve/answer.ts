import type { Lang } from '../../core/messages/text.ts'
import { readWhole } from '../../ports/read-whole.ts'
import type { StoredBlob } from '../../ports/store.ts'

/** What a request is answered with where it is not an error. */
export interface Answer {
  readonly contentType:
    | 'application/json'
    | 'application/gzip'
    | 'application/zip'
    | 'application/octet-stream'
    | 'text/plain; charset=utf-8'
    | 'text/html; charset=utf-8'
  /** The bytes, or an open blob of the store that the receiver closes. */
  readonly body: Uint8Array | StoredBlob
  /** How long a cache may keep it: for ever (its name fixes its bytes), a minute, or not at all. */
  readonly cache: 'immutable' | 'brief' | 'none'
  /**
   * Whether the same would be answered now, told without waiting; undefined where that cannot be told. Whoever keeps an
   * answer asks this before it is given again: it fails as soon as the file or the log is another.
   */
  readonly stands?: () => boolean
  /** A strong entity tag without quotes; undefined where none is worth its cost. */
  readonly etag?: string
  /** The language of a page, which the client chose. */
  readonly lang?: Lang
  /** Whose an archive of a toolchain is: its publisher's own, or made here from the zip of the module. */
  readonly archive?: 'official' | 'rebuilt' | 'vendor'
}

/** An answer of text for people and the go command. */
export function textAnswer(text: string | Uint8Array, cache: Answer['cache']): Answer {
  return {
    contentType: 'text/plain; charset=utf-8',
    body: typeof text === 'string' ? encoder.encode(text) : text,
    cache,
  }
}

/** An answer of JSON: an `.info`. */
export function jsonAnswer(body: Uint8Array, cache: Answer['cache']): Answer {
  return { contentType: 'application/json', body, cache }
}

/** All bytes of a body that is known to be small (a go.mod); closes a blob. */
export async function wholeBody(body: Answer['body']): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  try {
    return await readWhole(body)
  } finally {
    await body.close()
  }
}

const encoder = new TextEncoder()
