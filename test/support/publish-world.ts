import assert from 'node:assert/strict'
import { openDiskSource } from '../../src/adapters/fs/disk-source.ts'
import { ThreadZipCheck } from '../../src/adapters/threads/thread-zip-check.ts'
import { hex, sha256 } from '../../src/core/hash.ts'
import type { Policy } from '../../src/core/policy/policy.ts'
import { blobKey, listKey } from '../../src/core/tree/keys.ts'
import type { SourceFolder } from '../../src/ports/source-folder.ts'
import type { Item } from '../../src/ports/watch.ts'
import type { Log } from '../../src/services/log/log.ts'
import { type PublishReport, publish } from '../../src/services/publish/publish.ts'
import { settleTree } from '../../src/services/tree/settle.ts'
import { SettledMark } from '../../src/services/tree/settled-mark.ts'
import { Tree } from '../../src/services/tree/tree.ts'
import { LogWorld, silentJournal } from './log-world.ts'

/** What the tests publish. */
export const published = { path: 'corp.test/m', version: 'v1.0.0' }

/** A node's writer as far as publishing needs it: the real log, tree and zip check over a store in memory. */
export class PublishWorld {
  readonly disk = new LogWorld()
  readonly policy: Policy = { allow: [], deny: [], reserved: ['corp.test'], unlisted: [] }
  /** A second later at each publication, so that no time comes twice. */
  now = Date.parse('2026-02-03T04:05:06Z')
  /** What was told by the last publication. */
  told: Item[] = []
  /** Zips that were taken, and their bytes. */
  readonly took: number[] = []
  /** Called when a folder was listed. */
  onListed: () => void = () => undefined
  stop = new AbortController()
  readonly #zipCheck = new ThreadZipCheck({ threads: 1, waiting: 10 })
  #open: { readonly log: Log; readonly tree: Tree } | undefined

  /** Publishes the folder at a path in the process that runs, or in a new one after `restart`. */
  async publish(folder: string, version = published.version, dry = false): Promise<PublishReport> {
    this.now += 1000
    this.told = []
    const { log, tree } = await this.#running()
    const { store } = this.disk
    const request = { folder, version, dry }
    return publish(
      {
        partCame: () => undefined,
        open: async location => this.#watched(await openDiskSource(location)),
        store,
        log,
        tree,
        room: { check: async () => undefined, watched: body => body, took: (_, bytes) => void this.took.push(bytes) },
        zipCheck: this.#zipCheck,
        policy: this.policy,
        clock: { now: () => this.now },
        journal: silentJournal,
        reached: step => this.disk.reached(step),
        watch: {
          signal: this.stop.signal,
          progress: () => undefined,
          tell: async item => void this.told.push(item),
        },
      },
      request,
    )
  }

  /** The process has died, and the machine is up again. */
  restart(): void {
    this.disk.restart()
    this.#open = undefined
  }

  /** The log of the process that runs. */
  async log(): Promise<Log> {
    return (await this.#running()).log
  }

  /** The published version is whole, and of the bytes that the log names; nothing else is in the tree. */
  async checkWhole(): Promise<void> {
    const { store } = this.disk
    const known = (await this.log()).state.version(published.path, published.version)
    const read = async (key: string) => (await store.read(key, 1 << 30)) ?? assert.fail(`${key} is missing`)
    const digest = async (kind: 'zip' | 'info') => hex(sha256(await read(blobKey('public', published, kind))))
    assert.equal(await digest('zip'), known?.zip?.sha256)
    assert.equal(await digest('info'), known?.info?.sha256)
    assert.equal(Buffer.from(await read(listKey(published.path))).toString(), `${published.version}\n`)
  }

  /** Ends the threads. */
  close(): Promise<void> {
    return this.#zipCheck.close()
  }

  async #running(): Promise<{ log: Log; tree: Tree }> {
    this.#open ??= await this.#start()
    return this.#open
  }

  async #start(): Promise<{ log: Log; tree: Tree }> {
    const { store } = this.disk
    await store.sweep()
    const log = await this.disk.open()
    const mark = await SettledMark.read(store, log.state.size)
    const tree = new Tree({ store, state: () => log.state, mark, reached: step => this.disk.reached(step) })
    await settleTree(tree, mark, log.state)
    return { log, tree }
  }

  #watched(folder: SourceFolder): SourceFolder {
    return {
      location: folder.location,
      entries: async limit => {
        const entries = await folder.entries(limit)
        this.onListed()
        return entries.map(one => (one.kind === 'folder' ? { ...one, folder: this.#watched(one.folder) } : one))
      },
      hasPlain: name => folder.hasPlain(name),
      checkUnchanged: () => folder.checkUnchanged(),
    }
  }
}
