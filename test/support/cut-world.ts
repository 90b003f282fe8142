import { MemoryFolder } from '../../src/adapters/memory/memory-folder.ts'
import { qrCode } from '../../src/adapters/qr/qr-code.ts'
import { hex, sha256 } from '../../src/core/hash.ts'
import { generateKey, type KeyTexts, parseSigner } from '../../src/core/note/key.ts'
import { blobKey, KINDS } from '../../src/core/tree/keys.ts'
import { logAtHead } from '../../src/main/operations/log-at-head.ts'
import type { FlatFolder } from '../../src/ports/flat-folder.ts'
import { readWhole } from '../../src/ports/read-whole.ts'
import { type CutBundle, cutBundle } from '../../src/services/ferry/out/cut.ts'
import type { Segment } from '../../src/services/ferry/out/segment.ts'
import type { CutWish, CutWorld } from '../../src/services/ferry/out/world.ts'
import { LogWorld } from './log-world.ts'
import { makeModule } from './test-module.ts'

/** Everything, in one folder. */
export const plainWish: CutWish = {
  site: 'centre',
  isWanted: () => true,
  capacity: undefined,
  volumeLimit: 1000,
  parity: 0,
  created: '2026-11-01T00:00:00Z',
  expires: '2027-11-01T00:00:00Z',
  isSealed: false,
  isDry: false,
}

/** From the first entry on, for a site that has nothing. */
export const wholeLog: Segment = { from: 0, owed: [], receipt: undefined }

/** A mirror in memory that cuts bundles into folders in memory. */
export class CutMirror extends LogWorld {
  readonly bundleKey: KeyTexts = generateKey('bundle.log.example', new Uint8Array(32).fill(7))
  readonly notes = new MemoryFolder(this.faults)
  /** By the bundle and the number of the disc. */
  readonly discs = new Map<string, MemoryFolder>()

  /** Takes the modules from number `from` up to `to` in; of those in `graphOnly` only the go.mod. */
  async grow(from: number, to: number, graphOnly: readonly number[] = []): Promise<void> {
    const log = await this.open()
    for (let i = from; i < to; i++) {
      const { path, version, h1Zip, h1Mod, info, zip, mod } = moduleOf(i)
      const at = '2026-01-02T03:04:05Z'
      await log.append([{ kind: 'record', path, version, h1Zip, h1Mod }])
      await this.store.put(blobKey('public', { path, version }, 'mod'), mod)
      if (graphOnly.includes(i)) continue
      await log.append([
        { kind: 'info', path, version, sha256: hex(sha256(info)) },
        { kind: 'zip', path, version, sha256: hex(sha256(zip)), size: zip.length, at, from: 'local' },
      ])
      for (const kind of KINDS)
        await this.store.put(blobKey('public', { path, version }, kind), { info, zip, mod }[kind])
    }
  }

  /** Cuts a bundle of the log as it is. */
  async cut(segment: Segment, wish: Partial<CutWish> = {}, world: Partial<CutWorld> = {}): Promise<CutBundle> {
    const log = logAtHead(this.store, await this.faults.unseen(() => this.open()))
    const whole: CutWorld = {
      log,
      store: this.store,
      signer: parseSigner(this.bundleKey.signer),
      seal: undefined,
      qr: qrCode,
      notes: this.notes,
      disc: async (id, n) => this.disc(id, n),
      free: async () => Number.POSITIVE_INFINITY,
      watch: { signal: new AbortController().signal, progress: () => undefined, tell: async () => undefined },
      reached: () => undefined,
      ...world,
    }
    return cutBundle(whole, segment, { ...plainWish, ...wish })
  }

  /** The folder of a disc. */
  disc(id: string, n: number): MemoryFolder {
    const name = `${id} ${n}`
    const folder = this.discs.get(name) ?? new MemoryFolder(this.faults)
    this.discs.set(name, folder)
    return folder
  }

  /** Every file of every disc of the bundle `id`, by disc and name. */
  async files(id: string): Promise<Map<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>()
    for (const [name, folder] of this.discs)
      if (name.startsWith(id))
        for (const [file, bytes] of await contentOf(folder)) found.set(`${name.slice(id.length + 1)}/${file}`, bytes)
    return found
  }
}

/** The made-up module `i`. */
export function moduleOf(i: number) {
  return makeModule({
    path: `b.test/M${i}`,
    version: 'v1.0.0',
    files: { 'x.go': `package a // ${'x'.repeat(i * 50)}\n` },
  })
}

/** The files of `folder`. */
export async function contentOf(folder: FlatFolder): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  for (const { name } of await folder.list(10_000)) {
    const blob = await folder.open(name)
    if (blob !== undefined) found.set(name, await readWhole(blob))
  }
  return found
}
