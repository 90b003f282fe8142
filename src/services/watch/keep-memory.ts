import { utf8 } from '../../core/bytes.ts'
import { isGoferryError } from '../../core/errors.ts'
import { ModuleMemory, memoryKey } from '../../core/watch/memory.ts'
import type { WatchWorld } from './world.ts'

/** As much is read of what is remembered of a module: a list of 4 MiB makes less. */
const maxBytes = 1 << 28

/** What is remembered of a module, with a way to keep it. */
export interface KeptMemory {
  readonly memory: ModuleMemory
  /** Writes what is new, durably; a preview writes nothing. Throws what the store throws. */
  save(): Promise<void>
}

/**
 * What was remembered of the module `path`; what cannot be read counts for nothing, and the journal says so. Throws
 * what the store throws.
 */
export async function openMemory(world: WatchWorld, path: string, dry: boolean): Promise<KeptMemory> {
  const { store, journal } = world
  const key = memoryKey(path)
  const before = await read(world, key)
  const now = world.now()
  const found = before && ModuleMemory.parse(path, before, now)
  if (before !== undefined && found === undefined) journal.warn('watch-memory-made-anew', { module: path })
  if (found?.wentBack) journal.warn('watch-clock-back', { module: path, file: key })
  const memory = found ?? ModuleMemory.begin(path, now)
  let written = before && Buffer.from(before).toString()
  return {
    memory,
    async save() {
      const text = memory.format()
      if (dry || text === written) return
      await store.replace(key, utf8(text))
      written = text
    },
  }
}

/** Empty, which no memory is, where it is longer than any. */
async function read({ store }: WatchWorld, key: string): Promise<Uint8Array | undefined> {
  try {
    return await store.read(key, maxBytes)
  } catch (error) {
    if (isGoferryError(error, 'too-large', 'store-damaged')) return new Uint8Array()
    throw error
  }
}
