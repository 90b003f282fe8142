import { Faults } from '../../src/adapters/memory/faults.ts'
import { MemoryHead } from '../../src/adapters/memory/memory-head.ts'
import { MemoryStore } from '../../src/adapters/memory/memory-store.ts'
import { utf8 } from '../../src/core/bytes.ts'
import { GoferryError } from '../../src/core/errors.ts'
import { base64, hex, sha256 } from '../../src/core/hash.ts'
import type { Entry, RecordEntry } from '../../src/core/log/entry.ts'
import { generateKey, parseSigner, parseVerifier } from '../../src/core/note/key.ts'
import type { HeadStore } from '../../src/ports/head.ts'
import type { Journal } from '../../src/ports/journal.ts'
import type { Step } from '../../src/ports/steps.ts'
import type { Store } from '../../src/ports/store.ts'
import { Log } from '../../src/services/log/log.ts'
import type { LogIdentity } from '../../src/services/log/log-parts.ts'
import { LogReader } from '../../src/services/log/reader.ts'
import type { ReplicaPlace } from '../../src/services/log/replica-place.ts'

/** An identity as a test makes it: repeatable keys. */
export interface TestIdentity extends LogIdentity {
  /** `name+hash+base64` of each key. */
  readonly verifierTexts: readonly string[]
}

/** The log `name` with a key from each of `seeds` (0 to 255), the newest first. */
export function identityOf(name: string, seeds: readonly number[] = [1], retiredNames: string[] = []): TestIdentity {
  const keys = seeds.map(seed => generateKey(name, new Uint8Array(32).fill(seed)))
  return {
    name,
    signers: keys.map(key => parseSigner(key.signer)),
    verifiers: keys.map(key => parseVerifier(key.verifier)),
    verifierTexts: keys.map(key => key.verifier),
    retiredNames,
    mayBegin: true,
  }
}

/** A record of the made-up module `n`; `salt` gives it other hashes. */
export function recordOf(n: number, salt = ''): RecordEntry {
  const h1 = (what: string) => `h1:${base64(sha256(utf8(`${what} ${n} ${salt}`)))}`
  return { kind: 'record', path: `example.com/M${n}`, version: 'v1.0.0', h1Zip: h1('zip'), h1Mod: h1('mod') }
}

/** The three entries of the complete version `n`. */
export function versionOf(n: number): Entry[] {
  const record = recordOf(n)
  const { path, version } = record
  const digest = (what: string) => hex(sha256(utf8(`${what} ${n}`)))
  return [
    record,
    { kind: 'info', path, version, sha256: digest('info') },
    { kind: 'zip', path, version, sha256: digest('zip'), size: n, at: '2026-01-02T03:04:05Z', from: 'local' },
  ]
}

/** Says nothing. */
export const silentJournal: Journal = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Stores in memory that outlive the logs opened on them, as a disk outlives processes. */
export class LogWorld {
  readonly faults = new Faults()
  readonly store: Store
  readonly heads: HeadStore
  identity: TestIdentity = identityOf('log.example')
  /** What logs that are opened have as their replica: none to begin with. */
  replica: ReplicaPlace | undefined
  /** Called at each step. */
  reached: (step: Step) => void = () => undefined

  /** `parts`: where the log lies, if not in memory. */
  constructor(parts?: { readonly store: Store; readonly heads: HeadStore }) {
    this.store = parts?.store ?? new MemoryStore(this.faults)
    this.heads = parts?.heads ?? new MemoryHead(this.faults)
  }

  /** Opens the log as a new process would. */
  open(identity: LogIdentity = this.identity): Promise<Log> {
    const { store, heads, replica } = this
    return Log.open({ store, heads, replica, identity, journal: silentJournal, reached: step => this.reached(step) })
  }

  /** A reader that has followed the log to its end. */
  async read(): Promise<LogReader> {
    const reader = new LogReader({ store: this.store, ...this.identity })
    await reader.refresh()
    return reader
  }

  /** The process dies when `step` is reached for the `nth` time: from then on no call does anything. */
  dieAt(step: Step, nth = 1): void {
    let times = 0
    this.reached = at => {
      if (at !== step || ++times !== nth) return
      this.faults.when(() => 'fail')
      throw new GoferryError('io-failed', { subject: `died at ${step}` })
    }
  }

  /** The machine is up again: what was stored is there, and nothing goes wrong any more. */
  restart(): void {
    this.faults.clear()
    this.reached = () => undefined
  }

  /** Every key of the store under `folder`. */
  async keys(folder: string): Promise<string[]> {
    const names = await this.store.list(folder)
    const below = names.map(name =>
      name.endsWith('/') ? this.keys(`${folder}/${name.slice(0, -1)}`) : [`${folder}/${name}`],
    )
    return (await Promise.all(below)).flat()
  }
}
