import { GoferryError } from '../../core/errors.ts'
import { rowOf } from './codes.ts'
import type { Check, Finding, Mended } from './finding.ts'

/** What may be mended. */
export interface Mending {
  /** Whether anything may. */
  readonly fix: boolean
  /** What was asked for besides: settings of the go command, a fork that the operator has explained. */
  readonly allowed: ReadonlySet<string>
}

/** What is told of a finding: also what was done about it. */
export type Tell = (finding: Finding, mended: readonly Mended[]) => void

/**
 * Runs the checks one after the other on `world`, made anew after each change, and tells what each finds. Where
 * something was mended the check looks again, and what it finds then counts: that is told, with what was done. Throws
 * what is no GoferryError.
 */
export async function examine<World>(
  checks: readonly Check<World>[],
  world: () => Promise<World>,
  mending: Mending,
  tell: Tell,
): Promise<void> {
  let current = await world()
  for (const check of checks) {
    const found = await run(check, current)
    const mended = new Map<Finding, readonly Mended[]>()
    for (const finding of found) mended.set(finding, await mend(finding, mending))
    const changed = [...mended.values()].flat().some(({ done }) => done)
    if (!changed) {
      for (const [finding, notes] of mended) tell(finding, notes)
      continue
    }
    const notes = [...mended.values()].flat()
    current = await world()
    const left = await run(check, current)
    for (const [i, finding] of left.entries()) tell(finding, i === 0 ? notes : [])
  }
}

async function run<World>(check: Check<World>, world: World): Promise<readonly Finding[]> {
  try {
    return await check(world)
  } catch (error) {
    if (!(error instanceof GoferryError)) throw error
    return [{ code: 'check-failed', subject: error.subject, error }]
  }
}

async function mend({ code, mend }: Finding, { fix, allowed }: Mending): Promise<readonly Mended[]> {
  if (!fix || mend === undefined || rowOf(code).level === 'ok') return []
  if (mend.needs !== undefined && !allowed.has(mend.needs)) return []
  try {
    return [await mend.run()]
  } catch (error) {
    if (!(error instanceof GoferryError)) throw error
    return [{ says: 'doctor.not-mended', params: {}, error, done: false }]
  }
}
