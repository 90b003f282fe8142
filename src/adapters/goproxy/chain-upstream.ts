import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { Upstream, UpstreamAnswer } from '../../ports/upstream.ts'

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

  /** See `Upstream.get`. Where all have nothing, the answer is that of the last; otherwise the first real trouble. */
  async get(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    let trouble: UpstreamAnswer | GoferryError | undefined
    let answer: UpstreamAnswer | undefined
    for (const { upstream, orAfterError } of this.#links) {
      const outcome = await outcomeOf(upstream, path, limitBytes)
      if (!(outcome instanceof GoferryError) && outcome.status === 'ok') return outcome
      if (!(outcome instanceof GoferryError) && outcome.status === 'absent') answer = outcome
      else {
        trouble ??= outcome
        if (!orAfterError) break
      }
    }
    if (trouble instanceof GoferryError) throw trouble
    return trouble ?? answer ?? { status: 'absent', code: 404, text: '' }
  }
}

/** What ends a chain in GOPROXY without being a place to ask: `direct` and `off`. */
export class RefusingUpstream implements Upstream {
  readonly name: 'direct' | 'off'

  constructor(name: 'direct' | 'off') {
    this.name = name
  }

  /** See `Upstream.get`. Throws `upstream-refused`, and why, for all but a checksum database. */
  async get(path: string): Promise<UpstreamAnswer> {
    // No checksum database lies there: what those before it answer stands.
    if (path.startsWith('sumdb/')) return { status: 'absent', code: 404, text: '' }
    const reason = this.name === 'direct' ? 'upstream-direct' : 'upstream-off'
    throw new GoferryError('upstream-refused', { subject: path, reason })
  }
}

async function outcomeOf(upstream: Upstream, path: string, limitBytes: number): Promise<UpstreamAnswer | GoferryError> {
  try {
    return await upstream.get(path, limitBytes)
  } catch (error) {
    if (isGoferryError(error)) return error
    throw error
  }
}
