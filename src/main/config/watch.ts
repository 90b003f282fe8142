import { Cron } from 'croner'
import { z } from 'zod'
import { isGoferryError } from '../../core/errors.ts'
import { arePrefixPatterns } from '../../core/module/pattern.ts'
import { parseQuery, type RangeQuery } from '../../core/module/query.ts'
import { parseAge } from '../../core/quantity.ts'
import { LEVELS } from '../../services/closure/closure.ts'

const platform = z.string().regex(/^[a-z0-9]+\/[a-z0-9]+$/)
/** How much is taken of what a watched thing needs. */
const closure = {
  level: z.enum(LEVELS).default('tidy'),
  platforms: z.array(platform).default([]),
  tags: z.array(z.string().min(1)).default([]),
}

const watchedModule = z.strictObject({
  ...closure,
  /** A path, or a glob over the modules that the node knows. */
  module: z.string().refine(arePrefixPatterns),
  versions: z
    .string()
    .refine(text => parseRanges(text) !== undefined)
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

/** What a mirror pulls by itself, and when. */
export const mirrorSettings = z.strictObject({
  at: z.string().refine(isCron).optional(),
  watch: z.array(z.union([watchedModule, watchedProject])).default([]),
})

/** One thing that is watched. */
export type Watched = z.output<typeof mirrorSettings>['watch'][number]

/** The ranges in a text such as `>=v0.20.0 <v1`, parted by spaces; undefined for another text. */
export function parseRanges(text: string): RangeQuery[] | undefined {
  try {
    const queries = text.split(' ').filter(Boolean).map(parseQuery)
    return queries.every(query => query.kind === 'range') ? queries : undefined
  } catch (error) {
    if (isGoferryError(error, 'bad-version')) return undefined
    throw error
  }
}

function isCron(text: string): boolean {
  try {
    return new Cron(text, { paused: true, mode: '5-part' }).nextRun() !== null
  } catch {
    return false
  }
}

/** When a schedule in cron's form, in the machine's time zone, is due: the last time before `now`, and the next. */
export function dueTimes(
  cron: string,
  now: Date,
): { readonly last: Date | undefined; readonly next: Date | undefined } {
  const schedule = new Cron(cron, { paused: true, mode: '5-part' })
  return { last: schedule.previousRuns(1, now)[0], next: schedule.nextRun(now) ?? undefined }
}
