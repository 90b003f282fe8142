import { onlyString } from './argument.ts'
import { type Grammar, interpret, once } from './directive.ts'
import { goVersion, toolchainName } from './go-version.ts'
import { type Godebug, godebug } from './godebug.ts'
import { type Replacement, replacement } from './replace.ts'

/** What a go.work says: its directives in the order of the file. */
export interface GoWork {
  /** The version of the `go` directive: `1.21`, without `go`. */
  readonly go?: string
  /** The name of the `toolchain` directive: `go1.21.0` or `default`. */
  readonly toolchain?: string
  readonly godebug: readonly Godebug[]
  /** Directories of modules, relative to the go.work or rooted. */
  readonly use: readonly string[]
  readonly replace: readonly Replacement[]
}

/** Parses a go.work, as x/mod's `ParseWork` without a fixer. `file` is the name for errors. Throws bad-gomod. */
export function parseGoWork(file: string, bytes: Uint8Array): GoWork {
  return interpret({ verbs, lax: false }, file, bytes, { godebug: [], use: [], replace: [] })
}

/** A GoWork that is being read. */
interface Draft extends GoWork {
  go?: string
  toolchain?: string
  readonly godebug: Godebug[]
  readonly use: string[]
  readonly replace: Replacement[]
}

const verbs: Grammar<Draft>['verbs'] = {
  go(work, directive) {
    work.go = once(work.go, directive, goVersion)
  },
  toolchain(work, directive) {
    work.toolchain = once(work.toolchain, directive, toolchainName)
  },
  godebug(work, directive) {
    work.godebug.push(godebug(directive))
  },
  use(work, directive) {
    work.use.push(onlyString(directive))
  },
  replace(work, directive) {
    work.replace.push(replacement(directive))
  },
}
