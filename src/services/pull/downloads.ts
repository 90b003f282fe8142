import { partPath } from '../../core/goproxy/part-path.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { maxRootFileBytes, maxZipBytes } from '../../core/zip/limits.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Fetcher, StagedFrom } from './fetcher.ts'
import { checkNotHtml } from './html.ts'
import { smallLifetime } from './lifetime.ts'
import { infoLimit } from './limits.ts'
import { Remembered } from './remembered.ts'

/**
 * The upstream's files of versions, bounded and not verified. Every method throws `absent`, `upstream-refused`,
 * `upstream-failed`, `too-large`.
 */
export class Downloads {
  readonly #fetcher: Fetcher
  /** So that a zip's go.mod and `.info`, and requests for them at the same time, share one download. */
  readonly #small: Remembered<Uint8Array>

  constructor(deps: { fetcher: Fetcher; clock: Clock }) {
    this.#fetcher = deps.fetcher
    const bounds = { maxWeight: 32 << 20, weigh: (bytes: Uint8Array) => bytes.length }
    this.#small = new Remembered<Uint8Array>(deps.clock, smallLifetime, bounds)
  }

  /** The `.mod`, of at most 16 MiB. */
  mod(module: ModuleVersion): Promise<Uint8Array> {
    return this.#download(partPath(module, 'mod'), maxRootFileBytes)
  }

  /** The `.info`, of at most 1 MiB. */
  info(module: ModuleVersion): Promise<Uint8Array> {
    return this.#download(partPath(module, 'info'), infoLimit)
  }

  /**
   * The `.zip`, of at most 500 MiB, in the staging place: the caller
   * puts or discards it. Throws besides `no-space`, `io-failed`.
   */
  zip(module: ModuleVersion): Promise<StagedFrom> {
    return this.#fetcher.stage(partPath(module, 'zip'), maxZipBytes)
  }

  #download(path: string, limitBytes: number): Promise<Uint8Array> {
    return this.#small.get(path, async () => {
      const bytes = await this.#fetcher.bytes(path, limitBytes)
      checkNotHtml(path, bytes)
      return bytes
    })
  }
}
