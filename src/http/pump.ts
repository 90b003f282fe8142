import type { ServerResponse } from 'node:http'
import { GoferryError } from '../core/errors.ts'
import type { StoredBlob } from '../ports/store.ts'
import type { Span } from './conditional.ts'

/**
 * Bytes of all the buffers of this process together, spread over the downloads that run: up to 256 of them take no more
 * than this, each one beyond takes the smallest buffer, 64 KiB.
 */
const BUDGET_BYTES = 16 << 20
const MIN_BUFFER_BYTES = 64 << 10
const MAX_BUFFER_BYTES = 1 << 20

/** Sends files from buffers that are used again: one buffer a running download, the smaller the more of them run. */
export class Pump {
  readonly #free: Uint8Array[] = []
  #running = 0

  /**
   * Writes `span` of `blob` to `response` and returns when the last byte was handed to
   * the socket. Waits for a slow client without reading ahead. Throws `store-damaged`
   * where the blob ends early; returns early where the client went away.
   */
  async send(blob: StoredBlob, span: Span, response: ServerResponse): Promise<void> {
    this.#running++
    const buffer = this.#take()
    try {
      for (let at = span.first; at <= span.last && !response.destroyed; ) {
        const want = Math.min(buffer.length, span.last + 1 - at)
        const read = await blob.read(buffer.subarray(0, want), at)
        if (read === 0) throw new GoferryError('store-damaged', { subject: String(response.req.url) })
        await written(response, buffer.subarray(0, read))
        at += read
      }
    } finally {
      this.#running--
      this.#give(buffer)
    }
  }

  #take(): Uint8Array {
    const share = BUDGET_BYTES / this.#running
    const size = Math.max(MIN_BUFFER_BYTES, Math.min(MAX_BUFFER_BYTES, 2 ** Math.floor(Math.log2(share))))
    const index = this.#free.findIndex(buffer => buffer.length === size)
    return index < 0 ? new Uint8Array(size) : (this.#free.splice(index, 1)[0] ?? new Uint8Array(size))
  }

  #give(buffer: Uint8Array): void {
    const kept = this.#free.reduce((sum, free) => sum + free.length, 0)
    if (kept + buffer.length <= BUDGET_BYTES) this.#free.push(buffer)
  }
}

/** Resolves when the socket has taken `bytes`, so that their buffer may be used again, or when the client is gone. */
function written(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      response.off('close', done)
      resolve()
    }
    response.once('close', done)
    response.write(bytes, done)
  })
}
