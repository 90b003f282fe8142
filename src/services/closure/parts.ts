import type { ModuleVersion } from '../../core/module/module-version.ts'
import { compareVersions } from '../../core/module/semver.ts'
import type { GoSumLine } from '../../core/sumdb/go-sum-file.ts'
import { KINDS, type Kind } from '../../core/tree/keys.ts'

/** One version of a closure. */
export interface ClosureVersion extends ModuleVersion {
  readonly parts: readonly Kind[]
  /** What go.sum says of it. */
  readonly sums: { readonly h1Zip?: string | undefined; readonly h1Mod?: string | undefined }
}

interface Draft extends ModuleVersion {
  readonly parts: Set<Kind>
  readonly sums: { h1Zip?: string; h1Mod?: string }
}

/** `found`, version by version. */
export function versionsOfParts(
  found: readonly { readonly module: ModuleVersion; readonly kind: Kind }[],
): ClosureVersion[] {
  const parts = new ClosureParts()
  for (const { module, kind } of found) parts.take(module, kind)
  return parts.versions()
}

/** The parts of versions that are to be held, gathered one by one. */
export class ClosureParts {
  readonly #versions = new Map<string, Draft>()

  /** One more part. */
  take(module: ModuleVersion, part: Kind): void {
    this.#of(module).parts.add(part)
  }

  /** What go.sum says of a version that was taken. */
  note(line: GoSumLine): void {
    this.#of(line).sums[line.part === 'zip' ? 'h1Zip' : 'h1Mod'] = line.h1
  }

  /** All of them, by path and version. */
  versions(): ClosureVersion[] {
    const found = [...this.#versions.values()]
    found.sort((a, b) => (a.path === b.path ? compareVersions(a.version, b.version) : a.path < b.path ? -1 : 1))
    return found.map(({ parts, ...version }) => ({ ...version, parts: KINDS.filter(kind => parts.has(kind)) }))
  }

  #of({ path, version }: ModuleVersion): Draft {
    const key = `${path}@${version}`
    const known = this.#versions.get(key) ?? { path, version, parts: new Set<Kind>(), sums: {} }
    this.#versions.set(key, known)
    return known
  }
}
