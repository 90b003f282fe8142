import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { rebuildArchive } from '../../core/toolchain/rebuild.ts'
import { gathered } from '../../core/zip/gathered.ts'
import type { ArchiveMessage, ArchiveTask } from './archive-messages.ts'
import { FileSource } from './file-source.ts'
import { failure } from './job.ts'

// Of this thread alone (Linux: setpriority(2) with 0): what serves goes first where the processors are busy.
setPriority(0, 5)

/** The entry of a thread that makes one archive: it answers each message with one piece. */
const { location, toolchain } = workerData as ArchiveTask
const source = new FileSource(location)
let h1 = ''
const pieces = gathered(
  rebuildArchive(source, toolchain, hash => {
    h1 = hash
  }),
)

parentPort?.on('message', async () => {
  const message = await next()
  parentPort?.postMessage(message, 'piece' in message ? [message.piece.buffer] : [])
})

async function next(): Promise<ArchiveMessage> {
  try {
    const { value, done } = await pieces.next()
    // A copy: the thread uses its buffer again, and this one goes to the other side.
    return done ? { h1 } : { piece: value.slice() as Uint8Array<ArrayBuffer> }
  } catch (error) {
    return failure(error, { location }) as ArchiveMessage & { error: unknown }
  }
}
