import { GoferryError } from '../../core/errors.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { decide, type Policy } from '../../core/policy/policy.ts'
import { provesRelease } from '../../core/toolchain/toolchain.ts'

/**
 * The one visibility decision, for every endpoint (design §3.7): throws `denied` where policy hides `path`. A reserved
 * internal prefix is visible: only the way to the upstream is closed to it.
 */
export function checkPathVisible(policy: Policy, path: string): void {
  const decision = decide(policy, path)
  if (decision.verdict === 'denied') throw new GoferryError('denied', { subject: path, reason: decision.reason })
}

/** Throws `denied` where policy hides the path or a recall the version. */
export function checkVersionVisible(policy: Policy, state: LogState, module: ModuleVersion): void {
  checkPathVisible(policy, module.path)
  const why = state.version(module.path, module.version)?.recalled
  if (why === undefined) return
  throw new GoferryError('denied', {
    subject: `${module.path}@${module.version}`,
    reason: 'answer.recalled',
    params: { why },
  })
}

/** Whether `checkVersionVisible` would pass, for lists. */
export function isVersionVisible(policy: Policy, state: LogState, module: ModuleVersion): boolean {
  return (
    decide(policy, module.path).verdict === 'allowed' &&
    state.version(module.path, module.version)?.recalled === undefined
  )
}

/** Whether a list may name a version: it is complete, or what the go command knows a release of Go by. */
export function isListable(state: LogState, module: ModuleVersion): boolean {
  if (isComplete(state, module)) return true
  return provesRelease(module) && state.version(module.path, module.version)?.info !== undefined
}

/** Whether the log names record, info and zip of a version: only such are listed (design §2). */
function isComplete(state: LogState, { path, version }: ModuleVersion): boolean {
  const known = state.version(path, version)
  return known?.info !== undefined && known.zip !== undefined
}
