import { GoferryError } from '../../../core/errors.ts'
import type { BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { type NamedObject, namedObject } from '../../../core/ferry/named-object.ts'
import type { ObjectFrame } from '../../../core/ferry/object-frame.ts'
import { travels } from '../../../core/ferry/travels.ts'
import type { LogState } from '../../../core/log/state.ts'
import type { FilePiece } from '../../../ports/file-pieces.ts'
import type { Watch } from '../../../ports/watch.ts'
import { bundleEntries } from './bundle-leaves.ts'
import { BundleStream } from './bundle-stream.ts'
import { nameOf } from './check-entries.ts'
import { checkCertificate, checkObject } from './check-object.ts'
import type { CheckReport, CheckWorld } from './check-world.ts'
import { Firsts } from './firsts.ts'
import { refusing } from './refusal.ts'

/** An object that must come next. */
interface Expected {
  readonly id: number
  /** For errors. */
  readonly name: string
  readonly named: NamedObject
}

/** A walk through the stream of a bundle, along its log: one use. `state` is what the entries add up to. */
export class StreamWalk {
  readonly #world: CheckWorld
  readonly #header: BundleHeader
  readonly #state: LogState
  readonly #watch: Watch
  readonly #stream: BundleStream
  readonly #firsts: Firsts
  #objects = 0
  #certificates = 0

  constructor(world: CheckWorld, header: BundleHeader, state: LogState, watch: Watch) {
    this.#world = world
    this.#header = header
    this.#state = state
    this.#watch = watch
    this.#stream = new BundleStream(world.folder, header)
    this.#firsts = new Firsts(header)
  }

  /** Checks it to its end. Throws `bundle-refused`, `interrupted`, `io-failed`. */
  async run(): Promise<CheckReport> {
    const { id, from, to, stream } = this.#header
    const expected = this.#expected()
    try {
      return await refusing(id, 'stream', async () => {
        for await (const each of expected) await this.#next(each)
        while (await this.#next(undefined));
        this.#firsts.end()
        if (this.#objects !== stream.objects) {
          const params = { objects: this.#objects, expected: stream.objects }
          throw new GoferryError('bundle-damaged', { subject: 'stream', reason: 'bundle.counts', params })
        }
        const bytes = this.#stream.position
        return { entries: to.size - from.size, objects: this.#objects, bytes, certificates: this.#certificates }
      })
    } finally {
      await this.#stream.close()
    }
  }

  /** The objects that must come, in their order, from the log. */
  async *#expected(): AsyncGenerator<Expected> {
    for await (const { id, entry } of bundleEntries(this.#world.folder, this.#header)) {
      const named = namedObject(entry)
      if (named !== undefined && travels(this.#header.without, id)) yield { id, name: nameOf(id, entry), named }
    }
  }

  /** Checks the next object, which must be `expected`, else a certificate; whether there was one. */
  async #next(expected: Expected | undefined): Promise<boolean> {
    if (this.#watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry in' })
    const start = this.#stream.position
    const frame = await this.#stream.next()
    if (frame === undefined && expected === undefined) return false
    const wanted = expected ?? { id: this.#certificates, named: { kind: 'certificate' as const } }
    if (frame === undefined || frame.kind !== wanted.named.kind || frame.id !== wanted.id)
      throw misplaced(frame, wanted)
    this.#firsts.begins(start)
    const source = this.#world.open(piecesOf(this.#header, this.#stream.position, frame.size))
    try {
      if (expected === undefined)
        await refusing(this.#header.id, `certificate ${frame.id}`, () => checkCertificate(source))
      else await refusing(this.#header.id, expected.name, () => this.#check(expected, source))
    } finally {
      source.close()
    }
    this.#stream.passOver(frame.size)
    this.#objects++
    if (expected === undefined) this.#certificates++
    const { bytes: totalBytes, objects: total } = this.#header.stream
    const at = expected?.name ?? 'certificate'
    this.#watch.progress({ done: this.#objects, total, bytes: this.#stream.position, totalBytes, at })
    return true
  }

  async #check({ id, name, named }: Expected, source: ReturnType<CheckWorld['open']>): Promise<void> {
    const { module } = named
    const record = module && this.#state.version(module.path, module.version)?.record
    const unrecorded = await checkObject(named, source, record, this.#world.database)
    if (unrecorded !== undefined && module !== undefined)
      await this.#watch.tell({ subject: name, outcome: 'unrecorded', id, ...module, ...unrecorded })
  }
}

function misplaced(frame: ObjectFrame | undefined, wanted: { id: number; named: { kind: string } }): GoferryError {
  const found = frame === undefined ? 'end' : `${frame.kind} ${frame.id}`
  const params = { found, expected: `${wanted.named.kind} ${wanted.id}` }
  return new GoferryError('bundle-damaged', { subject: 'stream', reason: 'bundle.other-object', params })
}

/** Where in the volumes `size` bytes from `start` of the stream lie. */
function piecesOf({ volumes }: BundleHeader, start: number, size: number): FilePiece[] {
  const pieces: FilePiece[] = []
  let begin = 0
  for (const volume of volumes) {
    const [from, to] = [Math.max(start, begin), Math.min(start + size, begin + volume.size)]
    if (from < to) pieces.push({ name: volume.name, position: from - begin, length: to - from })
    begin += volume.size
  }
  return pieces
}
