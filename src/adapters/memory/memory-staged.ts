import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { concat } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import type { Staged } from '../../ports/store.ts'

/** Staged bytes in memory, with a copy in a temporary file for those who read the location. */
export class MemoryStaged implements Staged {
  /** Undefined once put or discarded. */
  bytes: Uint8Array | undefined
  readonly size: number
  readonly sha256: string
  readonly location: string

  private constructor(bytes: Uint8Array, location: string) {
    this.bytes = bytes
    this.size = bytes.length
    this.sha256 = hex(sha256(bytes))
    this.location = location
  }

  /** Takes `source` whole, or throws `too-large`. */
  static async from(
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    limitBytes: number,
  ): Promise<MemoryStaged> {
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of source) {
      size += chunk.length
      if (size > limitBytes) {
        throw new GoferryError('too-large', {
          subject: 'run/tmp',
          reason: 'store-over-limit',
          params: { limit: limitBytes },
        })
      }
      chunks.push(chunk.slice())
    }
    const bytes = concat(...chunks)
    const location = join(await mkdtemp(join(tmpdir(), 'goferry-staged-')), 'blob')
    await writeFile(location, bytes)
    return new MemoryStaged(bytes, location)
  }

  async discard(): Promise<void> {
    this.bytes = undefined
    await rm(dirname(this.location), { recursive: true, force: true })
  }
}
