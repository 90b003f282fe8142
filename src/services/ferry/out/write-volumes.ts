import { GoferryError } from '../../../core/errors.ts'
import type { BundleFile, BundleHeader, Volume } from '../../../core/ferry/bundle-header.ts'
import { bundleFileName, volumeName } from '../../../core/ferry/bundle-names.ts'
import type { Layout } from '../../../core/ferry/layout.ts'
import { formatEntryBundle } from '../../../core/tlog/data-tile.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { makeParity, type ReadableFile } from '../parity.ts'
import { BundleFiles, type MadeFile } from './bundle-files.ts'
import type { CutNotes } from './notes.ts'
import type { Plan } from './plan.ts'
import { Cutter, offsetsOf, streamOf } from './stream.ts'
import type { CutWorld } from './world.ts'

/** What is to be written where. */
export interface VolumesWish {
  readonly id: string
  readonly plan: Plan
  readonly layout: Layout
  /** The discs of the layout, in their order. */
  readonly discs: readonly FlatFolder[]
  readonly notes: CutNotes
  readonly isSealed: boolean
}

/** The files that were written. */
export interface WrittenVolumes {
  /** As the header names them. */
  readonly named: Pick<BundleHeader, 'log' | 'volumes' | 'parity' | 'sealed'>
  /** What lies on each disc. */
  readonly onDiscs: readonly (readonly BundleFile[])[]
}

/**
 * Writes the log onto each disc, the volumes and their parity onto theirs. What a call before this one wrote whole is
 * left as it is. Throws as `cutBundle`.
 */
export async function writeVolumes(world: CutWorld, wish: VolumesWish): Promise<WrittenVolumes> {
  const writing = new Writing(world, wish)
  const log = await writing.log()
  const volumes = await writing.volumes()
  const parity = await writing.parity(volumes)
  const first = firstOffsets(wish)
  const carried = [...volumes, ...parity].map(file => file.carried)
  return {
    named: {
      log: log.plain,
      volumes: volumes.map(({ plain }, i): Volume => ({ ...plain, first: first.get(i) })),
      parity: parity.map(({ plain }) => plain),
      sealed: wish.isSealed ? [log, ...volumes].map(file => file.carried) : [],
    },
    onDiscs: wish.layout.discs.map(places => [log.carried, ...places.flatMap(place => carried[place] ?? [])]),
  }
}

/** Where in each volume the first object begins. */
function firstOffsets({ plan, layout }: VolumesWish): Map<number, number> {
  const size = layout.volumes[0] ?? 1
  const first = new Map<number, number>()
  for (const offset of offsetsOf(plan.objects)) {
    const volume = Math.floor(offset / size)
    if (!first.has(volume)) first.set(volume, offset - volume * size)
  }
  return first
}

class Writing {
  readonly #world: CutWorld
  readonly #wish: VolumesWish
  readonly #files: BundleFiles
  #bytes = 0

  constructor(world: CutWorld, wish: VolumesWish) {
    this.#world = world
    this.#wish = wish
    this.#files = new BundleFiles(world, wish.notes, wish.isSealed)
  }

  async log(): Promise<MadeFile> {
    const { id, discs, plan } = this.#wish
    const [first, ...others] = discs
    if (first === undefined) throw new GoferryError('internal', { subject: 'discs' })
    const name = bundleFileName(id, 'log')
    const file = (await this.#files.whole(first, name)) ?? (await this.#files.make(first, name, this.#leaves()))
    if (file.plain.sha256 !== plan.log.sha256) throw new GoferryError('internal', { subject: name })
    for (const disc of others) await this.#files.copy(first, disc, file.carried)
    return file
  }

  async volumes(): Promise<MadeFile[]> {
    const { id, layout, plan } = this.#wish
    const made: MadeFile[] = []
    let cutter: Cutter | undefined
    let at = 0
    try {
      for (const [place, size] of layout.volumes.entries()) {
        const [disc, name] = [this.#discOf(place), volumeName(id, place + 1, 'volume')]
        const whole = await this.#files.whole(disc, name)
        // What is whole is not read again: the stream is begun anew behind it.
        if (whole !== undefined) await cutter?.close()
        cutter = whole ? undefined : (cutter ?? new Cutter(streamOf(this.#world.store, plan.objects, at)))
        made.push(whole ?? (await this.#files.make(disc, name, this.#counted(cutter?.next(size), name))))
        at += size
      }
    } finally {
      await cutter?.close()
    }
    return made
  }

  /** Over the files as they travel: what is sealed is recovered before it is opened. */
  async parity(volumes: readonly MadeFile[]): Promise<MadeFile[]> {
    const { id, layout } = this.#wish
    const names = Array.from({ length: layout.parity }, (_, i) => volumeName(id, i + 1, 'parity'))
    const discOf = (i: number) => this.#discOf(volumes.length + i)
    const whole = await Promise.all(names.map((name, i) => this.#files.whole(discOf(i), name)))
    const made = whole.filter(file => file !== undefined)
    if (made.length === names.length) return made
    const sources = await this.#opened(volumes)
    try {
      const write = async (i: number, pieces: AsyncIterable<Uint8Array>): Promise<BundleFile> => {
        const name = names[i] ?? ''
        return { name, ...(await discOf(i).write(name, pieces)) }
      }
      const files = await makeParity(sources, names.length, write, this.#world.watch)
      for (const file of files) await this.#wish.notes.note(file)
      return files.map(file => ({ plain: file, carried: file }))
    } finally {
      await Promise.all(sources.map(source => source.close()))
    }
  }

  async #opened(volumes: readonly MadeFile[]): Promise<(ReadableFile & { close(): Promise<void> })[]> {
    const opened: (ReadableFile & { close(): Promise<void> })[] = []
    for (const [place, { carried }] of volumes.entries()) {
      const blob = await this.#discOf(place).open(carried.name)
      if (blob === undefined) {
        await Promise.all(opened.map(each => each.close()))
        throw new GoferryError('absent', { subject: carried.name })
      }
      const { size, read, close } = blob
      opened.push({ name: carried.name, size, read: read.bind(blob), close: close.bind(blob) })
    }
    return opened
  }

  async *#leaves(): AsyncGenerator<Uint8Array> {
    const { log } = this.#world
    for await (const texts of log.leaves(this.#wish.plan.from, log.head.size)) yield formatEntryBundle(texts)
  }

  async *#counted(pieces: AsyncIterable<Uint8Array> | undefined, at: string): AsyncGenerator<Uint8Array> {
    const { signal, progress } = this.#world.watch
    const { plan, layout } = this.#wish
    for await (const piece of pieces ?? []) {
      if (signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry out' })
      this.#bytes += piece.length
      progress({
        done: layout.volumes.findIndex((_, i) => volumeName(this.#wish.id, i + 1, 'volume') === at),
        total: layout.volumes.length,
        bytes: this.#bytes,
        totalBytes: plan.bytes,
        at,
      })
      yield piece
    }
  }

  #discOf(place: number): FlatFolder {
    const disc = this.#wish.discs[this.#wish.layout.discs.findIndex(places => places.includes(place))]
    if (disc === undefined) throw new GoferryError('internal', { subject: 'disc' })
    return disc
  }
}
