import { isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { blobKey } from '../../core/tree/keys.ts'
import { maxRootFileBytes } from '../../core/zip/limits.ts'
import type { Journal } from '../../ports/journal.ts'
import type { ModuleIndex } from '../../ports/module-index.ts'
import type { Store } from '../../ports/store.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'
import { IndexKeeper } from '../../services/index/index-keeper.ts'
import type { IndexWorld } from '../../services/index/world.ts'
import type { Log } from '../../services/log/log.ts'
import { readEntries, rootAt } from '../../services/log/read-entries.ts'
import type { Tree } from '../../services/tree/tree.ts'
import { reachedStep } from '../crash-point.ts'

/** The index of a node, and who keeps it in step with the log. */
export interface NodeIndex {
  readonly index: ModuleIndex
  readonly keeper: IndexKeeper
}

/** What the index of a node is made from. */
export interface NodeIndexParts {
  readonly index: ModuleIndex
  readonly store: Store
  readonly log: Log
  readonly tree: Tree
  readonly zipCheck: ZipCheck
  readonly journal: Journal
}

/** The index of the node of `parts`. Nothing is opened or read before the first call. */
export function openNodeIndex({ index, store, log, tree, zipCheck, journal }: NodeIndexParts): NodeIndex {
  const world: IndexWorld = {
    index,
    journal,
    reached: reachedStep,
    log: {
      name: log.head().name,
      state: log.state,
      head: () => log.head(),
      rootAt: size => rootAt(store, log.head(), size),
      entries: (from, to) => readEntries(store, from, to),
    },
    content: {
      quiet: () => tree.quiet(),
      goMod: module => readIfSound(() => store.read(blobKey('public', module, 'mod'), maxRootFileBytes)),
      commands: async module => (await readIfSound(() => commandsOf(store, zipCheck, module))) ?? [],
    },
  }
  return { index, keeper: new IndexKeeper(world) }
}

async function commandsOf(
  store: Store,
  zipCheck: ZipCheck,
  module: ModuleVersion,
): Promise<readonly string[] | undefined> {
  const blob = await store.open(blobKey('public', module, 'zip'))
  if (blob === undefined) return undefined
  await blob.close()
  return blob.location === undefined ? undefined : zipCheck.commands(blob.location, module)
}

/** A damaged file is for `verify` to name: the index says of the version what it can. */
async function readIfSound<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isGoferryError(error, 'store-damaged', 'io-failed', 'too-large', 'bad-zip')) return undefined
    throw error
  }
}
