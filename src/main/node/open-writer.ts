import { GoferryError } from '../../core/errors.ts'
import type { Keys } from '../../services/keys/keys.ts'
import type { Log } from '../../services/log/log.ts'
import { Misses } from '../../services/misses/misses.ts'
import {
  clock,
  openIndex,
  openKeys,
  openLock,
  openStore,
  openStoreAlone,
  openZipCheck,
  ownerOf,
  upstreamAt,
} from '../compose.ts'
import { reachedStep } from '../crash-point.ts'
import { publicIdentity } from './open-identity.ts'
import { openNodeIndex } from './open-index.ts'
import { openLog } from './open-log.ts'
import { openHeads, openPull, type PullOptions } from './open-pull.ts'
import type { PublicIdentity } from './open-reader.ts'
import { openBallast, openRoom } from './open-room.ts'
import { openTree } from './open-tree.ts'
import type { Writer } from './writer.ts'

/** What the holder of the lock has of the folder before it is read. */
interface Locked extends Pick<Writer, 'store' | 'ballast'> {
  readonly lock: { release(): Promise<void> }
}

/** What opening the writing side takes. */
export interface WriterParts extends PullOptions {
  readonly data: string
  /** The upstream's URL, credentials included; undefined for none. */
  readonly upstreamUrl: string | undefined
  /** The value of GOFERRY_KEY. */
  readonly keyText: string | undefined
  /** Whether the process does nothing else: it may stand still while it reads a small file. */
  readonly isAlone?: boolean
}

/**
 * Takes the lock, makes key and name at the first start, recovers the
 * log and the tree. Throws `data-locked` and what recovery throws.
 */
export async function openWriter(parts: WriterParts): Promise<Writer> {
  const lock = await openLock(parts.data).acquire()
  try {
    const store = parts.isAlone ? openStoreAlone(parts.data) : openStore(parts.data)
    const ballast = openBallast({ ...parts, store })
    return await ballast.spent(() => openLocked(parts, { lock, store, ballast }))
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function openLocked(parts: WriterParts, { lock, store, ballast }: Locked): Promise<Writer> {
  const { data, settings, journal } = parts
  const keys = openKeys(data, parts.keyText)
  const { identity, log } = await openLog({ data, store, keys, settings, journal })
  const tree = await openTree({ data, store, log })
  const misses = await Misses.open({ store, clock, reached: reachedStep })
  const { room, givenUp, pullRoom } = await openRoom({ data, settings, store, state: log.state })
  const zipCheck = openZipCheck()
  const rows = openIndex(data, settings, ownerOf(identity))
  const index = openNodeIndex({ index: rows, store, log, tree, zipCheck, journal })
  const listeners: (() => void)[] = [() => index.keeper.note()]
  const growing = {
    state: log.state,
    append: async (entries: Parameters<Writer['log']['append']>[0]) => {
      await log.append(entries)
      for (const listener of listeners) listener()
    },
  }
  const close = async () => {
    try {
      await ballast.spent(async () => {
        await index.keeper.close()
        await log.close()
        await tree.close()
        await misses.flush()
        await givenUp.flush()
      })
    } finally {
      await zipCheck.close()
      await lock.release()
    }
  }
  const partCame = index.keeper.changed.bind(index.keeper)
  const heads = openHeads(store, settings)
  const pullFrom: Writer['pullFrom'] = upstream =>
    openPull(parts, { heads, upstream, store, log: growing, tree, room: pullRoom, zipCheck, partCame })
  const upstream = parts.upstreamUrl === undefined ? undefined : upstreamAt(parts.upstreamUrl)
  return {
    data,
    identity: publicIdentity(identity),
    keys,
    log,
    misses,
    upstream,
    pull: upstream && pullFrom(upstream),
    store,
    ballast,
    tree,
    room,
    givenUp,
    pullRoom,
    zipCheck,
    index,
    settings,
    journal,
    append: growing.append,
    pullFrom,
    onGrown: listener => void listeners.push(listener),
    resign: () => resign(keys, log),
    close,
  }
}

async function resign(keys: Keys, log: Log): Promise<PublicIdentity> {
  const changed = await keys.load()
  if (changed === undefined) throw new GoferryError('bad-settings', { subject: 'keys', reason: 'keys-none' })
  await log.resign(changed)
  return publicIdentity(changed)
}
