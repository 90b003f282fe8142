import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { escapePath, escapeVersion } from '../../core/module/escape.ts'
import { parseInfo } from '../../core/module/info.ts'
import { parseList } from '../../core/module/list.ts'
import { isCanonicalVersion } from '../../core/module/version.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Fetcher } from './fetcher.ts'
import { checkNotHtml } from './html.ts'
import { listLifetime, queryLifetime } from './lifetime.ts'
import { infoLimit, listLimit } from './limits.ts'
import { Remembered } from './remembered.ts'

/** What an upstream's `@v/list` came to: `known` alone says that there is such a module. */
export type UpstreamList =
  | { readonly status: 'known'; readonly versions: readonly string[] }
  | { readonly status: 'absent' }
  | { readonly status: 'refused' | 'failed'; readonly error: Error }

/** What the upstream says that changes with time: lists, `@latest`, branches. Held in memory only, never stored. */
export class Lists {
  readonly #fetcher: Fetcher
  readonly #versions: Remembered<readonly string[]>
  readonly #latest: Remembered<Uint8Array>
  readonly #queries: Remembered<Uint8Array>

  constructor(deps: { fetcher: Fetcher; clock: Clock }) {
    this.#fetcher = deps.fetcher
    const bytes = { maxWeight: 16 << 20, weigh: (value: Uint8Array) => value.length }
    this.#versions = new Remembered<readonly string[]>(deps.clock, listLifetime, {
      maxWeight: 64 << 20,
      weigh: list => list.reduce((sum, version) => sum + version.length + 32, 0),
    })
    this.#latest = new Remembered(deps.clock, listLifetime, bytes)
    this.#queries = new Remembered(deps.clock, queryLifetime, bytes)
  }

  /** The canonical versions that the upstream lists for `path`, pseudo-versions too. */
  async list(path: string): Promise<UpstreamList> {
    try {
      return { status: 'known', versions: await this.#versions.get(path, () => this.#askList(path)) }
    } catch (error) {
      if (isGoferryError(error, 'absent')) return { status: 'absent' }
      if (isGoferryError(error, 'upstream-refused')) return { status: 'refused', error }
      const known = error instanceof Error ? error : new GoferryError('internal', { subject: path, cause: error })
      return { status: 'failed', error: known }
    }
  }

  /**
   * The upstream's `@latest`, checked, or undefined where it has
   * none. Throws `bad-info`, `upstream-refused`, `upstream-failed`.
   */
  async latest(path: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#latest.get(path, () => this.#askInfo(path, `${escapePath(path)}/@latest`))
    } catch (error) {
      if (isGoferryError(error, 'absent')) return undefined
      throw error
    }
  }

  /**
   * The `.info`, checked, to which the upstream resolves a branch,
   * commit or version prefix. Throws besides `absent`, `bad-version`.
   */
  async resolve(path: string, query: string): Promise<Uint8Array> {
    const asked = `${escapePath(path)}/@v/${escapeVersion(query)}.info`
    return this.#queries.get(asked, () => this.#askInfo(path, asked))
  }

  async #askList(path: string): Promise<readonly string[]> {
    const asked = `${escapePath(path)}/@v/list`
    const bytes = await this.#fetcher.bytes(asked, listLimit)
    checkNotHtml(asked, bytes)
    return parseList(bytes).filter(isCanonicalVersion)
  }

  async #askInfo(path: string, asked: string): Promise<Uint8Array> {
    const bytes = await this.#fetcher.bytes(asked, infoLimit)
    checkNotHtml(asked, bytes)
    parseInfo({ path, version: undefined }, bytes)
    return bytes
  }
}
