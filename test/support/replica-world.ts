import { MemoryHead } from '../../src/adapters/memory/memory-head.ts'
import { MemoryStore } from '../../src/adapters/memory/memory-store.ts'
import { catchUp } from '../../src/services/log/catch-up.ts'
import { decodeHead, type LogHead } from '../../src/services/log/log-head.ts'
import type { ReplicaPlace } from '../../src/services/log/replica-place.ts'
import { LogWorld } from './log-world.ts'

let places = 0

/** A log with a replica, on stores in memory that fail together. */
export class ReplicaWorld extends LogWorld {
  readonly place: ReplicaPlace

  /** `place`: that of another world whose disk was lost; a new one where it is left out. */
  constructor(place?: ReplicaPlace) {
    super()
    this.place = place ?? {
      store: new MemoryStore(this.faults),
      heads: new MemoryHead(this.faults),
      newId: () => `place ${places++}`,
    }
    this.replica = this.place
  }

  /** What the replica would give now. */
  async replicaHead(): Promise<LogHead | undefined> {
    const head = await this.faults.unseen(() => this.place.heads.read())
    return head && decodeHead(head.value)
  }

  /** Another disk with what is stored on this one now, as a backup has it; the replica is the same. */
  async copy(): Promise<ReplicaWorld> {
    const copy = new ReplicaWorld(this.place)
    copy.identity = this.identity
    for (const folder of ['log/tile', 'public'])
      for (const key of await this.keys(folder))
        await copy.store.put(key, (await this.store.read(key, 1 << 30)) ?? new Uint8Array())
    const head = await this.heads.read()
    if (head !== undefined) {
      const backed = { ...JSON.parse(Buffer.from(head.value).toString()), stage: '' }
      await copy.heads.replace(undefined, Buffer.from(`${JSON.stringify(backed)}\n`))
    }
    return copy
  }

  /** Catches up as the start of a restored node does. */
  catchUp(): Promise<number> {
    const { store, heads, place, identity } = this
    return catchUp({ store, heads, place, identity, reached: () => undefined })
  }
}
