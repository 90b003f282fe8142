import type { Replacement } from '../modfile/replace.ts'
import type { ModuleVersion } from '../module/module-version.ts'

/**
 * The replace lines of one file: for a module at a version what is taken in its place; a line for the version goes
 * before one for all.
 */
export class Replacements {
  readonly #byVersion = new Map<string, ModuleVersion>()

  constructor(lines: readonly Replacement[]) {
    // Of several lines for the same the last holds, as in Go's toReplaceMap.
    for (const line of lines) this.#byVersion.set(key(line.old), line.new)
  }

  /** What stands in the place of `module`; undefined where nothing does. */
  of(module: ModuleVersion): ModuleVersion | undefined {
    return this.#byVersion.get(key(module)) ?? this.#byVersion.get(key({ path: module.path, version: '' }))
  }
}

const key = ({ path, version }: ModuleVersion) => `${path}@${version}`
