/** A version of Go, taken apart: `1.26.8`, `1.27rc1`, `1.21` (the language, before its first release candidate). */
export interface GoVersion {
  readonly major: number
  readonly minor: number
  /** -1 where it names none and the version is older than each that does. */
  readonly patch: number
  /** `''`, `alpha`, `beta` or `rc`. */
  readonly kind: string
  /** The number of the pre-release; -1 for none. */
  readonly pre: number
}

/**
 * Reads the version of a toolchain, as `go env GOVERSION` (`go1.26.8`, `go1.26.8-corp`, `go1.26.8 X:boringcrypto`) or a
 * directive has it; undefined for what names no release (`devel …`). Go: internal/gover, FromToolchain and Parse.
 */
export function parseGoVersion(text: string): GoVersion | undefined {
  const match = /^(?:go)?(\d{1,9})(?:\.(\d{1,9})(?:\.(\d{1,9})|([a-z]+)(\d{1,9})?)?)?(?:[ \t-].*)?$/.exec(text)
  if (match === null || match.slice(1).some(part => /^0\d/.test(part ?? ''))) return undefined
  const [, major, minor = '0', patch, kind = '', pre = '-1'] = match
  // Before 1.21 the language version and the first release were one.
  const none = kind === '' && Number(minor) < 21 ? '0' : '-1'
  return { major: Number(major), minor: Number(minor), patch: Number(patch ?? none), kind, pre: Number(pre) }
}

/** Below 0 where `a` is older than `b`, 0 where they are the same (Go: go/version, Compare). */
export function compareGoVersions(a: GoVersion, b: GoVersion): number {
  const byKind = a.kind < b.kind ? -1 : Number(a.kind > b.kind)
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || byKind || a.pre - b.pre
}

/**
 * Whether this go takes an empty or unrelated answer of a checksum database for a good one, so that whoever stands
 * between it and the database passes any module off: CVE-2026-42501, mended in 1.25.10 and 1.26.3.
 */
export function takesEmptyRecords(version: GoVersion): boolean {
  const before = (text: string) => compareGoVersions(version, parseGoVersion(text) ?? version) < 0
  return before('1.25.10') || (version.major === 1 && version.minor === 26 && before('1.26.3'))
}
