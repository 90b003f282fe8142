import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type {
  Unchanged,
  Upstream,
  UpstreamAnswer,
  UpstreamLook,
  UpstreamRefusal,
  Validator,
} from '../../ports/upstream.ts'

/** One place of a chain. */
export interface Link {
  readonly upstream: Upstream
  /** Whether the next one is asked after any failure (`|` in GOPROXY), not only where this one has nothing (`,`). */
  readonly orAfterError: boolean
}

/** Several upstreams, asked one after the other as go asks those of GOPROXY. Source: cmd/go modfetch.TryProxies. */
export class ChainUpstream implements Upstream {
  readonly name: string
  readonly #links: readonly Link[]

  /** `links`: one at least, in the order in which they are asked. */
  constructor(links: readonly Link[]) {
    this.#links = links
    this.name = links
      .map(({ upstream, orAfterError }) => `${upstream.name}${orAfterError ? '|' : ','}`)
      .join('')
      .slice(0, -1)
  }

  /**
   * See `Upstream.get`. Where all have nothing, the answer is that of the last; otherwise the first real trouble. Each
   * names what the others said.
   */
  get(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    return this.#first(upstream => upstream.get(path, limitBytes))
  }

  /** See `Upstream.recheck`; in the order of `get`, whoever gave `kept`. */
  recheck(path: string, limitBytes: number, kept: Validator): Promise<UpstreamAnswer | Unchanged> {
    return this.#first<UpstreamAnswer | Unchanged>(
      upstream => upstream.recheck?.(path, limitBytes, kept) ?? upstream.get(path, limitBytes),
    )
  }

  /** See `Upstream.look`: whose `get` would give the file. */
  look(path: string): Promise<UpstreamLook> {
    return this.#first<UpstreamLook>(async upstream => upstream.look?.(path) ?? { status: 'ok', bytes: undefined })
  }

  async #first<A extends UpstreamAnswer | Unchanged | UpstreamLook>(
    ask: (upstream: Upstream) => Promise<A>,
  ): Promise<A | UpstreamRefusal> {
    const asked: Asked[] = []
    for (const { upstream, orAfterError } of this.#links) {
      const outcome = await outcomeOf(() => ask(upstream))
      if (!(outcome instanceof GoferryError) && !isRefusal(outcome)) return outcome
      asked.push({ name: upstream.name, outcome })
      if (isTrouble(outcome) && !orAfterError) break
    }
    const decisive = asked.find(({ outcome }) => isTrouble(outcome)) ?? asked.at(-1)
    if (decisive === undefined) return { status: 'absent', code: 404, text: '' }
    const { outcome } = decisive
    if (!(outcome instanceof GoferryError)) return { ...outcome, said: asked.map(saying).join('; ') }
    const others = asked.filter(one => one !== decisive)
    throw others.length === 0 ? outcome : about(`${outcome.subject} (${others.map(saying).join('; ')})`, outcome)
  }
}

/** What one of a chain said instead of giving the file. */
interface Asked {
  readonly name: string
  readonly outcome: UpstreamRefusal | GoferryError
}

function isTrouble(outcome: Asked['outcome']): boolean {
  return outcome instanceof GoferryError || outcome.status === 'refused'
}

/** `https://a.test: 404 not found`, in no language: of an error what the system or the upstream called it. */
function saying({ name, outcome }: Asked): string {
  if (!(outcome instanceof GoferryError)) return `${name}: ${outcome.code} ${outcome.text}`.trimEnd()
  const { why, code, text, seconds } = outcome.params
  const said = why ?? (code === undefined ? undefined : `${code} ${text ?? ''}`.trimEnd())
  return `${name}: ${said ?? (seconds === undefined ? outcome.code : `> ${seconds} s`)}`
}

function about(subject: string, cause: GoferryError): GoferryError {
  const { code, reason, params } = cause
  return new GoferryError(code, { subject, params, cause, ...(reason !== undefined && { reason }) })
}

/** What ends a chain in GOPROXY without being a place to ask: `direct` and `off`. */
export class RefusingUpstream implements Upstream {
  readonly name: 'direct' | 'off'

  readonly #isFirst: boolean

  /** `isFirst`: nothing stands before it in the chain. */
  constructor(name: 'direct' | 'off', { isFirst = false } = {}) {
    this.name = name
    this.#isFirst = isFirst
  }

  /** See `Upstream.get`. Throws `upstream-refused`, and why, but for a checksum database that others were asked for. */
  async get(path: string): Promise<UpstreamRefusal> {
    // No checksum database lies there: what those before it answer stands.
    if (path.startsWith('sumdb/') && !this.#isFirst) return { status: 'absent', code: 404, text: '' }
    const reason = this.name === 'direct' ? 'upstream-direct' : 'upstream-off'
    throw new GoferryError('upstream-refused', { subject: path, reason })
  }

  /** See `Upstream.look`. */
  look(path: string): Promise<UpstreamRefusal> {
    return this.get(path)
  }
}

async function outcomeOf<A>(ask: () => Promise<A>): Promise<A | GoferryError> {
  try {
    return await ask()
  } catch (error) {
    if (isGoferryError(error)) return error
    throw error
  }
}

function isRefusal(answer: UpstreamAnswer | Unchanged | UpstreamLook): answer is UpstreamRefusal {
  return answer.status === 'absent' || answer.status === 'refused'
}
