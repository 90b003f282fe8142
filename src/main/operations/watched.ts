import { GoferryError } from '../../core/errors.ts'
import type { LogState } from '../../core/log/state.ts'
import { matchesPrefixPatterns } from '../../core/module/pattern.ts'
import { parseRanges } from '../../core/module/query.ts'
import { type Policy, whyNotAsked } from '../../core/policy/policy.ts'
import { parseAge } from '../../core/quantity.ts'
import { toolchainPath } from '../../core/toolchain/toolchain.ts'
import { vendorOf } from '../../core/toolchain/vendor.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Target } from '../../services/closure/record.ts'
import type { WatchedModule } from '../../services/watch/world.ts'
import { isGlob, type Watched } from '../config/watch.ts'
import type { Writer } from '../node/writer.ts'

/** What pulling is done with. */
export interface Pulling {
  readonly writer: Writer
  /** In the form of GOPROXY. */
  readonly chain: string
  readonly watch: Watch
}

/** A rule for modules. */
export type ModuleRule = Extract<Watched, { readonly module: string }>

/** A watched module, and the rule that it is watched by. */
export interface RuledModule extends WatchedModule {
  readonly from: ModuleRule
}

/**
 * The modules that `watched` names: paths as they are; globs by the modules of the log that policy leaves to the
 * upstream, toolchains apart. The first rule counts.
 */
export function watchedModules(watched: readonly Watched[], state: LogState, policy: Policy): RuledModule[] {
  const found = new Map<string, RuledModule>()
  const isKnown = (path: string) =>
    whyNotAsked(policy, path) === undefined && path !== toolchainPath && vendorOf(path) === undefined
  for (const from of watched) {
    if (!('module' in from)) continue
    const known = isGlob(from.module) ? [...state.paths()].filter(isKnown) : undefined
    const paths = known?.filter(path => matchesPrefixPatterns(from.module, path)) ?? [from.module]
    const minAgeMs = from.minAge === undefined ? 0 : (parseAge(from.minAge) ?? 0)
    const rule = { ranges: parseRanges(from.versions), latest: from.latest, minAgeMs }
    for (const path of paths) if (!found.has(path)) found.set(path, { path, rule, from })
  }
  return [...found.values()]
}

/** The rule of the module `path`. */
export function levelOf(modules: readonly RuledModule[], path: string): ModuleRule {
  const rule = modules.find(module => module.path === path)?.from
  if (rule === undefined) throw new GoferryError('internal', { subject: path })
  return rule
}

/** What packages are built for. */
export function targetsOf({ platforms, tags }: Pick<Watched, 'platforms' | 'tags'>): Target[] {
  if (platforms.length === 0) return [{ tags }]
  return platforms.map(platform => {
    const [os = '', arch = ''] = platform.split('/')
    return { os, arch, tags }
  })
}
