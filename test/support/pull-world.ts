import { HttpUpstream, type Patience } from '../../src/adapters/goproxy/http-upstream.ts'
import { parseUpstreamUrl } from '../../src/adapters/goproxy/upstream-url.ts'
import { ThreadZipCheck } from '../../src/adapters/threads/thread-zip-check.ts'
import type { Policy } from '../../src/core/policy/policy.ts'
import { blobKey, type Kind } from '../../src/core/tree/keys.ts'
import type { Journal } from '../../src/ports/journal.ts'
import { type ProofsStep, STEPS, type Step } from '../../src/ports/steps.ts'
import type { Log } from '../../src/services/log/log.ts'
import { DatabaseHeads } from '../../src/services/pull/database-heads.ts'
import { Pull } from '../../src/services/pull/pull.ts'
import { SettledMark } from '../../src/services/tree/settled-mark.ts'
import { Tree } from '../../src/services/tree/tree.ts'
import { LogWorld } from './log-world.ts'
import type { MisbehavingUpstream } from './misbehaving-upstream.ts'
import { testDatabase } from './test-database.ts'
import type { TestModule } from './test-module.ts'

/** A policy that hides nothing and reserves nothing. */
const openPolicy: Policy = { allow: [], deny: [], reserved: [], unlisted: [] }

/** A node's writer as far as pulling needs it: the real log, tree and zip check over a store in memory. */
export class PullWorld {
  readonly disk = new LogWorld()
  /** What the journal was told, `level event`. */
  readonly events: string[] = []
  /** The fields of each event. */
  readonly journalled: unknown[] = []
  /** The clock stands still unless a test moves it. */
  now = Date.parse('2026-02-03T04:05:06Z')
  /** How long the upstream may keep silent. */
  patience: Patience = { headMs: 10_000, silenceMs: 10_000 }
  /** Called at each step of serving heads. */
  proofsReached: (step: Step | ProofsStep) => void = () => undefined
  readonly #zipCheck = new ThreadZipCheck({ threads: 1, waiting: 1000 })
  #log: Log | undefined

  /** Pulls from `upstream` as a new process would; `url` may carry credentials. */
  async open(
    upstream: MisbehavingUpstream | undefined,
    policy: Partial<Policy> = {},
    url = upstream?.url,
  ): Promise<Pull> {
    const log = await this.disk.open()
    this.#log = log
    const mark = await SettledMark.read(this.disk.store, log.state.size)
    const reached = (step: Parameters<typeof this.disk.reached>[0]) => this.disk.reached(step)
    return new Pull({
      upstream: url === undefined ? undefined : new HttpUpstream(parseUpstreamUrl(url), this.patience),
      store: this.disk.store,
      log,
      tree: new Tree({ store: this.disk.store, state: () => log.state, mark, reached }),
      zipCheck: this.#zipCheck,
      partCame: () => undefined,
      room: { check: async () => undefined, watched: body => body, took: () => undefined },
      policy: { ...openPolicy, ...policy },
      database: testDatabase,
      heads: new DatabaseHeads({ store: this.disk.store, database: testDatabase, reached: step => this.stepped(step) }),
      clock: { now: () => this.now },
      journal: this.journal(),
      reached,
    })
  }

  /** Called at the steps of pulling and of serving heads. */
  stepped(step: Step | ProofsStep): void {
    this.proofsReached(step)
    if (STEPS.some(one => one === step)) this.disk.reached(step as Step)
  }

  /** The log of the last `open`. */
  get log(): Log {
    if (this.#log === undefined) throw new TypeError('the world is not open')
    return this.#log
  }

  /** Which parts of `module` are held with exactly the upstream's bytes, as letters: `zmi`; other bytes are `!`. */
  async held(module: TestModule): Promise<string> {
    const parts: Kind[] = ['zip', 'mod', 'info']
    const letters = await Promise.all(
      parts.map(async part => {
        const bytes = await this.disk.store.read(blobKey('public', module, part), 1 << 30)
        if (bytes === undefined) return ''
        return Buffer.compare(bytes, module[part]) === 0 ? part[0] : '!'
      }),
    )
    return letters.join('')
  }

  /** Ends the threads. */
  close(): Promise<void> {
    return this.#zipCheck.close()
  }

  /** Notes what it is told. */
  journal(): Journal {
    const note = (level: string) => (event: string, fields: unknown) => {
      this.events.push(`${level} ${event}`)
      this.journalled.push(fields)
    }
    return { info: note('info'), warn: note('warn'), error: note('error') }
  }
}
