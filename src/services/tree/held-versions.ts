import { unescapeVersion } from '../../core/module/escape.ts'
import { folderKey, KINDS } from '../../core/tree/keys.ts'
import type { Store } from '../../ports/store.ts'

/**
 * The versions of `path` of which the public tree holds zip, mod and
 * info, in no order. Costs one listing of the folder.
 */
export async function heldVersions(store: Store, path: string): Promise<string[]> {
  const parts = new Map<string, number>()
  for (const name of await store.list(folderKey('public', path))) {
    const dot = name.lastIndexOf('.')
    if (!KINDS.some(kind => kind === name.slice(dot + 1))) continue
    const escaped = name.slice(0, dot)
    parts.set(escaped, (parts.get(escaped) ?? 0) + 1)
  }
  return [...parts].filter(([, count]) => count === KINDS.length).map(([escaped]) => unescapeVersion(escaped))
}
