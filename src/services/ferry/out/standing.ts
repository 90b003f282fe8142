import type { NamedObject } from '../../../core/ferry/named-object.ts'
import type { LogState } from '../../../core/log/state.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import { proofsKey } from '../../../core/proofs/proofs.ts'
import { partKey } from '../../../core/toolchain/part-key.ts'

/** Where the blob lies that entry `id` names; undefined where a later entry has named another in its place. */
export function standingKey(state: LogState, { kind, digest, module }: NamedObject, id: number): string | undefined {
  if (kind === 'proofs') return state.proofs?.id === id ? proofsKey(digest) : undefined
  const known = module && state.version(module.path, module.version)
  if (module === undefined || known === undefined) return undefined
  const newest = kind === 'mod' ? known.record.id : known[kind]?.id
  return newest === id ? partKey(state, module, kind) : undefined
}

/** Whether a version is withdrawn. */
export function isRecalled(state: LogState, { path, version }: ModuleVersion): boolean {
  return state.version(path, version)?.recalled !== undefined
}
