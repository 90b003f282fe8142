import type { MessageKey } from '../messages/catalogue.ts'
import { matchesPrefixPatterns } from '../module/pattern.ts'

/**
 * Which modules a node has to do with. Patterns are globs as in GOPRIVATE: they match a path or a leading part of it.
 */
export interface Policy {
  /** Only what matches one of these is served; empty: everything. */
  readonly allow: readonly string[]
  /** What matches one of these is refused, whatever `allow` says. */
  readonly deny: readonly string[]
  /** Internal modules: never asked upstream, nor taken from outside (abuse case A01). */
  readonly reserved: readonly string[]
  /** What may be taken although the public checksum database does not list it, and why. The first match counts. */
  readonly unlisted: readonly UnlistedRule[]
}

/** Modules that are taken without the public database. */
export interface UnlistedRule {
  readonly pattern: string
  /** One line for the log: who answers for it, or where it comes from. */
  readonly reason: string
}

/** Whether a module may be served, and why not. */
export type Decision = { readonly verdict: 'allowed' } | { readonly verdict: 'denied'; readonly reason: MessageKey }

/**
 * The decision for a module path. A reserved path is decided like any
 * other: only the way to the upstream is closed to it.
 */
export function decide(policy: Policy, path: string): Decision {
  if (matchesAny(policy.deny, path)) return { verdict: 'denied', reason: 'policy-denied' }
  if (policy.allow.length > 0 && !matchesAny(policy.allow, path)) {
    return { verdict: 'denied', reason: 'policy-not-allowed' }
  }
  return { verdict: 'allowed' }
}

/** Whether `path` is an internal module. */
export function isReserved(policy: Policy, path: string): boolean {
  return matchesAny(policy.reserved, path)
}

/** Why the upstream is never asked for `path`: it is hidden, or internal (A01); undefined where it may be asked. */
export function whyNotAsked(policy: Policy, path: string): MessageKey | undefined {
  const decision = decide(policy, path)
  if (decision.verdict === 'denied') return decision.reason
  return isReserved(policy, path) ? 'policy-reserved' : undefined
}

/** Why `path` may be taken although the public database does not list it, or undefined where it may not. */
export function unlistedReason(policy: Policy, path: string): string | undefined {
  return policy.unlisted.find(({ pattern }) => matchesPrefixPatterns(pattern, path))?.reason
}

function matchesAny(patterns: readonly string[], path: string): boolean {
  return patterns.some(pattern => matchesPrefixPatterns(pattern, path))
}
