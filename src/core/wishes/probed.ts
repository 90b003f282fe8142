import type { Wish } from './wish-list.ts'

/**
 * Whether `wish` may be a path that the go command tried on its way to one of `had`: it asks for every path above a
 * package with the same query, since any of them may be its module (cmd/go modload.queryPrefixModules).
 */
export function isProbed({ path, version }: Wish, had: readonly Wish[]): boolean {
  return had.some(one => one.version === version && one.path.startsWith(`${path}/`))
}
