import { GoferryError } from '../errors.ts'
import { matchRelease, parseReleaseQuery } from './query.ts'
import { keptReleases, type Release, type ReleasePolicy } from './releases.ts'
import { parsePlatform, type Toolchain } from './toolchain.ts'

/** What somebody wants of the releases of Go. */
export interface ToolchainWish {
  /** See `parseReleaseQuery`. */
  readonly queries: readonly string[]
  /** Besides, the releases that it keeps; undefined: none. */
  readonly keep: ReleasePolicy | undefined
  /** `linux/amd64`. */
  readonly platforms: readonly string[]
}

/**
 * The toolchains that `wish` stands for among `releases`, each once; `failed` is told of each query that no release
 * answers, or that is none. Throws `usage` for what is no platform.
 */
export function wantedToolchains(
  { queries, keep, platforms }: ToolchainWish,
  releases: readonly Release[],
  failed: (query: string, error: GoferryError) => unknown,
): Toolchain[] {
  const wanted = new Set<string>()
  for (const query of queries) {
    try {
      const go = matchRelease(parseReleaseQuery(query), releases)
      if (go === undefined) throw new GoferryError('absent', { subject: `go ${query}`, reason: 'toolchain.no-release' })
      wanted.add(go)
    } catch (error) {
      if (!(error instanceof GoferryError)) throw error
      failed(query, error)
    }
  }
  for (const { go } of keep === undefined ? [] : keptReleases(releases, keep)) wanted.add(go)
  const places = new Map(platforms.map(text => [text, platformOf(text)]))
  return [...wanted].flatMap(go => [...places.values()].map(platform => ({ go, ...platform })))
}

function platformOf(text: string): Pick<Toolchain, 'os' | 'arch'> {
  const platform = parsePlatform(text)
  if (platform !== undefined) return platform
  throw new GoferryError('usage', { subject: text, reason: 'toolchain.platform' })
}
