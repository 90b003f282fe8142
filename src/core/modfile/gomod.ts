import type { ModuleVersion } from '../module/module-version.ts'
import { onlyString } from './argument.ts'
import { deprecation } from './comment.ts'
import { type Directive, type Grammar, interpret, once } from './directive.ts'
import { goVersion, laxGoVersion, toolchainName } from './go-version.ts'
import { type Godebug, godebug } from './godebug.ts'
import { moduleVersion } from './path-version.ts'
import { type Replacement, replacement } from './replace.ts'
import { type Requirement, requirement } from './require.ts'
import { laxRetraction, type Retraction, retraction } from './retract.ts'

/** What a go.mod says: its directives in the order of the file. Comments are kept only where they mean something. */
export interface GoMod {
  readonly module?: Module
  /** The version of the `go` directive: `1.21`, without `go`. */
  readonly go?: string
  /** The name of the `toolchain` directive: `go1.21.0` or `default`. */
  readonly toolchain?: string
  readonly godebug: readonly Godebug[]
  readonly require: readonly Requirement[]
  readonly exclude: readonly ModuleVersion[]
  readonly replace: readonly Replacement[]
  readonly retract: readonly Retraction[]
  /** Package paths. */
  readonly tool: readonly string[]
  /** Directories, relative to the go.mod. */
  readonly ignore: readonly string[]
}

/** The `module` directive. */
export interface Module {
  /** The path without quotes. It is not checked. */
  readonly path: string
  /** The message after `Deprecated:` in the comments of the directive, or `''`. */
  readonly deprecated: string
}

/**
 * Parses the go.mod of a main module: each directive must be known, each version is made canonical. As x/mod's `Parse`
 * without a fixer. `file` is the name for errors. Throws bad-gomod.
 */
export function parseGoMod(file: string, bytes: Uint8Array): GoMod {
  return interpret({ verbs: main, lax: false }, file, bytes, empty())
}

/**
 * Parses the go.mod of a dependency: only module, go, require, retract and ignore are read, all else is passed over. As
 * x/mod's `ParseLax` without a fixer. `file` is the name for errors. Throws bad-gomod.
 */
export function parseGoModLax(file: string, bytes: Uint8Array): GoMod {
  return interpret({ verbs: dependency, lax: true }, file, bytes, empty())
}

/** A GoMod that is being read. */
interface Draft extends GoMod {
  module?: Module
  go?: string
  toolchain?: string
  readonly godebug: Godebug[]
  readonly require: Requirement[]
  readonly exclude: ModuleVersion[]
  readonly replace: Replacement[]
  readonly retract: Retraction[]
  readonly tool: string[]
  readonly ignore: string[]
}

function empty(): Draft {
  return { godebug: [], require: [], exclude: [], replace: [], retract: [], tool: [], ignore: [] }
}

/** What dependencies need, each in its forgiving form. */
const dependency: Grammar<Draft>['verbs'] = {
  module(mod, directive) {
    mod.module = once(mod.module, directive, moduleOf)
  },
  go(mod, directive) {
    mod.go = once(mod.go, directive, laxGoVersion)
  },
  require(mod, directive) {
    mod.require.push(requirement(directive))
  },
  retract(mod, directive) {
    const known = laxRetraction(directive)
    if (known) mod.retract.push(known)
  },
  ignore(mod, directive) {
    mod.ignore.push(onlyString(directive))
  },
}

const main: Grammar<Draft>['verbs'] = {
  ...dependency,
  go(mod, directive) {
    mod.go = once(mod.go, directive, goVersion)
  },
  toolchain(mod, directive) {
    mod.toolchain = once(mod.toolchain, directive, toolchainName)
  },
  godebug(mod, directive) {
    mod.godebug.push(godebug(directive))
  },
  exclude(mod, directive) {
    mod.exclude.push(moduleVersion(directive))
  },
  replace(mod, directive) {
    mod.replace.push(replacement(directive))
  },
  retract(mod, directive) {
    mod.retract.push(retraction(directive))
  },
  tool(mod, directive) {
    mod.tool.push(onlyString(directive))
  },
}

function moduleOf(directive: Directive): Module {
  return { path: onlyString(directive), deprecated: deprecation(directive.comment) }
}
