import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { escapePath, escapeVersion } from '../../core/module/escape.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Fetcher } from './fetcher.ts'
import { databaseLifetime } from './lifetime.ts'
import { databaseLimit } from './limits.ts'
import { Remembered } from './remembered.ts'

/** What the upstream answers below `/sumdb/NAME/`, bounded and not verified, remembered for a minute. */
export class DatabaseAnswers {
  readonly #name: string
  readonly #fetcher: Fetcher
  readonly #answers: Remembered<Uint8Array>

  /** `name`: that of the database. */
  constructor(deps: { fetcher: Fetcher; clock: Clock; name: string }) {
    this.#name = deps.name
    this.#fetcher = deps.fetcher
    const bounds = { maxWeight: 16 << 20, weigh: (bytes: Uint8Array) => bytes.length }
    this.#answers = new Remembered<Uint8Array>(deps.clock, databaseLifetime, bounds)
  }

  /** The answer to `path`. Throws `absent`, `upstream-refused`, `upstream-failed`, `too-large`. */
  ask(path: string): Promise<Uint8Array> {
    const asked = `sumdb/${this.#name}/${path}`
    return this.#answers.get(asked, () => this.#fetcher.bytes(asked, databaseLimit))
  }

  /**
   * The lookup of `module`, or undefined where the database lists no such version: that is what 404, 410 and 400 mean,
   * but only from an upstream that carries the database at all. Throws as `ask` does.
   */
  async lookup(module: ModuleVersion): Promise<Uint8Array | undefined> {
    try {
      return await this.ask(`lookup/${escapePath(module.path)}@${escapeVersion(module.version)}`)
    } catch (error) {
      if (!isNotListed(error)) throw error
      await this.ask('supported')
      return undefined
    }
  }
}

function isNotListed(error: unknown): boolean {
  return isGoferryError(error, 'absent') || (isGoferryError(error, 'upstream-refused') && error.params['code'] === 400)
}

/** What the upstream's failures mean for `subject`: not checked. Other errors stay as they are. */
export function unchecked(subject: string, error: unknown): unknown {
  if (!isGoferryError(error, 'absent', 'upstream-refused', 'upstream-failed', 'too-large')) return error
  const why = error.reason === undefined ? {} : { reason: error.reason, params: error.params }
  return new GoferryError('not-checked', { subject, ...why, cause: error })
}
