import { createHash } from 'node:crypto'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { type ArchiveContents, inspectArchive } from '../../core/toolchain/inspect-archive.ts'
import { commandsIn } from '../../core/zip/commands.ts'
import { inspectZip } from '../../core/zip/inspect-zip.ts'
import type { FileHash, ZipReport } from '../../ports/zip-check.ts'
import { FileSource } from './file-source.ts'
import { failure, type Job, type Reply } from './job.ts'

// Of this thread alone (Linux: setpriority(2) with 0): what serves goes first where the processors are busy.
setPriority(0, 5)

/** The entry of a worker thread: answers one job after the other. */
parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await answer(job)))

type Result = FileHash | ZipReport | ArchiveContents | readonly string[]

async function answer(job: Job): Promise<Reply> {
  try {
    return { value: await run(job) }
  } catch (error) {
    return failure(error, job)
  }
}

async function run({ location, module, commands, archive }: Job): Promise<Result> {
  const source = new FileSource(location)
  try {
    if (!module) return hash(source)
    if (archive !== undefined) return await inspectArchive(source, archive, module)
    if (commands) return commandsIn(source, module)
    const contents = await inspectZip(source, module)
    // A view would take the whole buffer behind it to the other thread.
    return { ...contents, goMod: contents.goMod?.slice(), ...hash(source) }
  } finally {
    source.close()
  }
}

function hash(source: FileSource): FileHash {
  const sha256 = createHash('sha256')
  let size = 0
  for (let piece = source.readInto(buffer, 0); piece.length > 0; piece = source.readInto(buffer, size)) {
    sha256.update(piece)
    size += piece.length
  }
  return { sha256: sha256.digest('hex'), size }
}

/** The one buffer of this thread, which does one job at a time. */
const buffer = new Uint8Array(2 ** 20)
