import { GoferryError } from '../errors.ts'
import type { ModuleVersion } from './module-version.ts'
import { checkPath } from './path.ts'
import { matchesPathMajor, splitPathVersion } from './path-major.ts'
import { buildOf, canonical, isSemver, majorOf } from './semver.ts'

/**
 * `version` in canonical form, `+incompatible` kept, other build metadata dropped;
 * undefined where it is not valid. Source: Go's `module.CanonicalVersion`.
 */
export function canonicalVersion(version: string): string | undefined {
  if (!isSemver(version)) return undefined
  return buildOf(version) === '+incompatible' ? `${canonical(version)}+incompatible` : canonical(version)
}

/**
 * Whether `version` names one version for ever (`v1.2.3`, a pre-release, a pseudo-version, `+incompatible`), and is not
 * a query such as a branch, a commit, `v1` or `latest`. Only such names may be kept as immutable.
 */
export function isCanonicalVersion(version: string): boolean {
  return version === canonicalVersion(version)
}

/**
 * Checks that `path` is a module path, `version` a semantic version (short forms too), and that both are of one major
 * version. Source: Go's `module.Check`.
 * @throws bad-module-path, bad-version
 */
export function checkModuleVersion(path: string, version: string): void {
  checkPath(path)
  if (!isSemver(version)) throw new GoferryError('bad-version', { subject: version, reason: 'version.not-semver' })
  const pathMajor = splitPathVersion(path)?.pathMajor ?? ''
  if (matchesPathMajor(version, pathMajor)) return
  const params = { wanted: pathMajor === '' ? 'v0, v1' : pathMajor.slice(1), got: majorOf(version) }
  throw new GoferryError('bad-version', { subject: version, reason: 'version.wrong-major', params })
}

/**
 * As `checkModuleVersion`, and `version` is canonical: the check of a version named by a `.info`, `.mod` or `.zip`.
 * @throws bad-module-path, bad-version
 */
export function checkVersion(path: string, version: string): void {
  checkModuleVersion(path, version)
  if (isCanonicalVersion(version)) return
  throw new GoferryError('bad-version', { subject: version, reason: 'version.not-canonical' })
}

/**
 * Checks that a version has `+incompatible` only where go would give it that: from v2 on, of a path that names no major
 * version, without a go.mod. The go command checks this where it makes a version out of a repository, not where a proxy
 * gives it one. Source: cmd/go `modfetch.codeRepo.convert`.
 * @throws bad-version
 */
export function checkIncompatible({ path, version }: ModuleVersion, hasGoMod: boolean): void {
  if (buildOf(version) !== '+incompatible') return
  const base = version.slice(0, -'+incompatible'.length)
  const major = majorOf(version)
  const isCompatible = matchesPathMajor(base, splitPathVersion(path)?.pathMajor ?? '')
  const refusal = { subject: version, params: { major, path: `${path}/${major}` } }
  if (isCompatible) throw new GoferryError('bad-version', { ...refusal, reason: 'version.compatible' })
  if (hasGoMod) throw new GoferryError('bad-version', { ...refusal, reason: 'version.has-go-mod' })
}
