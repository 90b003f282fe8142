import { escapePath, escapeVersion } from '../module/escape.ts'
import type { ModuleVersion } from '../module/module-version.ts'

/**
 * The parts of a version's triple, in the order in which they become visible: a zip is never seen before it is whole.
 */
export const KINDS = ['zip', 'mod', 'info'] as const

/** A part of a version's triple. */
export type Kind = (typeof KINDS)[number]

/** What the log names of a version: also the archive of a toolchain, which lies beside the tree. */
export type Part = Kind | 'archive'

/** The public tree, and its twin that no one can reach: what is quarantined, recalled or restricted lies there. */
export type Realm = 'public' | 'withheld'

/**
 * The key of one part of `module`: `public/example.com/!x/@v/v1.0.0.zip`. Throws `bad-module-path` or `bad-version`.
 */
export function blobKey(realm: Realm, module: ModuleVersion, kind: Kind): string {
  return `${folderKey(realm, module.path)}/${escapeVersion(module.version)}.${kind}`
}

/** The folder of a module's versions: `public/example.com/!x/@v`. Throws `bad-module-path`. */
export function folderKey(realm: Realm, path: string): string {
  return `${realm}/${escapePath(path)}/@v`
}

/** The derived key of a module's version list. */
export function listKey(path: string): string {
  return `${folderKey('public', path)}/list`
}

/** The derived key of what `@latest` answers. */
export function latestKey(path: string): string {
  return `public/${escapePath(path)}/@latest`
}
