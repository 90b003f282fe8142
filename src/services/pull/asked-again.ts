import { collect } from '../../core/bytes.ts'
import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { partPath } from '../../core/goproxy/part-path.ts'
import { escapePath } from '../../core/module/escape.ts'
import { parseInfo } from '../../core/module/info.ts'
import { parseList } from '../../core/module/list.ts'
import { matchesPathMajor, splitPathVersion } from '../../core/module/path-major.ts'
import { isCanonicalVersion } from '../../core/module/version.ts'
import { maxRootFileBytes, maxZipBytes } from '../../core/zip/limits.ts'
import type { Validator } from '../../ports/upstream.ts'
import type { Again, Fetcher } from './fetcher.ts'
import { checkNotHtml } from './html.ts'
import { infoLimit, listLimit } from './limits.ts'
import type { PullWorld } from './world.ts'

/** What asking again takes. */
export interface AskedAgainParts extends Pick<PullWorld, 'store' | 'room' | 'zipCheck'> {
  readonly fetcher: Fetcher
}

/**
 * What the upstream says of the module `path` now, asked with what came the last time. Nothing of it is kept. Each
 * method throws `absent`, `upstream-refused`, `upstream-failed`, `too-large`.
 */
export class AskedAgain {
  readonly #path: string
  readonly #parts: AskedAgainParts

  constructor(path: string, parts: AskedAgainParts) {
    this.#path = path
    this.#parts = parts
  }

  /** The versions that it lists and that the path may have, pseudo-versions too; undefined where that is as it was. */
  list(kept: Validator | undefined): Promise<Again<readonly string[]>> {
    const asked = `${escapePath(this.#path)}/@v/list`
    const { pathMajor = '' } = splitPathVersion(this.#path) ?? {}
    const mayHave = (version: string) => isCanonicalVersion(version) && matchesPathMajor(version, pathMajor)
    return this.#small(asked, { limitBytes: listLimit, kept }, bytes => parseList(bytes).filter(mayHave))
  }

  /** The version of its `@latest`; undefined where that is as it was. Throws besides `bad-info`. */
  latest(kept: Validator | undefined): Promise<Again<string>> {
    const asked = `${escapePath(this.#path)}/@latest`
    const versionOf = (bytes: Uint8Array) => parseInfo({ path: this.#path, version: undefined }, bytes).version
    return this.#small(asked, { limitBytes: infoLimit, kept }, versionOf)
  }

  /**
   * The `h1:` of what it has of a version; undefined where that is as it was. Throws besides what a zip is refused
   * with, `no-space` and `io-failed`.
   */
  h1(version: string, kind: 'mod' | 'zip', kept: Validator | undefined): Promise<Again<string>> {
    const module = { path: this.#path, version }
    const asked = partPath(module, kind)
    if (kind === 'mod') return this.#small(asked, { limitBytes: maxRootFileBytes, kept }, hashGoMod)
    const { fetcher, store, room, zipCheck } = this.#parts
    const take = async (body: AsyncIterable<Uint8Array>) => {
      const staged = await store.stage(room.watched(body), maxZipBytes)
      try {
        return (await zipCheck.inspect(staged.location, module)).h1
      } finally {
        await staged.discard()
      }
    }
    return fetcher.again(asked, { limitBytes: maxZipBytes, kept, take })
  }

  /** A small part of a version. */
  async bytes(version: string, kind: 'mod' | 'info'): Promise<Uint8Array> {
    const limitBytes = kind === 'mod' ? maxRootFileBytes : infoLimit
    const asked = partPath({ path: this.#path, version }, kind)
    const answer = await this.#small(asked, { limitBytes, kept: undefined }, bytes => bytes)
    return answer?.value ?? new Uint8Array()
  }

  #small<T>(
    asked: string,
    how: { readonly limitBytes: number; readonly kept: Validator | undefined },
    read: (bytes: Uint8Array) => T,
  ): Promise<Again<T>> {
    const take = async (body: AsyncIterable<Uint8Array>) => {
      const bytes = await collect(body)
      checkNotHtml(asked, bytes)
      return read(bytes)
    }
    return this.#parts.fetcher.again(asked, { ...how, take })
  }
}
