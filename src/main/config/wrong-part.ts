import type { z } from 'zod'
import { isObject } from '../../core/json-object.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import { meaningIn, namesIn } from './watch.ts'

/** The part of a nested setting that is wrong. */
export interface WrongPart {
  readonly path: readonly PropertyKey[]
  /** What it is to be; undefined: the setting as a whole says. */
  readonly reason: MessageKey | undefined
  /** The names that there are, where it has another. */
  readonly allowed: readonly string[]
}

/** What `issue` is about within the setting `mirror`; `given` are all settings as they were written. */
export function wrongPartOfMirror(issue: z.core.$ZodIssue, given: unknown): WrongPart {
  const { path, leaf } = innermost(issue)
  const entry = path.slice(0, 3).reduce<unknown>((whole, part) => Object(whole)[part], given)
  const isProject = isObject(entry) && Object.hasOwn(entry, 'project') && !Object.hasOwn(entry, 'module')
  if (leaf.code !== 'unrecognized_keys') return { path, reason: meaningIn(path), allowed: [] }
  return { path: [...path, leaf.keys[0] ?? ''], reason: 'settings.unknown', allowed: namesIn(path, isProject) }
}

/**
 * Of an entry that is neither a module nor a project: what is wrong with it as that to which it is nearer; a name that
 * there is none of before one that is missing.
 */
function innermost(issue: z.core.$ZodIssue): { readonly path: PropertyKey[]; readonly leaf: z.core.$ZodIssue } {
  if (issue.code !== 'invalid_union') return { path: issue.path, leaf: issue }
  const [nearest = []] = issue.errors.toSorted((a, b) => a.length - b.length)
  const found = nearest.find(one => one.code === 'unrecognized_keys') ?? nearest[0]
  if (found === undefined) return { path: issue.path, leaf: issue }
  const { path, leaf } = innermost(found)
  return { path: [...issue.path, ...path], leaf }
}

/** `mirror.watch[2].minAge`. */
export function dotted(path: readonly PropertyKey[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('')
}
