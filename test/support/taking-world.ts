import { MemoryFolder } from '../../src/adapters/memory/memory-folder.ts'
import { hashGoMod } from '../../src/core/dirhash/dirhash.ts'
import { GoferryError } from '../../src/core/errors.ts'
import type { ImportState } from '../../src/core/ferry/import-state.ts'
import type { TrustPolicy } from '../../src/core/ferry/trust-policy.ts'
import type { Entry } from '../../src/core/log/entry.ts'
import { formatEntry } from '../../src/core/log/format-entry.ts'
import { partKey } from '../../src/core/toolchain/part-key.ts'
import { blobKey, KINDS, type Part } from '../../src/core/tree/keys.ts'
import { loggedDigest } from '../../src/core/tree/logged-digest.ts'
import type { TakingStep } from '../../src/ports/steps.ts'
import type { Item } from '../../src/ports/watch.ts'
import type { TakingWorld } from '../../src/services/ferry/in/taking-world.ts'
import { Batch } from '../../src/services/log/batch.ts'
import type { Log } from '../../src/services/log/log.ts'
import { SettledMark } from '../../src/services/tree/settled-mark.ts'
import { Tree } from '../../src/services/tree/tree.ts'
import { type BuiltBundle, sha } from './bundle-builder.ts'
import { LogWorld } from './log-world.ts'

const limit = 1 << 26

/** A node that takes bundles in, in memory: the real log and tree; the import's folder outlives the processes too. */
export class TakingNode {
  readonly disk: LogWorld
  folder: MemoryFolder
  now = Date.parse('2026-11-27T00:00:00Z')
  /** What the journal was told: `level event`. */
  readonly events: string[] = []
  readonly items: Item[] = []
  reached: (step: TakingStep) => void = () => undefined
  log: Log | undefined

  /** `disk`: where log and tree lie. */
  constructor(disk = new LogWorld()) {
    this.disk = disk
    this.folder = new MemoryFolder(disk.faults)
  }

  /** Lays the bundle down as an import that was verified. */
  async lay(bundle: BuiltBundle, step: ImportState['step'] = 'verified'): Promise<void> {
    await this.disk.faults.unseen(async () => {
      this.folder = new MemoryFolder(this.disk.faults)
      for (const [name, bytes] of bundle.files)
        await this.folder.write(name === bundle.headerName ? 'header.txt' : name, [bytes])
      const { origin, site, id, from, to } = bundle.header
      const received = '2026-11-02T00:00:00Z'
      const state: ImportState = {
        format: 'goferry/import/v1',
        bundle: bundle.digest,
        id,
        origin,
        site,
        from: from.size,
        to: to.size,
        step,
        at: { receiving: received, [step]: received },
        carriers: ['carrier'],
        scans: [],
      }
      await this.folder.write('state.json', [Buffer.from(JSON.stringify(state))])
    })
  }

  /** The state of the import. */
  async state(): Promise<ImportState> {
    return JSON.parse((await this.file('state.json')).toString()) as ImportState
  }

  /** A file of the import's folder; empty where there is none. */
  file(name: string): Promise<Buffer> {
    return this.disk.faults.unseen(async () => {
      const blob = await this.folder.open(name)
      const bytes = Buffer.alloc(blob?.size ?? 0)
      await blob?.read(bytes, 0)
      return bytes
    })
  }

  /** Sets the step of the import, as the job before does. */
  async step(step: ImportState['step']): Promise<void> {
    const state = { ...(await this.state()), step }
    await this.disk.faults.unseen(() => this.folder.write('state.json', [Buffer.from(JSON.stringify(state))]))
  }

  /** The world as a new process has it. */
  async open(trust: TrustPolicy): Promise<TakingWorld> {
    const { store, faults } = this.disk
    const log = await this.disk.open()
    this.log = log
    const mark = await SettledMark.read(store, log.state.size)
    const tree = new Tree({ store, state: () => log.state, mark, reached: step => this.disk.reached(step) })
    const note = (level: string) => (event: string) => void this.events.push(`${level} ${event}`)
    return {
      folder: this.folder,
      store,
      files: { setAside: path => faults.unseen(() => store.remove(path).then(() => path)) },
      log: {
        name: log.head().name,
        state: log.state,
        news: entries => newsOf(log, entries),
        append: async entries => void (await log.append(entries)),
      },
      tree,
      trust,
      damageOf: (module, part) => this.#damageOf(log, module, part),
      damageOfProofs: async ({ sha256 }) => ((await store.stat(`log/proofs/${sha256}`)) ? undefined : 'missing'),
      isGivenUp: () => false,
      h1Of: async () => undefined,
      areForward: async () => true,
      partsCame: () => undefined,
      writeReceipt: async ({ size }) => {
        await store.put(`log/receipts-${size}/x`, Buffer.from('receipt'))
        return `${size}`
      },
      clock: { now: () => this.now },
      journal: { info: note('info'), warn: note('warn'), error: note('error') },
      watch: {
        signal: new AbortController().signal,
        progress: () => undefined,
        tell: async item => void this.items.push(item),
      },
      reached: step => this.reached(step),
    }
  }

  /** The process dies when `step` is reached for the `nth` time: from then on no call does anything. */
  dieAt(step: TakingStep, nth = 1): void {
    let times = 0
    this.reached = at => {
      if (at !== step || ++times !== nth) return
      this.disk.faults.when(() => 'fail')
      throw new GoferryError('io-failed', { subject: `died at ${step}` })
    }
  }

  /** The machine is up again. */
  restart(): void {
    this.disk.restart()
    this.reached = () => undefined
  }

  /** Which parts of a version are served, as letters: `zmi`. */
  async held(module: { path: string; version: string }): Promise<string> {
    const letters = await this.disk.faults.unseen(() =>
      Promise.all(
        KINDS.map(async kind => ((await this.disk.store.stat(blobKey('public', module, kind))) ? kind[0] : '')),
      ),
    )
    return letters.join('')
  }

  /** Every key in quarantine. */
  quarantined(): Promise<string[]> {
    return this.disk.faults.unseen(() => this.disk.keys('withheld/quarantine'))
  }

  /** No byte in the public tree is another than the log names, and none is there that it does not name. */
  async strangers(): Promise<string[]> {
    const { log } = this
    return this.disk.faults.unseen(async () => {
      const found: string[] = []
      for (const key of await this.disk.keys('public')) {
        const [, path = '', version = '', kind = ''] = /^public\/(.+)\/@v\/(.+)\.(zip|mod|info)$/.exec(key) ?? []
        if (path === '' || log === undefined) continue
        const bytes = (await this.disk.store.read(key, limit)) ?? new Uint8Array()
        const digest = kind === 'mod' ? hashGoMod(bytes) : sha(bytes)
        if (digest !== loggedDigest(log.state, { path, version }, kind as Part)) found.push(key)
      }
      return found
    })
  }

  async #damageOf(log: Log, module: { path: string; version: string }, part: Part) {
    const { store } = this.disk
    const known = log.state.version(module.path, module.version)
    const key =
      part === 'archive'
        ? partKey(log.state, module, 'archive')
        : blobKey(known?.recalled === undefined ? 'public' : 'withheld', module, part)
    const bytes = key === undefined ? undefined : await store.read(key, limit)
    if (bytes === undefined) return 'missing' as const
    const found = part === 'mod' ? hashGoMod(bytes) : sha(bytes)
    return found === loggedDigest(log.state, module, part) ? undefined : ('damaged' as const)
  }
}

function newsOf(log: Log, entries: readonly Entry[]): readonly Entry[] {
  const batch = new Batch(log.head().name, log.state)
  batch.add(entries.map(entry => ({ entry, text: formatEntry(entry) })))
  return batch.leaves.map(({ entry }) => entry)
}
