import { GoferryError } from '../../core/errors.ts'
import type {
  Unchanged,
  Upstream,
  UpstreamAnswer,
  UpstreamLook,
  UpstreamRefusal,
  Validator,
} from '../../ports/upstream.ts'
import { boundedBody } from './body.ts'
import { connectTrouble, isLostConnection } from './network-trouble.ts'
import { followRedirect, redirectLimit } from './redirect.ts'
import { refusalText } from './refusal-text.ts'
import { shareLookups } from './shared-lookup.ts'
import { type UpstreamUrl, urlBelow } from './upstream-url.ts'
import { conditionOf, mayStand, validatorOf } from './validator.ts'

/** How long an upstream may keep silent. */
export interface Patience {
  /** From the request to the head of the answer, redirects included, in milliseconds. */
  readonly headMs: number
  /** Between two pieces of a body, in milliseconds. */
  readonly silenceMs: number
  /** The stretch of a body in which 60 KiB must come, in milliseconds; a minute where it is not given. */
  readonly rateMs?: number
}

/** What a request is made with. */
interface Asking {
  readonly abort: AbortController
  /** Headers that make it conditional. */
  readonly condition: Readonly<Record<string, string>>
  readonly method: Method
}

/** A request whose answer has begun. */
interface Asked {
  /** Its URL without credentials. */
  readonly subject: string
  readonly answer: Response
  readonly abort: AbortController
}

const nothing = { status: 'absent', code: 404, text: '' } as const

/** A GOPROXY over http or https, by the built-in fetch. */
export class HttpUpstream implements Upstream {
  readonly name: string
  readonly #url: UpstreamUrl
  readonly #patience: Patience

  /** `url`: an http or https URL. */
  constructor(url: UpstreamUrl, patience: Patience = { headMs: 30_000, silenceMs: 60_000 }) {
    shareLookups()
    this.name = url.name
    this.#url = url
    this.#patience = patience
  }

  /** See `Upstream.get`. A connection that is lost before the head is tried once more. */
  async get(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    const asked = await this.#asked(path, {})
    return asked === undefined ? nothing : this.#answer(asked, limitBytes)
  }

  /** See `Upstream.recheck`. Where a 304 names another ETag than it was asked with, the file is asked for again. */
  async recheck(path: string, limitBytes: number, kept: Validator): Promise<UpstreamAnswer | Unchanged> {
    const condition = kept.from === this.name ? conditionOf(kept) : undefined
    if (condition === undefined) return this.get(path, limitBytes)
    const asked = await this.#asked(path, condition)
    if (asked === undefined) return nothing
    if (asked.answer.status !== 304) return this.#answer(asked, limitBytes)
    await asked.answer.body?.cancel()
    return mayStand(kept, asked.answer.headers) ? { status: 'unchanged' } : this.get(path, limitBytes)
  }

  /** The head of the answer for `path`; undefined where it lies outside. */
  async #asked(path: string, condition: Asking['condition'], method: Method = 'GET'): Promise<Asked | undefined> {
    const subject = `${this.name}/${path}`
    const url = urlBelow(this.#url.base, path)
    if (url === undefined) return undefined
    const abort = new AbortController()
    return { subject, abort, answer: await this.#head(subject, url, { abort, condition, method }) }
  }

  async #answer({ subject, answer, abort }: Asked, limitBytes: number): Promise<UpstreamAnswer> {
    const body = (limit: number) =>
      boundedBody(
        answer.body,
        {
          subject,
          limitBytes: limit,
          announced: announced(answer),
          silenceMs: this.#patience.silenceMs,
          rateMs: this.#patience.rateMs ?? 60_000,
        },
        abort,
      )
    const contentType = answer.headers.get('content-type') ?? ''
    if (answer.status === 200) {
      const validator = validatorOf(this.name, answer.headers)
      return { status: 'ok', from: this.name, contentType, ...(validator && { validator }), body: body(limitBytes) }
    }
    const text = await refusalText(contentType, body(Number.POSITIVE_INFINITY))
    return refusal(subject, answer.status, text)
  }

  /** See `Upstream.look`: a HEAD request. */
  async look(path: string): Promise<UpstreamLook> {
    const asked = await this.#asked(path, {}, 'HEAD')
    if (asked === undefined) return nothing
    const { subject, answer } = asked
    if (answer.status === 200) return { status: 'ok', bytes: announced(answer) }
    return refusal(subject, answer.status, answer.statusText)
  }

  /** The head of the last answer after redirects. Throws `upstream-failed`. */
  async #head(subject: string, url: URL, { abort, ...asking }: Asking): Promise<Response> {
    const silent = new GoferryError('upstream-failed', {
      subject,
      reason: 'upstream-silent',
      params: { seconds: Math.ceil(this.#patience.headMs / 1000) },
    })
    const timer = setTimeout(() => abort.abort(silent), this.#patience.headMs)
    let at = url
    try {
      for (let hops = 0; hops <= redirectLimit; hops++) {
        const answer = await this.#ask(at, abort.signal, asking)
        if (![301, 302, 303, 307, 308].includes(answer.status)) return answer
        await answer.body?.cancel()
        at = await followRedirect(subject, this.#url.base, at, answer.headers.get('location'))
      }
      throw new GoferryError('upstream-failed', {
        subject,
        reason: 'upstream-redirects',
        params: { limit: redirectLimit },
      })
    } catch (error) {
      throw await connectTrouble(subject, at, error)
    } finally {
      clearTimeout(timer)
    }
  }

  async #ask(url: URL, signal: AbortSignal, { condition, method }: Omit<Asking, 'abort'>): Promise<Response> {
    const headers: Record<string, string> = { ...condition, 'accept-encoding': 'identity', 'user-agent': 'goferry' }
    const { base, authorization } = this.#url
    if (authorization !== undefined && url.origin === base.origin) headers['authorization'] = authorization
    const ask = () => fetch(url, { method, headers, signal, redirect: 'manual' })
    try {
      return await ask()
    } catch (error) {
      if (signal.aborted || !isLostConnection(error)) throw error
      return ask()
    }
  }
}

type Method = 'GET' | 'HEAD'

/** The bytes of the body, as the head says; undefined where it does not, or they are packed on the way. */
function announced({ headers }: Response): number | undefined {
  const length = headers.get('content-length') ?? ''
  return headers.has('content-encoding') || !/^\d{1,15}$/.test(length) ? undefined : Number(length)
}

/**
 * What a status other than 200 means (see `UpstreamAnswer`). Throws
 * `upstream-failed` for 5xx and for what no GOPROXY answers.
 */
function refusal(subject: string, code: number, text: string): UpstreamRefusal {
  if (code === 404 || code === 410) return { status: 'absent', code, text }
  if (code >= 400 && code < 500) return { status: 'refused', code, text }
  throw new GoferryError('upstream-failed', { subject, reason: 'upstream-status', params: { code, text } })
}
