import { GoferryError } from '../../../core/errors.ts'
import type { BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { frameSize, type ObjectFrame, parseFrame } from '../../../core/ferry/object-frame.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import type { StoredBlob } from '../../../ports/store.ts'

/** Bytes of a piece of an object. */
const pieceSize = 1 << 20

/**
 * The objects of a bundle, from volumes that lie in one folder: frame by frame, the body of each read or passed over.
 * One reader. Throws `bundle-incomplete` where a volume is gone, `bundle-damaged` where one is cut short.
 */
export class BundleStream {
  readonly #folder: FlatFolder
  readonly #volumes: readonly { readonly name: string; readonly start: number; readonly end: number }[]
  readonly #id: string
  /** Bytes of all volumes. */
  readonly size: number
  #at = 0
  #open: { readonly name: string; readonly blob: StoredBlob } | undefined

  /** The stream of the bundle `header` whose volumes lie in `folder`. */
  constructor(folder: FlatFolder, header: BundleHeader) {
    this.#folder = folder
    this.#id = header.id
    let start = 0
    this.#volumes = header.volumes.map(({ name, size }) => {
      start += size
      return { name, start: start - size, end: start }
    })
    this.size = start
  }

  /** How many bytes were read or passed over. */
  get position(): number {
    return this.#at
  }

  /** The next frame; undefined at the end. What is left of the body before must be read or passed over first. */
  async next(): Promise<ObjectFrame | undefined> {
    if (this.#at === this.size) return undefined
    const frame = parseFrame(await this.whole(frameSize))
    if (frame.size > this.size - this.#at) throw this.#damaged()
    return frame
  }

  /** The next `size` bytes of the stream, which the caller knows to be few. */
  async whole(size: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(size)
    for (let filled = 0; filled < size; ) filled += await this.#read(bytes.subarray(filled))
    return bytes
  }

  /** The next `bytes` of the stream, in one buffer: a piece is gone once the next is asked for. */
  async *body(bytes: number): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(Math.min(bytes, pieceSize))
    for (let left = bytes; left > 0; ) {
      const read = await this.#read(buffer.subarray(0, left))
      left -= read
      yield buffer.subarray(0, read)
    }
  }

  /** Passes over the next `bytes`. */
  passOver(bytes: number): void {
    this.#at += bytes
  }

  /** Gives the open volume back. */
  async close(): Promise<void> {
    await this.#open?.blob.close()
    this.#open = undefined
  }

  /** Reads at least one byte into `buffer`, which is not empty, and moves on. */
  async #read(buffer: Uint8Array): Promise<number> {
    const volume = this.#volumes.find(({ end }) => this.#at < end)
    if (volume === undefined) throw this.#damaged()
    const blob = await this.#volume(volume.name)
    const wanted = Math.min(buffer.length, volume.end - this.#at)
    const read = await blob.read(buffer.subarray(0, wanted), this.#at - volume.start)
    if (read === 0) throw new GoferryError('bundle-damaged', { subject: volume.name, reason: 'bundle.short' })
    this.#at += read
    return read
  }

  async #volume(name: string): Promise<StoredBlob> {
    if (this.#open?.name === name) return this.#open.blob
    await this.close()
    const blob = await this.#folder.open(name)
    if (blob === undefined)
      throw new GoferryError('bundle-incomplete', { subject: this.#id, reason: 'bundle.volume-gone', params: { name } })
    this.#open = { name, blob }
    return blob
  }

  #damaged(): GoferryError {
    return new GoferryError('bundle-damaged', { subject: 'stream', reason: 'bundle.frame' })
  }
}
