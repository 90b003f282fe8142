import { join } from 'node:path'
import { DiskHead } from '../../../src/adapters/fs/disk-head.ts'
import { DiskStore } from '../../../src/adapters/fs/disk-store.ts'
import { DiskKeyFiles } from '../../../src/adapters/fs/key-files.ts'
import { systemClock } from '../../../src/adapters/system/system-clock.ts'
import { type Identity, Keys } from '../../../src/services/keys/keys.ts'
import { Log } from '../../../src/services/log/log.ts'
import { silentJournal } from '../log-world.ts'

/** The keys of the node's folder `data`, made where there are none. */
export async function diskIdentity(data: string): Promise<Identity> {
  const files = new DiskKeyFiles(join(data, 'keys'))
  const keys = new Keys({ files, clock: systemClock, reached: () => undefined, environment: undefined })
  return (await keys.load()) ?? (await keys.create())
}

/** Opens the log of a node's folder as its writer does, but without the lock that keeps a second one out. */
export async function openDiskLog(data: string): Promise<Log> {
  return Log.open({
    store: new DiskStore(data),
    heads: new DiskHead(data),
    identity: await diskIdentity(data),
    journal: silentJournal,
    reached: () => undefined,
  })
}
