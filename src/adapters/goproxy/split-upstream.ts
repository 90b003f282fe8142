import type { Upstream, UpstreamAnswer } from '../../ports/upstream.ts'

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
    return (path.startsWith('sumdb/') ? this.#database : this.#modules).get(path, limitBytes)
  }
}
