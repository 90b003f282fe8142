import { collect } from '../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { Gate } from '../../core/gate.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Staged, Store } from '../../ports/store.ts'
import type { Upstream, UpstreamAnswer, UpstreamRefusal } from '../../ports/upstream.ts'
import type { PullRoom } from './world.ts'

/** Requests to the upstream at once: for small files, and for zips, which must not keep them waiting. */
const running = { small: 32, zips: 16 }
/** Requests waiting for their turn. */
const waiting = 10_000
/** How long an upstream that could not be reached is left alone, in milliseconds. */
const restMs = 5000

/** What an upstream answered, with the body in memory. */
export type Fetched = { readonly status: 'ok'; readonly bytes: Uint8Array } | UpstreamRefusal

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
  #down: { readonly error: GoferryError; readonly until: number } | undefined

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

  async #ask(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    if (this.#down !== undefined && this.#clock.now() < this.#down.until)
      throw about(`${this.#upstream.name}/${path}`, this.#down.error)
    try {
      const answer = await this.#upstream.get(path, limitBytes)
      this.#down = undefined
      return answer
    } catch (error) {
      if (isGoferryError(error) && (error.reason === 'upstream-unreachable' || error.reason === 'upstream-silent')) {
        this.#down = { error, until: this.#clock.now() + restMs }
      }
      throw error
    }
  }
}

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
