import type { Unchanged, Upstream, UpstreamAnswer, Validator } from '../../ports/upstream.ts'

/** Modules from one place, and what proves them (`sumdb/…`) from another. */
export class SplitUpstream implements Upstream {
  readonly name: string
  readonly #modules: Upstream
  readonly #database: Upstream

  constructor(modules: Upstream, database: Upstream) {
    this.name = modules.name
    this.#modules = modules
    this.#database = database
  }

  /** See `Upstream.get`. */
  get(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    return this.#placeOf(path).get(path, limitBytes)
  }

  /** See `Upstream.recheck`. */
  recheck(path: string, limitBytes: number, kept: Validator): Promise<UpstreamAnswer | Unchanged> {
    const place = this.#placeOf(path)
    return place.recheck?.(path, limitBytes, kept) ?? place.get(path, limitBytes)
  }

  #placeOf(path: string): Upstream {
    return path.startsWith('sumdb/') ? this.#database : this.#modules
  }
}
