import type { GoferryError } from '../../core/errors.ts'
import type { LogState } from '../../core/log/state.ts'
import { releasesOf } from '../../core/toolchain/releases.ts'
import { type Toolchain, toolchainPath } from '../../core/toolchain/toolchain.ts'
import { type ToolchainWish, wantedToolchains } from '../../core/toolchain/wanted.ts'

/** What resolving needs of the node: what the upstream lists of the toolchains, and what the log knows. */
export interface ResolveWorld {
  readonly pull: { list(path: string): Promise<ToolchainList> }
  readonly state: LogState
}

type ToolchainList =
  | { readonly status: 'known'; readonly versions: readonly string[] }
  | { readonly status: 'absent' }
  | { readonly status: 'refused' | 'failed'; readonly error: Error }

/** The toolchains of a wish, the queries that nothing answers, and why the upstream gave no list where it gave none. */
export interface ResolvedWish {
  readonly toolchains: readonly Toolchain[]
  readonly unknown: readonly { readonly query: string; readonly error: GoferryError }[]
  readonly unlisted: Error | undefined
}

/**
 * What `wish` stands for among the releases that upstream and log know; where the upstream gives no list, among those
 * of the log. Asks for one list.
 */
export async function resolveWish({ pull, state }: ResolveWorld, wish: ToolchainWish): Promise<ResolvedWish> {
  const listed = await pull.list(toolchainPath)
  const versions = [...(listed.status === 'known' ? listed.versions : []), ...state.versions(toolchainPath)]
  const unknown: { query: string; error: GoferryError }[] = []
  const toolchains = wantedToolchains(wish, releasesOf(versions), (query, error) => unknown.push({ query, error }))
  return { toolchains, unknown, unlisted: 'error' in listed ? listed.error : undefined }
}
