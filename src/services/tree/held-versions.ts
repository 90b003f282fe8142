import { unescapeVersion } from '../../core/module/escape.ts'
import { existencePlatform, toolchainOf, toolchainPath, toolchainVersion } from '../../core/toolchain/toolchain.ts'
import { blobKey, folderKey, KINDS } from '../../core/tree/keys.ts'
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

/**
 * Of the toolchains `held` the versions by which the go command learns that their releases exist (linux-amd64), where
 * of those the `.info` alone is held: they are listed too, for it asks for no other whatever its own platform is.
 */
export async function provenReleases(store: Store, path: string, held: readonly string[]): Promise<string[]> {
  if (path !== toolchainPath) return []
  const proofs = new Set<string>()
  for (const version of held) {
    const go = toolchainOf(version)?.go
    if (go !== undefined) proofs.add(toolchainVersion({ go, ...existencePlatform }))
  }
  const lacking = [...proofs].filter(version => !held.includes(version))
  const infos = await Promise.all(lacking.map(version => store.stat(blobKey('public', { path, version }, 'info'))))
  return lacking.filter((_, i) => infos[i] !== undefined)
}
