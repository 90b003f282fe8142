import { createRequire } from 'node:module'
import type { Cron } from 'croner'
import { z } from 'zod'
import { isGoferryError } from '../../core/errors.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import { checkPath } from '../../core/module/path.ts'
import { arePrefixPatterns } from '../../core/module/pattern.ts'
import { parseRanges } from '../../core/module/query.ts'
import { parseAge } from '../../core/quantity.ts'
import { isBuildPlatform } from '../../core/toolchain/platforms.ts'
import { supportedMinors } from '../../core/toolchain/releases.ts'
import { toolchainPath } from '../../core/toolchain/toolchain.ts'
import { LEVELS } from '../../services/closure/levels.ts'

const require = createRequire(import.meta.url)

/** A schedule in cron's form; what reads it is loaded with the first. Throws TypeError for another text. */
function schedule(cron: string): Cron {
  const { Cron: Schedule } = require('croner') as typeof import('croner')
  return new Schedule(cron, { paused: true, mode: '5-part' })
}

const platform = z.string().refine(isBuildPlatform)
/** How much is taken of what a watched thing needs. */
const closure = {
  level: z.enum(LEVELS).default('tidy'),
  platforms: z.array(platform).default([]),
  tags: z.array(z.string().min(1)).default([]),
}

/** Toolchains are no versions of one module: `mirror.toolchains` says which. */
function isWatchable(text: string): boolean {
  return isGlob(text) ? arePrefixPatterns(text) : text !== toolchainPath && passes(() => checkPath(text))
}

const watchedModule = z.strictObject({
  ...closure,
  /** A path, or a glob over the modules that the node knows. */
  module: z.string().refine(isWatchable),
  versions: z
    .string()
    .refine(text => passes(() => parseRanges(text)))
    .default(''),
  latest: z.int().min(1).max(100).default(1),
  minAge: z
    .string()
    .refine(text => parseAge(text) !== undefined)
    .optional(),
  /** `none`: the version alone. */
  level: z.enum(['none', ...LEVELS]).default('tidy'),
})

const watchedProject = z.strictObject({ ...closure, project: z.string().min(1) })

/** The toolchains of Go that are pulled, for these platforms, and that gc keeps, for all: see `ReleasePolicy`. */
const toolchains = z.strictObject({
  latest: z.int().min(1).max(100).default(2),
  minors: z.int().min(1).max(100).default(supportedMinors),
  platforms: z.array(platform).min(1).max(100),
})

/** What a mirror pulls by itself, and when. */
export const mirrorSettings = z.strictObject({
  at: z.string().refine(isCron).optional(),
  watch: z.array(z.union([watchedModule, watchedProject])).default([]),
  toolchains: toolchains.optional(),
})

/** What each part of `mirror` is to be, for who wrote another. */
const meanings: Readonly<Record<string, MessageKey>> = {
  at: 'settings.mirror.at',
  module: 'settings.mirror.module',
  versions: 'settings.mirror.versions',
  latest: 'settings.mirror.latest',
  minAge: 'settings.mirror.minAge',
  level: 'settings.mirror.level',
  platforms: 'settings.mirror.platforms',
  tags: 'settings.mirror.tags',
  project: 'settings.mirror.project',
  toolchains: 'settings.mirror.toolchains',
  minors: 'settings.mirror.minors',
}

/** What the part at `path` of `mirror` is to be; undefined where that is `mirror` itself, its list, or an entry. */
export function meaningIn(path: readonly PropertyKey[]): MessageKey | undefined {
  const name = path.findLast(part => typeof part === 'string')
  return typeof name === 'string' && Object.hasOwn(meanings, name) ? meanings[name] : undefined
}

/** The names that may stand in `mirror`, in its `toolchains`, or at the `path` of an entry of a module or a project. */
export function namesIn(path: readonly PropertyKey[], isProject: boolean): string[] {
  if (path.length === 1) return Object.keys(mirrorSettings.shape)
  if (path[1] === 'toolchains') return Object.keys(toolchains.shape)
  return Object.keys((isProject ? watchedProject : watchedModule).shape)
}

/** Whether the text of `module` stands for modules that the node knows, and is no path. */
export function isGlob(text: string): boolean {
  return /[*?[\\,]/.test(text)
}

/** Whether `check` throws of a path or a version nothing. */
function passes(check: () => unknown): boolean {
  try {
    check()
    return true
  } catch (error) {
    if (isGoferryError(error, 'bad-module-path', 'bad-version')) return false
    throw error
  }
}

/** One thing that is watched. */
export type Watched = z.output<typeof mirrorSettings>['watch'][number]

/** The toolchains that are pulled and kept. */
export type PulledToolchains = z.output<typeof toolchains>

/** Whether `mirror` names anything that a pull could take. */
export function pullsAnything(mirror: z.output<typeof mirrorSettings> | undefined): boolean {
  return mirror !== undefined && (mirror.watch.length > 0 || mirror.toolchains !== undefined)
}

function isCron(text: string): boolean {
  try {
    return schedule(text).nextRun() !== null
  } catch {
    return false
  }
}

/** When a schedule in cron's form, in the machine's time zone, is due: the last time before `now`, and the next. */
export function dueTimes(
  cron: string,
  now: Date,
): { readonly last: Date | undefined; readonly next: Date | undefined } {
  const times = schedule(cron)
  return { last: times.previousRuns(1, now)[0], next: times.nextRun(now) ?? undefined }
}
