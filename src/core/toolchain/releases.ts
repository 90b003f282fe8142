import { compareGoVersions, type GoVersion, parseGoVersion } from './go-version.ts'
import { toolchainOf } from './toolchain.ts'

/** A release of Go, and its number taken apart. */
export interface Release {
  /** `1.26.8`, `1.27rc1`. */
  readonly go: string
  readonly number: GoVersion
}

/** The releases of Go that the versions of its toolchain module name, each once, the newest first. */
export function releasesOf(versions: readonly string[]): Release[] {
  const releases = new Map<string, Release>()
  for (const version of versions) {
    const go = toolchainOf(version)?.go
    const number = go === undefined ? undefined : parseGoVersion(go)
    if (go !== undefined && number !== undefined) releases.set(go, { go, number })
  }
  return sortReleases([...releases.values()])
}

/** The newest first. */
export function sortReleases(releases: readonly Release[]): Release[] {
  return [...releases].sort((a, b) => compareGoVersions(b.number, a.number) || (a.go < b.go ? 1 : -1))
}

/** Whether a release is none to try out only (beta, release candidate). */
export function isStable({ number }: Release): boolean {
  return number.kind === '' && number.patch >= 0
}

/** `1.26` of `1.26.8`. */
function minorOf({ number: { major, minor } }: Release): string {
  return `${major}.${minor}`
}

/** Which releases are to be held: the newest `latest` stable ones of each of the newest `minors` minor versions. */
export interface ReleasePolicy {
  readonly latest: number
  readonly minors: number
}

/** The releases of `releases` that `policy` keeps; a minor version counts once it has a stable release. */
export function keptReleases(releases: readonly Release[], { latest, minors }: ReleasePolicy): Release[] {
  const byMinor = new Map<string, Release[]>()
  for (const release of sortReleases(releases).filter(isStable)) {
    const minor = minorOf(release)
    byMinor.set(minor, [...(byMinor.get(minor) ?? []), release])
  }
  return [...byMinor.values()].slice(0, minors).flatMap(patches => patches.slice(0, latest))
}

/** Go supports a minor version until there are two newer ones (go.dev/doc/devel/release). */
export const supportedMinors = 2
