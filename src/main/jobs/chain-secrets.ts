import { GoferryError } from '../../core/errors.ts'

/** So many chains with credentials are kept. */
const most = 1000

/** The user names and passwords of upstreams that jobs were given: kept in memory alone, by the number of the job. */
export class ChainSecrets {
  readonly #chains = new Map<number, string>()

  /** Keeps `chain`, as it was given, for job `number`; the oldest makes room. */
  keep(number: number, chain: string): void {
    this.#chains.set(number, chain)
    for (const oldest of this.#chains.keys()) if (this.#chains.size > most) this.#chains.delete(oldest)
  }

  /** The chain that job `number` was given in this process. */
  of(number: number): string | undefined {
    return this.#chains.get(number)
  }
}

/** What stands in a job in the place of a user and password, so that it is not taken for a chain that had none. */
const mark = 'credentials@'

/** `chain` as it may be written and shown: each user and password is a mark, and so is a query. */
export function withoutSecrets(chain: string): string {
  return chain.replace(/:\/\/[^/,|]*@/g, `://${mark}`).replace(/\?[^,|]*/g, '?…')
}

/**
 * The argument of a job with the chain that it was given: `kept` in this process, or the node's own where it is the
 * same. Throws `missing` where nobody knows its credentials any more.
 */
export function withSecrets(argument: unknown, kept: string | undefined, own: string | undefined): unknown {
  const { upstream } = (argument ?? {}) as { readonly upstream?: unknown }
  if (typeof upstream !== 'string' || !/:\/\/credentials@|\?…/.test(upstream)) return argument
  const chain = kept ?? (own !== undefined && withoutSecrets(own) === upstream ? own : undefined)
  if (chain === undefined) throw new GoferryError('missing', { subject: upstream, reason: 'job-credentials' })
  return { ...(argument as object), upstream: chain }
}
