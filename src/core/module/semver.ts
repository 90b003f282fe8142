/** The parts of a semantic version as Go writes it (`v` first). */
interface Semver {
  /**
   * Decimal digits without leading zeros, of any length; minor and patch are `0` in the short forms `v1` and `v1.2`.
   */
  readonly major: string
  readonly minor: string
  readonly patch: string
  /** With its hyphen (`-rc.1`), or empty. */
  readonly prerelease: string
  /** With its plus sign (`+incompatible`), or empty. */
  readonly build: string
}

const number = '(0|[1-9][0-9]*)'
const shape = new RegExp(`^v${number}(?:\\.${number}(?:\\.${number}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?)?)?$`)

/** The parts of `version`, or undefined where it is not a semantic version. Source: golang.org/x/mod/semver. */
function parseSemver(version: string): Semver | undefined {
  const [, major, minor = '0', patch = '0', prerelease = '', build = ''] = shape.exec(version) ?? []
  if (major === undefined) return undefined
  if (prerelease !== '' && identifiers(prerelease).some(part => part === '' || /^0[0-9]+$/.test(part))) return undefined
  if (build !== '' && identifiers(build).includes('')) return undefined
  return { major, minor, patch, prerelease, build }
}

/** Whether `version` is a semantic version; `v1` and `v1.2` are. Source: Go's `semver.IsValid`. */
export function isSemver(version: string): boolean {
  return parseSemver(version) !== undefined
}

/**
 * `version` in full and without build metadata (`v1` → `v1.0.0`),
 * empty where it is not valid. Source: `semver.Canonical`.
 */
export function canonical(version: string): string {
  const parts = parseSemver(version)
  return parts ? `v${parts.major}.${parts.minor}.${parts.patch}${parts.prerelease}` : ''
}

/** `v1` of `v1.2.3`, empty where `version` is not valid. Source: `semver.Major`. */
export function majorOf(version: string): string {
  const parts = parseSemver(version)
  return parts ? `v${parts.major}` : ''
}

/** `v1.2` of `v1.2.3`, empty where `version` is not valid. Source: `semver.MajorMinor`. */
export function majorMinorOf(version: string): string {
  const parts = parseSemver(version)
  return parts ? `v${parts.major}.${parts.minor}` : ''
}

/** `-rc.1` of `v1.2.3-rc.1`, empty where there is none or `version` is not valid. Source: `semver.Prerelease`. */
export function prereleaseOf(version: string): string {
  return parseSemver(version)?.prerelease ?? ''
}

/**
 * `+incompatible` of `v2.0.0+incompatible`, empty where there is none
 * or `version` is not valid. Source: `semver.Build`.
 */
export function buildOf(version: string): string {
  return parseSemver(version)?.build ?? ''
}

/**
 * Below 0, 0 or above 0 as `a` comes before, with or after `b`. Build metadata does not count; what is not valid comes
 * before what is. Source: `semver.Compare` (Semantic Versioning 2.0.0, clause 11).
 */
export function compareVersions(a: string, b: string): number {
  const x = parseSemver(a)
  const y = parseSemver(b)
  if (!x || !y) return Number(x !== undefined) - Number(y !== undefined)
  return (
    compareNumbers(x.major, y.major) ||
    compareNumbers(x.minor, y.minor) ||
    compareNumbers(x.patch, y.patch) ||
    comparePrereleases(x.prerelease, y.prerelease)
  )
}

/**
 * A sorted copy of `versions`, lowest first; equals are ordered as
 * text, so that the result is one. Source: `semver.Sort`.
 */
export function sortVersions(versions: Iterable<string>): string[] {
  return [...versions].sort((a, b) => compareVersions(a, b) || compareText(a, b))
}

/** Decimals without leading zeros: the longer is the greater. */
function compareNumbers(a: string, b: string): number {
  return a.length - b.length || compareText(a, b)
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0
  if (a === '' || b === '') return a === '' ? 1 : -1
  const theirs = identifiers(b)
  for (const [i, mine] of identifiers(a).entries()) {
    const other = theirs[i]
    if (other === undefined) return 1
    const order = compareIdentifiers(mine, other)
    if (order !== 0) return order
  }
  return -1
}

/** Numbers come before words. */
function compareIdentifiers(a: string, b: string): number {
  const aNumeric = /^[0-9]+$/.test(a)
  const bNumeric = /^[0-9]+$/.test(b)
  if (aNumeric !== bNumeric) return aNumeric ? -1 : 1
  return aNumeric ? compareNumbers(a, b) : compareText(a, b)
}

/** The dot-separated parts of a prerelease or build, without its first sign. */
function identifiers(part: string): string[] {
  return part.slice(1).split('.')
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
