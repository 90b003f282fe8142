import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isGoferryError } from '../../src/core/errors.ts'
import { escapePath, escapeVersion } from '../../src/core/module/escape.ts'
import { parseVerifier } from '../../src/core/note/key.ts'
import type { ProofsStep } from '../../src/ports/steps.ts'
import { type RefreshReport, refreshProofs } from '../../src/services/proofs/refresh.ts'
import { Replay } from '../../src/services/proofs/replay.ts'
import type { Pull } from '../../src/services/pull/pull.ts'
import { silentJournal } from './log-world.ts'
import type { MisbehavingUpstream } from './misbehaving-upstream.ts'
import { PullWorld } from './pull-world.ts'
import { testDatabase } from './test-database.ts'
import type { TestModule } from './test-module.ts'

/** A node's writer and its readers as far as proofs need them: the real pull, log and replay over a store in memory. */
export class ProofsWorld {
  readonly pulls = new PullWorld()
  readonly upstream: MisbehavingUpstream
  /** What the refreshes told, `subject outcome`. */
  readonly told: string[] = []
  /** What the replay wrote to the journal. */
  readonly events: string[] = []
  /** Patterns are no part of this: what may not be asked upstream. */
  hidden: (path: string) => boolean = () => false
  pull: Pull | undefined
  /** What comes between a blob's bytes and the disk. */
  watched: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array> = bytes => bytes
  #replay: Replay | undefined

  constructor(upstream: MisbehavingUpstream) {
    this.upstream = upstream
  }

  /** Begins, or begins anew as another process would. */
  async open(): Promise<Pull> {
    this.pull = await this.pulls.open(this.upstream)
    const { store } = this.pulls.disk
    const newest = () => this.pulls.log.state.proofs
    const journal = { ...silentJournal, error: (event: string) => void this.events.push(event) }
    this.#replay = new Replay({ store, newest, verifier: parseVerifier(testDatabase.verifierKey), journal })
    return this.pull
  }

  /** What processes that answer read from. */
  get replay(): Replay {
    if (this.#replay === undefined) throw new TypeError('the world is not open')
    return this.#replay
  }

  /** Takes the go.mod of each of `modules`: then the log has their records. */
  async take(modules: readonly TestModule[]): Promise<void> {
    for (const module of modules) await this.pull?.fetch(module, 'mod')
  }

  /** A client's lookup while there is an upstream: the size of the head that it is given. */
  async relay(module: TestModule): Promise<number> {
    const bytes = await this.pull?.relay(lookupPath(module))
    return sizeIn(bytes ?? new Uint8Array())
  }

  /** `goferry proofs refresh`. */
  async refresh(signal = new AbortController().signal): Promise<RefreshReport> {
    const pull = this.pull ?? (await this.open())
    const database = pull.served()
    return refreshProofs({
      store: this.pulls.disk.store,
      state: this.pulls.log.state,
      append: entries => this.pulls.log.append(entries),
      room: { check: async () => undefined, watched: bytes => this.watched(bytes) },
      isAsked: path => !this.hidden(path),
      database: {
        verifier: parseVerifier(testDatabase.verifierKey),
        listed: module => pull.listed(module),
        servedHeads: () => database.servedHeads(),
        serveNewest: () => database.serveNewest(),
        tile: path => database.tile(path),
        fetchedTile: tile => database.fetchedTile(tile),
      },
      clock: { now: () => this.pulls.now },
      journal: silentJournal,
      watch: {
        signal,
        progress: () => undefined,
        tell: async ({ subject, outcome }) => void this.told.push(`${subject} ${outcome}`),
      },
      reached: (step: ProofsStep) => this.pulls.stepped(step),
    })
  }

  /** The keys of the blobs that are stored. */
  blobs(): Promise<string[]> {
    return this.pulls.disk.keys('log/proofs')
  }
}

/** `lookup/PATH@VERSION` of a version. */
export function lookupPath({ path, version }: Pick<TestModule, 'path' | 'version'>): string {
  return `lookup/${escapePath(path)}@${escapeVersion(version)}`
}

/** The size of the head in a lookup. */
export function sizeIn(lookup: Uint8Array): number {
  const [, size] = /\n\ngo\.sum database tree\n(\d+)\n/.exec(Buffer.from(lookup).toString()) ?? []
  return Number(size)
}

/** A server of what `answer` gives below the database's name, 404 for nothing. */
export class DatabaseServer {
  readonly #server: Server

  private constructor(answer: (rest: string) => Promise<Uint8Array | undefined>) {
    this.#server = createServer(async (request, response) => {
      const bytes = await answer(decodeURIComponent((request.url ?? '').slice(1))).catch((error: unknown) => {
        if (!isGoferryError(error)) throw error
        return undefined
      })
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes)
    })
  }

  /** Starts to listen on loopback. */
  static async start(answer: (rest: string) => Promise<Uint8Array | undefined>): Promise<DatabaseServer> {
    const server = new DatabaseServer(answer)
    await new Promise<void>(resolve => server.#server.listen(0, '127.0.0.1', resolve))
    server.#server.unref()
    return server
  }

  /** What comes before `/lookup` and `/tile`. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Closes it. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }
}
