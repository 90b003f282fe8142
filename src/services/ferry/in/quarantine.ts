import { utf8 } from '../../../core/bytes.ts'
import { GoferryError } from '../../../core/errors.ts'
import type { NamedObject } from '../../../core/ferry/named-object.ts'
import type { ObjectFrame } from '../../../core/ferry/object-frame.ts'
import { quarantineKey } from '../../../core/ferry/quarantine.ts'
import { formatTaken, objectsFile, type TakenObject } from '../../../core/ferry/taken-object.ts'
import type { Staged } from '../../../ports/store.ts'
import { bundleEntries, type MirrorEntry } from './bundle-leaves.ts'
import { BundleStream } from './bundle-stream.ts'
import { entryOf } from './entry-of-frame.ts'
import { healObject } from './heal-object.ts'
import { objectBytes, smallBody, used } from './object-bytes.ts'
import { type OpenedImport, openImport, reach } from './opened-import.ts'
import { standing } from './standing.ts'
import type { TakingWorld } from './taking-world.ts'

/** What came of the objects of a bundle: how many of each. */
export interface QuarantineReport {
  /** In quarantine: what the node lacks. */
  readonly taken: number
  readonly bytes: number
  /** Held by the node already, and whole. */
  readonly held: number
  /** Named by the node's log, and were damaged or missing: put in their places. */
  readonly healed: number
}

/**
 * Takes the objects of a verified bundle into the store, where nobody is served them: each only once its bytes are
 * those that its entry names. What the node holds whole is passed over; what its own log names and is damaged or
 * missing is put in its place. Then the volumes are removed. Run again it goes on. Throws `bundle-damaged`,
 * `bundle-incomplete`, `interrupted`, and what store and folder throw.
 */
export async function quarantine(world: TakingWorld): Promise<QuarantineReport> {
  const { folder, trust, clock } = world
  const imported = await openImport(folder, trust)
  const run = new Run(world, imported)
  if (imported.state.step === 'verified') {
    await folder.write(objectsFile, run.objects())
    world.reached('objects-listed')
    await reach(folder, imported.state, 'quarantined', clock.now())
    world.reached('quarantine-noted')
  }
  for (const { name } of [...imported.header.volumes, ...imported.header.parity]) {
    await folder.remove(name)
    world.reached('volume-removed')
  }
  return run.counts
}

/** Objects that are made durable at once: the disk then writes many with one turn. */
const atOnce = 32

class Run {
  readonly counts = { taken: 0, bytes: 0, held: 0, healed: 0 }
  /** What is on its way to the disk, the oldest first. */
  readonly #puts: Promise<void>[] = []
  readonly #world: TakingWorld
  readonly #import: OpenedImport
  readonly #stream: BundleStream
  readonly #entries: AsyncGenerator<MirrorEntry>

  constructor(world: TakingWorld, imported: OpenedImport) {
    this.#world = world
    this.#import = imported
    this.#stream = new BundleStream(world.folder, imported.header)
    this.#entries = bundleEntries(world.folder, imported.header)
  }

  /** Takes each object, and gives the lines of those that lie in quarantine when it ends. */
  async *objects(): AsyncGenerator<Uint8Array> {
    const { bytes: totalBytes, objects: total } = this.#import.header.stream
    try {
      for (let done = 1; ; done++) {
        if (this.#world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry in' })
        const frame = await this.#stream.next()
        if (frame === undefined) break
        const taken = frame.kind === 'certificate' ? await this.#certificate(frame) : await this.#object(frame)
        if (taken !== undefined) yield utf8(formatTaken(taken))
        const [bytes, at] = [this.#stream.position, `${frame.kind} ${frame.id}`]
        this.#world.watch.progress({ done, total, bytes, totalBytes, at })
      }
      // The tree of the entries is known to be the signed one only at its end.
      while (!(await this.#entries.next()).done);
      await Promise.all(this.#puts)
    } finally {
      await Promise.allSettled(this.#puts)
      await this.#stream.close()
      await this.#entries.return(undefined)
    }
  }

  async #object(frame: ObjectFrame): Promise<TakenObject | undefined> {
    const { entry, named } = await entryOf(this.#entries, frame)
    const now = await standing(this.#world, entry, named)
    if (now === 'held') {
      this.#stream.passOver(frame.size)
      this.counts.held++
      return undefined
    }
    if (now === 'bad') {
      await this.#heal(frame, named)
      return undefined
    }
    return this.#take(frame, named.digest, () => objectBytes(this.#world.store, this.#stream, frame, named))
  }

  /** A certificate is a note of a few lines; the signed header accounts for its bytes. */
  async #certificate(frame: ObjectFrame): Promise<TakenObject> {
    const { bytes, digest } = await smallBody(this.#stream, frame)
    return this.#take(frame, digest, async () => bytes)
  }

  async #take(frame: ObjectFrame, digest: string, content: () => Promise<Staged | Uint8Array>): Promise<TakenObject> {
    const { store } = this.#world
    const key = quarantineKey(this.#import.digest, digest)
    if (frame.kind !== 'certificate' && (await store.stat(key))?.size === frame.size) this.#stream.passOver(frame.size)
    else await this.#put(key, await content())
    this.counts.taken++
    this.counts.bytes += frame.size
    return { ...frame, digest }
  }

  /** Begins to put `content` at `key`; where many are on their way, the oldest of them is there first. */
  async #put(key: string, content: Staged | Uint8Array): Promise<void> {
    const { store, reached } = this.#world
    const put = used(content, bytes => store.put(key, bytes)).then(() => reached('object-quarantined'))
    // A failure is thrown where it is waited for.
    put.catch(() => undefined)
    this.#puts.push(put)
    if (this.#puts.length >= atOnce) await this.#puts.shift()
  }

  async #heal(frame: ObjectFrame, named: NamedObject): Promise<void> {
    await healObject(this.#world, this.#stream, frame, named)
    this.counts.healed++
  }
}
