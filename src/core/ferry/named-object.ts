import type { Entry } from '../log/entry.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import type { ObjectKind } from './object-frame.ts'

/** The blob that an entry names, as it travels. */
export interface NamedObject {
  readonly kind: Exclude<ObjectKind, 'certificate'>
  /** `h1:` of a mod, SHA-256 in hexadecimal of all else. */
  readonly digest: string
  /** Bytes, where the entry says them. */
  readonly size: number | undefined
  /** The version that it is a part of; undefined for proofs. */
  readonly module: ModuleVersion | undefined
}

/** What `entry` names; undefined for one that names no blob. */
export function namedObject(entry: Entry): NamedObject | undefined {
  switch (entry.kind) {
    case 'record':
      return { kind: 'mod', digest: entry.h1Mod, size: undefined, module: entry }
    case 'info':
      return { kind: 'info', digest: entry.sha256, size: undefined, module: entry }
    case 'zip':
    case 'archive':
      return { kind: entry.kind, digest: entry.sha256, size: entry.size, module: entry }
    case 'proofs':
      return { kind: 'proofs', digest: entry.sha256, size: entry.size, module: undefined }
    default:
      return undefined
  }
}
