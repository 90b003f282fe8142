import { MemoryFolder } from '../../src/adapters/memory/memory-folder.ts'
import { MemoryFolders } from '../../src/adapters/memory/memory-folders.ts'
import type { IdRanges } from '../../src/core/ferry/id-ranges.ts'
import type { TrustPolicy } from '../../src/core/ferry/trust-policy.ts'
import type { FlatFolder } from '../../src/ports/flat-folder.ts'
import { readWhole } from '../../src/ports/read-whole.ts'
import type { Item, Watch } from '../../src/ports/watch.ts'
import { type ReceiveReport, receive } from '../../src/services/ferry/in/receive.ts'
import type { KnownHead, ReceiveWorld } from '../../src/services/ferry/in/receive-world.ts'

/** A centre as far as receiving bundles needs it: its folders in memory, which outlive processes. */
export class Centre {
  readonly imports = new MemoryFolders()
  trust: TrustPolicy
  known: KnownHead[] = []
  brought: IdRanges = []
  free = 1e12
  now = Date.parse('2026-11-15T00:00:00Z')
  recover: ReceiveWorld['recover']
  unseal: ReceiveWorld['unseal']
  /** What was told, `subject outcome`, since the last call. */
  told: Item[] = []
  /** The events of the journal. */
  readonly events: string[] = []

  constructor(trust: TrustPolicy) {
    this.trust = trust
  }

  /** What receiving is given. */
  get world(): ReceiveWorld {
    const note = (event: string) => void this.events.push(event)
    return {
      imports: this.imports,
      trust: this.trust,
      known: () => this.known,
      brought: async () => this.brought,
      free: async () => this.free,
      recover: this.recover,
      unseal: this.unseal,
      clock: { now: () => this.now },
      journal: { info: () => undefined, warn: note, error: note },
      reached: () => undefined,
    }
  }

  /** Keeps what is told. */
  watch(signal = new AbortController().signal): Watch {
    return {
      signal,
      progress: () => undefined,
      tell: async item => {
        this.told.push(item)
      },
    }
  }

  /** `goferry ferry in`. */
  receive(
    folders: readonly FlatFolder[],
    { heals = false, carrier = 'ann', signal = new AbortController().signal } = {},
  ) {
    this.told = []
    return receive(this.world, { folders, heals, carrier }, this.watch(signal)) as Promise<ReceiveReport>
  }

  /** The files of the one import. */
  async files(): Promise<Map<string, Uint8Array>> {
    const [name = ''] = await this.imports.list()
    const folder = await this.imports.open(name)
    return folder === undefined ? new Map() : contentOf(folder)
  }
}

/** A disc with `files`. */
export async function discOf(files: Iterable<readonly [string, Uint8Array]>): Promise<MemoryFolder> {
  const folder = new MemoryFolder()
  for (const [name, bytes] of files) await folder.write(name, [bytes])
  return folder
}

/** What lies in `folder`. */
export async function contentOf(folder: FlatFolder): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const { name } of await folder.list(10_000)) {
    const blob = await folder.open(name)
    if (blob !== undefined) files.set(name, (await readWhole(blob)).slice())
  }
  return files
}
