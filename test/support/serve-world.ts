import { utf8 } from '../../src/core/bytes.ts'
import { type ErrorCode, GoferryError } from '../../src/core/errors.ts'
import { sha256 as hashOf, hex } from '../../src/core/hash.ts'
import { LogState } from '../../src/core/log/state.ts'
import type { ModuleVersion } from '../../src/core/module/module-version.ts'
import { isReserved, type Policy } from '../../src/core/policy/policy.ts'
import { archiveKey } from '../../src/core/toolchain/archive-key.ts'
import { blobKey, KINDS, type Kind } from '../../src/core/tree/keys.ts'
import type { StoredBlob } from '../../src/ports/store.ts'
import type { HeldTree, PublishedLog, Pull, UpstreamList, World } from '../../src/services/serve/world.ts'

/** How the upstream answers whatever is not said otherwise; 'none': the node has no upstream. */
export type Mood = 'ok' | 'absent' | 'refused' | 'failed' | 'none'

/** What an upstream of mood other than 'ok' and 'none' throws. */
const trouble = { absent: 'absent', refused: 'upstream-refused', failed: 'upstream-failed' } as const satisfies Record<
  string,
  ErrorCode
>

/** The surroundings of the services that answer, in memory: a log, a tree and an upstream, each told what it has. */
export class ServeWorld implements World {
  readonly policy: Policy
  readonly publicDatabase = 'sum.test'
  readonly tree: { -readonly [K in keyof HeldTree]: HeldTree[K] }
  readonly log: PublishedLog
  /** What is recorded and what was kept of the public database, by what is asked below its name. */
  readonly recorded = new Map<string, string>()
  readonly kept = new Map<string, string>()
  readonly pull: Pull | undefined
  /** What was noted as asked in vain, `path@version`. */
  readonly misses: string[] = []
  /** What the upstream was asked. */
  readonly asked: string[] = []
  /** What the upstream lists, by path; it answers other lists by its mood. */
  readonly lists = new Map<string, readonly string[]>()
  /** What the upstream's `@latest` names, by path. */
  readonly latest = new Map<string, string>()
  /** What the node's derived `@latest` files hold, by path. */
  readonly noted = new Map<string, string>()
  /** Versions that the derived list names besides the complete ones. */
  readonly stray: string[] = []
  readonly #state = new LogState()
  readonly #bytes = new Map<string, Uint8Array>()

  constructor(mood: Mood = 'none', policy: Partial<Policy> = {}) {
    this.policy = { allow: [], deny: [], reserved: [], unlisted: [], ...policy }
    this.tree = this.#tree()
    this.log = this.#log()
    this.pull = mood === 'none' ? undefined : this.#upstream(mood)
  }

  readonly proofs = {
    recorded: async (rest: string) => bytesOf(this.recorded.get(rest)),
    kept: async (rest: string) => bytesOf(this.kept.get(rest)),
  }

  state(): LogState {
    return this.#state
  }

  async refresh(): Promise<void> {
    // Nothing is ahead of this state.
  }

  miss(path: string, version: string): void {
    this.misses.push(version === '' ? path : `${path}@${version}`)
  }

  /** Logs and holds `kinds` of a version. */
  hold(module: ModuleVersion, kinds: readonly Kind[] = KINDS, goMod = `module ${module.path}\n`): this {
    const h1 = `h1:${Buffer.alloc(32).toString('base64')}`
    const sha256 = '00'.repeat(32)
    const [at, from] = ['2026-01-02T03:04:05Z', 'local']
    const log = (entry: Parameters<LogState['apply']>[1]) => this.#state.apply(this.#state.size, entry)
    log({ kind: 'record', ...module, h1Zip: h1, h1Mod: h1 })
    if (kinds.includes('info')) log({ kind: 'info', ...module, sha256 })
    if (kinds.includes('zip')) log({ kind: 'zip', ...module, sha256, size: 3, at, from })
    const contents = { info: infoOf(module.version), mod: utf8(goMod), zip: utf8('zip') }
    for (const kind of kinds) this.#bytes.set(blobKey('public', module, kind), contents[kind])
    return this
  }

  /** Logs the archive of a toolchain of which the record is logged, and holds it. */
  holdArchive(module: ModuleVersion, content: string, recipe?: string): this {
    const bytes = utf8(content)
    const [sha256, at] = [hex(hashOf(bytes)), '2026-01-02T03:04:05Z']
    const made = { size: bytes.length, at, from: 'local', ...(recipe !== undefined && { recipe }) }
    this.#state.apply(this.#state.size, { kind: 'archive', ...module, sha256, ...made })
    this.#bytes.set(this.#archiveKey(module), bytes)
    return this
  }

  /** Loses the archive of a toolchain. */
  loseArchive(module: ModuleVersion): this {
    this.#bytes.delete(this.#archiveKey(module))
    return this
  }

  #archiveKey(module: ModuleVersion): string {
    return archiveKey(module, this.#state.version(module.path, module.version)?.archive?.sha256 ?? 'none')
  }

  /** Logs a recall; the writer has taken the files out of the public tree. */
  recall(module: ModuleVersion, reason: string): this {
    this.#state.apply(this.#state.size, { kind: 'recall', ...module, at: '2026-02-03T04:05:06Z', reason })
    for (const kind of KINDS) this.#bytes.delete(blobKey('public', module, kind))
    return this
  }

  #tree(): HeldTree {
    const complete = (path: string) =>
      this.#state.complete(path).filter(version => this.#bytes.has(blobKey('public', { path, version }, 'zip')))
    return {
      open: async (module, kind) => blobOf(this.#bytes.get(blobKey('public', module, kind))),
      openArchive: async module => blobOf(this.#bytes.get(this.#archiveKey(module))),
      hasArchive: async module => this.#bytes.has(this.#archiveKey(module)),
      list: async path => ({ versions: [...complete(path), ...this.stray], isCurrent: () => false }),
      latest: async path => {
        const version = this.noted.get(path)
        return version === undefined ? undefined : infoOf(version)
      },
    }
  }

  #log(): PublishedLog {
    return {
      name: 'log.test',
      latest: utf8('head'),
      checkpoint: async () => utf8('checkpoint'),
      lookup: ({ path, version }) =>
        this.#state.version(path, version) === undefined ? undefined : utf8(`record of ${path}@${version}`),
      tile: async tile => (tile.n === 0 ? utf8('tile') : undefined),
      dataTile: async () => utf8('data'),
      entries: async () => utf8('entries'),
    }
  }

  #upstream(mood: Exclude<Mood, 'none'>): Pull {
    const ask = (subject: string, path: string) => {
      if (isReserved(this.policy, path)) throw new GoferryError('denied', { subject, reason: 'policy-reserved' })
      this.asked.push(subject)
      if (mood !== 'ok') throw new GoferryError(trouble[mood], { subject })
    }
    return {
      fetch: async (module, part) => {
        ask(`${module.path}@${module.version}.${part}`, module.path)
        this.hold(module)
      },
      resolve: async (path, query) => {
        ask(`${path}@${query}`, path)
        return infoOf('v1.1.0')
      },
      list: async path => this.#upstreamList(mood, path, () => ask(path, path)),
      latest: async path => {
        const version = this.latest.get(path)
        if (version !== undefined) return infoOf(version)
        ask(`${path}@latest`, path)
        return undefined
      },
      relay: async rest => utf8(`relayed ${rest}`),
    }
  }

  #upstreamList(mood: Mood, path: string, ask: () => void): UpstreamList {
    const versions = this.lists.get(path)
    try {
      ask()
    } catch (error) {
      if (versions === undefined && mood === 'absent') return { status: 'absent' }
      if (versions === undefined || isReserved(this.policy, path))
        return { status: mood === 'failed' ? 'failed' : 'refused', error: error as Error }
    }
    return versions === undefined ? { status: 'absent' } : { status: 'known', versions }
  }
}

function bytesOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : utf8(text)
}

function infoOf(version: string): Uint8Array {
  return utf8(JSON.stringify({ Version: version }))
}

function blobOf(bytes: Uint8Array | undefined): StoredBlob | undefined {
  if (bytes === undefined) return undefined
  return {
    size: bytes.length,
    stamp: '',
    location: undefined,
    read: async (buffer, position) => Buffer.from(bytes).copy(buffer, 0, position),
    close: async () => undefined,
    isCurrent: () => false,
  }
}
