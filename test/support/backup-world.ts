import { Faults } from '../../src/adapters/memory/faults.ts'
import { MemoryKeyFiles } from '../../src/adapters/memory/key-files.ts'
import { MemoryStore } from '../../src/adapters/memory/memory-store.ts'
import { systemClock } from '../../src/adapters/system/system-clock.ts'
import type { Manifest } from '../../src/core/backup/manifest.ts'
import { utf8 } from '../../src/core/bytes.ts'
import { hex, sha256 } from '../../src/core/hash.ts'
import { blobKey, KINDS } from '../../src/core/tree/keys.ts'
import type { Store } from '../../src/ports/store.ts'
import type { Watch } from '../../src/ports/watch.ts'
import { type BackupReport, backup } from '../../src/services/backup/backup.ts'
import { type DrillReport, drill } from '../../src/services/backup/drill.ts'
import { filesBelow } from '../../src/services/backup/node-files.ts'
import { type RestoreReport, restore } from '../../src/services/backup/restore.ts'
import type { BackupPlace } from '../../src/services/backup/world.ts'
import { rootAt } from '../../src/services/log/read-entries.ts'
import { savedEntries } from '../../src/services/log/saved-entries.ts'
import { followToSavedHead } from '../../src/services/log/saved-head.ts'
import { adoptSavedHead, readSavedLog } from '../../src/services/log/saved-log.ts'
import { LogWorld } from './log-world.ts'
import { makeModule } from './test-module.ts'

/** A folder for backups in memory. */
export class MemoryPlace implements BackupPlace {
  readonly faults = new Faults()
  readonly store: Store = new MemoryStore(this.faults)
  readonly keys = new MemoryKeyFiles()
  readonly files = { walk: () => this.#walk(), setAside: async () => undefined }

  async *#walk(): AsyncGenerator<string> {
    for (const tree of ['public', 'withheld']) yield* filesBelow(this.store, tree)
  }
}

/** What a watch was told, each as `outcome subject`. */
function noting(told: string[]): Watch {
  return {
    signal: new AbortController().signal,
    progress: () => undefined,
    tell: async ({ outcome, subject }) => void told.push(`${outcome} ${subject}`),
  }
}

/** A node in memory: a log, and the parts of the made-up modules that it names. */
export class BackupWorld extends LogWorld {
  /** Takes the modules from number `from` up to `to` in, and a miss. */
  async grow(from: number, to: number): Promise<void> {
    const log = await this.open()
    for (let i = from; i < to; i++) {
      const { path, version, h1Zip, h1Mod, info, zip, ...rest } = makeModule({
        path: `b.test/M${i}`,
        version: 'v1.0.0',
      })
      const size = zip.length
      const at = '2026-01-02T03:04:05Z'
      await log.append([
        { kind: 'record', path, version, h1Zip, h1Mod },
        { kind: 'info', path, version, sha256: hex(sha256(info)) },
        { kind: 'zip', path, version, sha256: hex(sha256(zip)), size, at, from: 'local' },
      ])
      const parts = { info, zip, mod: rest.mod }
      for (const kind of KINDS) await this.store.put(blobKey('public', { path, version }, kind), parts[kind])
    }
    await this.store.replace('log/misses', utf8(`asked for ${to}\n`))
  }

  /** Backs it up as it is now. */
  async backup(place: MemoryPlace): Promise<BackupReport> {
    const { store, heads, identity } = this
    const reader = await this.read()
    const head = await followToSavedHead(reader, { store, ...identity }, heads)
    return backup({
      node: store,
      log: {
        head,
        state: reader.state,
        entries: () => savedEntries(store, head.size),
        rootAt: size => rootAt(store, head, size),
      },
      retiredNames: [],
      verifierKeys: identity.verifierTexts,
      gaveUp: () => false,
      keys: 'the keys\n',
      settings: utf8('role: mirror\n'),
      place,
      clock: systemClock,
      watch: noting([]),
      reached: () => undefined,
    })
  }

  /** Makes this node, an empty one, what the backup holds. */
  restore(place: MemoryPlace): Promise<RestoreReport> {
    return restore({
      place,
      node: this.store,
      log: { read: this.#reading, adopt: head => adoptSavedHead(this.heads, head) },
      keyFiles: async () => [],
      restoreKeys: async () => undefined,
      watch: noting([]),
      reached: () => undefined,
    })
  }

  /** Tries the backup out. */
  async drill(place: MemoryPlace): Promise<{ report: DrillReport; bad: string[] }> {
    const bad: string[] = []
    const log = { read: this.#reading }
    return { report: await drill({ place, log, checkKeys: () => undefined, watch: noting(bad) }), bad }
  }

  readonly #reading = (store: Store, { head }: Manifest) => readSavedLog(store, head, this.identity.verifiers)
}
