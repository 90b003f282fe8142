import { collect } from '../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { Gate } from '../../core/gate.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Staged, Store } from '../../ports/store.ts'
import type { Unchanged, Upstream, UpstreamAnswer, UpstreamRefusal, Validator } from '../../ports/upstream.ts'
import type { PullRoom } from './world.ts'

/**
 * Requests to the upstream at once: for small files, and for zips, which must not keep them waiting. So many, since
 * each takes a round trip, which may be 200 ms, and a new connection takes several before it is quick.
 */
const running = { small: 64, zips: 32 }
/** Requests waiting for their turn. */
const waiting = 10_000
/** How long an upstream that could not be reached is left alone, in milliseconds. */
const restMs = 5000
/** So many failures in a row are of single files, to who asks for many in turn and can wait. */
const singleFailures = 3

/** What an upstream answered, with the body in memory. */
export type Fetched = { readonly status: 'ok'; readonly bytes: Uint8Array } | UpstreamRefusal

/** As `Fetched`, with what the same file may be asked for again with. */
export type Again<T> = { readonly value: T; readonly validator: Validator | undefined } | undefined

/** A body in the staging place, and the name of the upstream that gave it. */
export interface StagedFrom {
  readonly staged: Staged
  readonly from: string
}

/**
 * Asks the upstream, a bounded number of requests at a time. After it could not be reached, every request fails at once
 * for five seconds: a miss must not wait on a network that is not there.
 */
export class Fetcher {
  readonly #upstream: Upstream
  readonly #store: Store
  readonly #room: Pick<PullRoom, 'watched'>
  readonly #clock: Clock
  readonly #gate = new Gate(running.small, waiting)
  readonly #zipGate = new Gate(running.zips, waiting)
  #down: { readonly error: GoferryError; readonly until: number; readonly times: number } | undefined

  constructor(deps: { upstream: Upstream; store: Store; room: Pick<PullRoom, 'watched'>; clock: Clock }) {
    this.#upstream = deps.upstream
    this.#store = deps.store
    this.#room = deps.room
    this.#clock = deps.clock
  }

  /** The whole body of `path`, of at most `limitBytes`. Throws `upstream-failed`, `too-large`. */
  fetch(path: string, limitBytes: number): Promise<Fetched> {
    return this.#gate.run(path, async () => {
      const answer = await this.#ask(path, limitBytes)
      return answer.status === 'ok' ? { status: 'ok', bytes: await collect(answer.body) } : answer
    })
  }

  /**
   * The body of `path` that must be there. Throws besides `absent` and `upstream-refused`, with the upstream's text.
   */
  async bytes(path: string, limitBytes: number): Promise<Uint8Array> {
    const answer = await this.fetch(path, limitBytes)
    if (answer.status === 'ok') return answer.bytes
    throw refused(path, answer)
  }

  /** As `bytes`, into the store's staging place. Throws besides `no-space` and `io-failed`. */
  stage(path: string, limitBytes: number): Promise<StagedFrom> {
    return this.#zipGate.run(path, async () => {
      const answer = await this.#ask(path, limitBytes)
      if (answer.status === 'ok') {
        return { staged: await this.#store.stage(this.#room.watched(answer.body), limitBytes), from: answer.from }
      }
      throw refused(path, answer)
    })
  }

  /**
   * What `take` makes of the file at `path`; undefined where it is the one that `kept` came with. Throws as `bytes`.
   * After a failure other files are asked for as before; only after three in a row the upstream is left alone.
   */
  again<T>(
    path: string,
    { limitBytes, kept, take }: { limitBytes: number; kept: Validator | undefined; take: Take<T> },
  ): Promise<Again<T>> {
    return this.#gate.run(path, async () => {
      const answer = await this.#request(
        path,
        async (upstream): Promise<UpstreamAnswer | Unchanged> =>
          (kept && upstream.recheck?.(path, limitBytes, kept)) ?? upstream.get(path, limitBytes),
        singleFailures,
      )
      if (answer.status === 'unchanged') return undefined
      if (answer.status !== 'ok') throw refused(path, answer)
      return { value: await take(answer.body), validator: answer.validator }
    })
  }

  #ask(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    return this.#request(path, upstream => upstream.get(path, limitBytes), 1)
  }

  /** After `mostFailures` in a row nothing is asked for a while. */
  async #request<A>(path: string, ask: (upstream: Upstream) => Promise<A>, mostFailures: number): Promise<A> {
    const down = this.#down
    if (down !== undefined && down.times >= mostFailures && this.#clock.now() < down.until)
      throw about(`${this.#upstream.name}/${path}`, down.error)
    try {
      const answer = await ask(this.#upstream)
      this.#down = undefined
      return answer
    } catch (error) {
      if (isGoferryError(error) && (error.reason === 'upstream-unreachable' || error.reason === 'upstream-silent')) {
        this.#down = { error, until: this.#clock.now() + restMs, times: (this.#down?.times ?? 0) + 1 }
      }
      throw error
    }
  }
}

/** Makes something of a body. */
type Take<T> = (body: AsyncIterable<Uint8Array>) => Promise<T>

/** The same trouble for another request. */
function about(subject: string, { code, reason, params }: GoferryError): GoferryError {
  return new GoferryError(code, { subject, params, ...(reason === undefined ? {} : { reason }) })
}

/** The error for an answer without a body: `absent` or `upstream-refused`. */
function refused(path: string, answer: UpstreamRefusal): GoferryError {
  return new GoferryError(answer.status === 'absent' ? 'absent' : 'upstream-refused', {
    subject: answer.said === undefined ? path : `${path} (${answer.said})`,
    reason: 'upstream-text',
    params: { code: answer.code, text: answer.text },
  })
}
