import { createHash, type Hash } from 'node:crypto'
import { hashGoMod } from '../../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../../core/errors.ts'
import { formatFrame, frameSize } from '../../../core/ferry/object-frame.ts'
import { hex, sha256 } from '../../../core/hash.ts'
import { readFully } from '../../../ports/read-whole.ts'
import type { Store, StoredBlob } from '../../../ports/store.ts'
import type { PlannedObject } from './plan.ts'

/** Bytes of a piece of the stream; what is no longer is read whole. So little is hashed while a core has it at hand. */
const pieceSize = 1 << 18

/** So many objects are at hand at once: to open a small file takes longer than to hash it. */
const ahead = 4

/**
 * The stream of `objects` from byte `from` on, in pieces; each is gone once the next is asked for. What is read is held
 * against the log, so that no damaged blob travels: an object that begins before `from` is read from its beginning.
 * Throws `store-damaged` naming the key, and what the store throws.
 */
export async function* streamOf(store: Store, objects: readonly PlannedObject[], from: number) {
  let at = 0
  const small = new SmallObjects(store, objects)
  const buffers = [new Uint8Array(pieceSize), new Uint8Array(pieceSize)]
  try {
    for (const [i, object] of objects.entries()) {
      const end = at + frameSize + object.size
      if (end > from) yield* skipped(objectBytes(store, object, small.take(i), buffers), Math.max(0, from - at))
      small.release()
      at = end
    }
  } finally {
    await small.settled()
  }
}

/** Where in the stream each object begins, and where the last one ends. */
export function* offsetsOf(objects: readonly PlannedObject[]): Generator<number> {
  let at = 0
  for (const { size } of objects) {
    yield at
    at += frameSize + size
  }
}

/** The small ones among some objects, read a little before they are asked for, each held against the log. */
class SmallObjects {
  readonly #store: Store
  readonly #objects: readonly PlannedObject[]
  readonly #running = new Map<number, { readonly bytes: Promise<Uint8Array>; readonly buffer: ArrayBuffer }>()
  /** Buffers that are read into again: to make one for each object costs more than to hash it. */
  readonly #free: ArrayBuffer[] = []
  #lent: ArrayBuffer | undefined
  #next = 0

  constructor(store: Store, objects: readonly PlannedObject[]) {
    this.#store = store
    this.#objects = objects
  }

  /**
   * The bytes of object `i`, good until `release`; undefined for a large one. What comes before `i` is not asked for
   * any more.
   */
  take(i: number): Promise<Uint8Array> | undefined {
    for (this.#next = Math.max(this.#next, i); this.#next < i + ahead; this.#next++) this.#begin(this.#next)
    const found = this.#running.get(i)
    this.#running.delete(i)
    const object = this.#objects[i]
    this.#lent = found?.buffer
    // A go.mod has a hash of its own form, whatever its size.
    return found?.bytes ?? (object?.kind === 'mod' ? wholeObject(this.#store, object) : undefined)
  }

  /** What `take` gave last is not used any more. */
  release(): void {
    if (this.#lent !== undefined) this.#free.push(this.#lent)
    this.#lent = undefined
  }

  /** Waits until nothing is read any more. Throws nothing. */
  async settled(): Promise<void> {
    await Promise.allSettled(Array.from(this.#running.values(), ({ bytes }) => bytes))
  }

  #begin(i: number): void {
    const object = this.#objects[i]
    if (object === undefined || object.size > pieceSize) return
    const buffer = this.#free.pop() ?? new ArrayBuffer(pieceSize)
    const bytes = wholeObject(this.#store, object, new Uint8Array(buffer, 0, object.size))
    // Heard when its turn comes.
    bytes.catch(() => undefined)
    this.#running.set(i, { bytes, buffer })
  }
}

async function* objectBytes(
  store: Store,
  object: PlannedObject,
  whole: Promise<Uint8Array> | undefined,
  buffers: readonly Uint8Array[],
): AsyncGenerator<Uint8Array> {
  yield formatFrame(object)
  if (whole !== undefined) return yield await whole
  const blob = await opened(store, object)
  try {
    yield* hashed(blob, object, buffers)
  } finally {
    await blob.close()
  }
}

async function wholeObject(
  store: Store,
  object: PlannedObject,
  into = new Uint8Array(object.size),
): Promise<Uint8Array> {
  const blob = await opened(store, object)
  try {
    const bytes = into.subarray(0, await readFully(blob, into, 0))
    const digest = object.kind === 'mod' ? hashGoMod(bytes) : hex(sha256(bytes))
    if (bytes.length !== object.size || digest !== object.digest) throw damaged(object)
    return bytes
  } finally {
    await blob.close()
  }
}

async function opened(store: Store, object: PlannedObject): Promise<StoredBlob> {
  const blob = await store.open(object.key)
  if (blob?.size === object.size) return blob
  await blob?.close()
  throw damaged(object)
}

/** Two buffers: one is read into while the other is hashed and written. */
async function* hashed(
  blob: StoredBlob,
  object: PlannedObject,
  buffers: readonly Uint8Array[],
): AsyncGenerator<Uint8Array> {
  const hash: Hash = createHash('sha256')
  const read = (n: number, position: number) => readFully(blob, buffers[n % 2] ?? new Uint8Array(), position)
  let at = 0
  let next = object.size > 0 ? read(0, 0) : undefined
  for (let n = 0; next !== undefined; n++) {
    const length = await next
    const piece = (buffers[n % 2] ?? new Uint8Array()).subarray(0, length)
    at += length
    next = at < object.size ? read(n + 1, at) : undefined
    // The read that runs meanwhile may fail: it is heard when its turn comes.
    next?.catch(() => undefined)
    hash.update(piece)
    // Before the last piece is given: who takes just so many bytes as there are never asks again.
    if (length === 0 || (at === object.size && hash.digest('hex') !== object.digest)) throw damaged(object)
    yield piece
  }
}

async function* skipped(pieces: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes
  for await (const piece of pieces) {
    if (left < piece.length) yield piece.subarray(left)
    left = Math.max(0, left - piece.length)
  }
}

/**
 * Cuts `pieces` into volumes: each call of `next` gives the pieces of as many bytes, which are to be read to their end
 * before the next call.
 */
export class Cutter {
  readonly #pieces: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** The next `size` bytes. Throws `internal` where there are fewer. */
  async *next(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#pieces.next()
        if (done) throw new GoferryError('internal', { subject: 'stream' })
        this.#rest = value
      }
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      if (piece.length > 0) yield piece
    }
  }

  /** Gives back what is open. */
  async close(): Promise<void> {
    await this.#pieces.return?.()
  }
}

function damaged({ key }: PlannedObject): GoferryError {
  return new GoferryError('store-damaged', { subject: key, reason: 'bundle.blob-damaged' })
}
