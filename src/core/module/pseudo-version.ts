import { GoferryError } from '../errors.ts'
import { buildOf, canonical, isSemver, majorOf, prereleaseOf } from './semver.ts'

/** The parts of a pseudo-version: the name that Go gives to a commit without a tag. */
interface PseudoVersion {
  /** What stands before the time: `vX.0.0`, `vX.Y.(Z+1)-0` or `vX.Y.Z-pre.0`. */
  readonly base: string
  /** UTC as `yyyymmddhhmmss`; may be no real time. */
  readonly timestamp: string
  /** Commit hash, 12 digits as Go makes it; the form allows any letters and digits. */
  readonly rev: string
  readonly build: string
}

/** On a valid semantic version without its build metadata. */
const shape = /^(v[0-9]+\.0\.0(?=-)|v[0-9]+\.[0-9]+\.[0-9]+-(?:.*\.)?0(?=\.))[-.]([0-9]{14})-([0-9A-Za-z]+)$/

/**
 * Whether `version` is a pseudo-version by its form; its time may still be none. Source: Go's `module.IsPseudoVersion`.
 */
export function isPseudoVersion(version: string): boolean {
  return parsePseudoVersion(version) !== undefined
}

/**
 * The pseudo-version of commit `rev` at `time` (years 0 to 9999) after the tag `older`, or, where `older` is not a
 * version, with no tag before it, for `major` (`v0` where empty). Source: Go's `module.PseudoVersion`.
 */
export function pseudoVersion(major: string, older: string, time: Date, rev: string): string {
  const segment = `${time.toISOString().replace(/\.\d+Z$|\D/g, '')}-${rev}`
  const base = canonical(older)
  if (base === '') return `${major || 'v0'}.0.0-${segment}`
  if (prereleaseOf(base) !== '') return `${base}.0.${segment}${buildOf(older)}`
  const patch = base.lastIndexOf('.') + 1
  return `${base.slice(0, patch)}${BigInt(base.slice(patch)) + 1n}-0.${segment}${buildOf(older)}`
}

/**
 * Whether `version` stands for no commit at all, as in a `replace`
 * without a version. Source: Go's `module.IsZeroPseudoVersion`.
 */
export function isZeroPseudoVersion(version: string): boolean {
  return version === `${majorOf(version) || 'v0'}.0.0-00010101000000-000000000000`
}

/**
 * The commit time in `version`. Source: Go's `module.PseudoVersionTime`.
 * @throws bad-version
 */
export function pseudoVersionTime(version: string): Date {
  const time = timeOf(mustParse(version))
  if (!time) throw bad(version, 'pseudo.bad-time')
  return time
}

/** As `pseudoVersionTime`, but undefined where `version` is no pseudo-version or its time does not exist. */
export function findPseudoTime(version: string): Date | undefined {
  const parts = parsePseudoVersion(version)
  return parts && timeOf(parts)
}

/**
 * The commit in `version`. Source: Go's `module.PseudoVersionRev`.
 * @throws bad-version
 */
export function pseudoVersionRev(version: string): string {
  return mustParse(version).rev
}

/**
 * The tag before the commit of `version`, empty where there was none. Source: Go's `module.PseudoVersionBase`.
 * @throws bad-version
 */
export function pseudoVersionBase(version: string): string {
  const { base, build } = mustParse(version)
  const prerelease = prereleaseOf(base)
  if (prerelease === '') {
    if (build !== '') throw bad(version, 'pseudo.build-without-base')
    return ''
  }
  if (prerelease !== '-0') return base.slice(0, -'.0'.length) + build
  const tag = base.slice(0, -'-0'.length)
  const patch = tag.lastIndexOf('.') + 1
  if (tag.slice(patch) === '0') throw bad(version, 'pseudo.negative-patch')
  return `${tag.slice(0, patch)}${BigInt(tag.slice(patch)) - 1n}${build}`
}

function parsePseudoVersion(version: string): PseudoVersion | undefined {
  if (!isSemver(version)) return undefined
  const build = buildOf(version)
  const [, base, timestamp, rev] = shape.exec(version.slice(0, version.length - build.length)) ?? []
  if (base === undefined || timestamp === undefined || rev === undefined) return undefined
  return { base, timestamp, rev, build }
}

function timeOf({ timestamp }: PseudoVersion): Date | undefined {
  const iso = timestamp.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6.000Z')
  const time = new Date(iso)
  // Date takes 30 February for 2 March.
  return !Number.isNaN(time.getTime()) && time.toISOString() === iso ? time : undefined
}

function mustParse(version: string): PseudoVersion {
  const parts = parsePseudoVersion(version)
  if (!parts) throw bad(version, 'pseudo.malformed')
  return parts
}

function bad(subject: string, reason: `pseudo.${'malformed' | 'bad-time' | 'build-without-base' | 'negative-patch'}`) {
  return new GoferryError('bad-version', { subject, reason })
}
