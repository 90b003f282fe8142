import { isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { IndexedVersion } from '../../ports/module-index.ts'
import { indexVersion } from './index-version.ts'
import type { IndexWorld } from './world.ts'

/** Versions in one transaction. */
const batch = 200

/** Told of each batch: how many entries of how many are indexed, and the last version. */
export type Advanced = (entries: number, of: number, at: string) => void

/**
 * Takes what the log says since the cursor into the index; its work is that of the new entries. An index of another
 * log, of one that went another way, or a damaged one is made anew. Stops at the next batch once `signal` is aborted:
 * what is left is taken next time. Throws what index and store throw.
 */
export async function catchUp(world: IndexWorld, signal?: AbortSignal, advanced?: Advanced): Promise<void> {
  try {
    await takeNew(world, signal, advanced)
  } catch (error) {
    if (!isGoferryError(error, 'store-damaged')) throw error
    world.journal.warn('index-made-anew', { error: String(error) })
    await world.index.clear()
    await takeNew(world, signal, advanced)
  }
}

async function takeNew(world: IndexWorld, signal?: AbortSignal, advanced?: Advanced): Promise<void> {
  const { index, log, content } = world
  const from = await startOf(world)
  const { size, root } = log.head()
  // What is logged by now may be on its way to the tree.
  await content.quiet()
  if (from === size) return
  const seen = new Set<string>()
  let rows: ModuleVersion[] = []
  let entries = from
  const flush = async () => {
    await index.put(await described(world, rows))
    world.reached('rows-indexed')
    const last = rows.at(-1)
    if (last !== undefined) advanced?.(entries, size, `${last.path}@${last.version}`)
    rows = []
  }
  for await (const entry of log.entries(from, size)) {
    entries++
    if (!('path' in entry) || seen.has(`${entry.path}@${entry.version}`)) continue
    seen.add(`${entry.path}@${entry.version}`)
    rows.push({ path: entry.path, version: entry.version })
    if (rows.length < batch) continue
    if (signal?.aborted) return
    await flush()
  }
  await flush()
  await index.put([], { log: log.name, size, root })
}

/** Says again of `modules` what is held of them now: parts that came after their entries were indexed. */
export async function describeAgain(world: IndexWorld, modules: readonly ModuleVersion[]): Promise<void> {
  await world.index.put(await described(world, modules))
}

/** From which entry on the index lacks what the log says; an index that is not of this log is emptied. */
async function startOf({ index, log, journal }: IndexWorld): Promise<number> {
  const cursor = await index.cursor()
  if (cursor === undefined) return 0
  const isOfLog = cursor.log === log.name && cursor.size <= log.head().size
  if (isOfLog && (await rootOf(log, cursor.size)) === cursor.root) return cursor.size
  journal.warn('index-made-anew', { log: cursor.log, size: cursor.size })
  await index.clear()
  return 0
}

async function rootOf(log: IndexWorld['log'], size: number): Promise<string | undefined> {
  try {
    return await log.rootAt(size)
  } catch (error) {
    if (isGoferryError(error, 'bad-tile', 'store-damaged')) return undefined
    throw error
  }
}

async function described(world: IndexWorld, modules: readonly ModuleVersion[]): Promise<IndexedVersion[]> {
  const versions = await Promise.all(modules.map(module => indexVersion(world, module)))
  return versions.filter(version => version !== undefined)
}
