import { once } from 'node:events'
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { fromWire } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'
import { formatBytes } from '../../core/quantity.ts'
import { recipeOf } from '../../core/toolchain/rebuild.ts'
import type { Toolchain } from '../../core/toolchain/toolchain.ts'
import type { ArchiveMaker } from '../../ports/archive-maker.ts'
import type { ArchiveMessage, ArchiveTask } from './archive-messages.ts'

/** What one thread may take besides the pieces that are on their way. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 12 }

/** Makes each archive on a worker thread of its own, which hands over one piece at a time. */
export class ThreadArchiveMaker implements ArchiveMaker {
  readonly recipe = recipeOf(process.versions.zlib)

  /** See the port. */
  async *rebuild(location: string, toolchain: Toolchain, hashed: (h1: string) => void): AsyncGenerator<Uint8Array> {
    const workerData: ArchiveTask = { location, toolchain }
    const worker = new Worker(new URL('./archive-worker.ts', import.meta.url), {
      workerData,
      execArgv: [],
      resourceLimits,
    })
    const death = deathOf(worker, basename(location))
    try {
      for (;;) {
        const next = once(worker, 'message') as Promise<[ArchiveMessage]>
        // Whichever comes first is heard; the other is of nobody then.
        next.catch(() => undefined)
        worker.postMessage('next')
        const [message] = await Promise.race([next, death])
        if ('error' in message) throw fromWire(message.error, { cause: message.cause })
        if ('h1' in message) return hashed(message.h1)
        yield message.piece
      }
    } finally {
      death.catch(() => undefined)
      await worker.terminate()
    }
  }
}

/** Rejects when the thread ends. */
function deathOf(worker: Worker, subject: string): Promise<never> {
  const death = new Promise<never>((_, reject) => {
    worker.once('error', cause => reject(failureOf(cause, subject)))
    worker.once('exit', code => reject(new GoferryError('internal', { subject, cause: `exit code ${code}` })))
  })
  death.catch(() => undefined)
  return death
}

function failureOf(cause: unknown, subject: string): GoferryError {
  const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
  const limit = formatBytes(resourceLimits.maxOldGenerationSizeMb << 20)
  if (isFull) return new GoferryError('job-ended', { subject, reason: 'job-memory', params: { limit } })
  return new GoferryError('internal', { subject, cause })
}
