import { compareGoVersions, parseGoVersion } from '../toolchain/go-version.ts'
import type { MainModules } from './main-modules.ts'
import { isStrict } from './pseudo-modules.ts'

/**
 * The release of Go without `go`, `1.26.0`, that the go command fetches for a project where it is older itself
 * (GOTOOLCHAIN=auto): the higher of the go and toolchain lines of go.work and go.mods. Undefined where any go does, as
 * before 1.21 (Go: gover, cmd/go/internal/toolchain).
 */
export function neededToolchain({ language }: MainModules): string | undefined {
  const wanted = language
    .map(({ path, version }) => (path === 'go' ? release(version) : version.replace(/^go/, '')))
    .filter(version => parseGoVersion(version) !== undefined && isStrict(version))
  return wanted.reduce<string | undefined>((highest, version) => {
    const [one, other] = [parseGoVersion(version), parseGoVersion(highest ?? '')]
    return one !== undefined && (other === undefined || compareGoVersions(one, other) > 0) ? version : highest
  }, undefined)
}

/** A language version has its first release with a third number: 1.24 is 1.24.0. */
function release(go: string): string {
  return /^1\.\d+$/.test(go) ? `${go}.0` : go
}
