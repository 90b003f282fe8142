import { makeHandler } from '../../http/handler.ts'
import { observeProcess } from '../../http/metrics.ts'
import { NodeServer } from '../../http/node-server.ts'
import type { Site } from '../../http/site.ts'
import { openJournal } from '../compose.ts'
import type { Settings } from '../config/schema.ts'
import { answerCalls, makeCaller } from './calls.ts'
import { hostAndPort } from './listen-address.ts'
import type { PublicIdentity } from './open-reader.ts'
import { openSite } from './open-site.ts'
import { channelToWriter } from './process-channel.ts'
import { readTls } from './tls.ts'
import { remoteWriter } from './writer-calls.ts'

/** What the writer tells a worker at its start. */
export interface WorkerTask {
  readonly data: string
  readonly settings: Settings
  /** The log's name and public keys: what the published heads are checked by. */
  readonly identity: PublicIdentity
  /** Whether the node has an upstream. */
  readonly pulls: boolean
}

/**
 * Runs a worker process: it reads the tree and the published log,
 * answers requests, and asks the writer for all that changes the node.
 */
export function runWorker(): void {
  const channel = channelToWriter()
  let server: NodeServer | undefined
  let site: Site | undefined
  let stopping = false
  const call = makeCaller(channel)
  answerCalls(channel, {
    begin: async (task: WorkerTask) => {
      site = await openWorkerSite(task, call, () => !stopping)
      server = new NodeServer(
        { tls: readTls(task.settings), connections: task.settings.connections },
        makeHandler(site),
      )
      await server.listen(hostAndPort(task.settings.listen))
    },
    // The log has grown: what another process pulled is known here too.
    refresh: () => site?.world.refresh(),
    stop: async (graceMs: number) => {
      stopping = true
      await server?.stop(graceMs)
      setImmediate(() => process.disconnect())
    },
  })
  // The writer stops its workers; a terminal's Ctrl-C reaches them too and must not break off downloads.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
  process.on('disconnect', () => process.exit(0))
}

async function openWorkerSite(
  task: WorkerTask,
  call: ReturnType<typeof makeCaller>,
  isReady: () => boolean,
): Promise<Site> {
  observeProcess()
  const journal = openJournal(task.settings)
  return openSite({ ...task, journal, writer: remoteWriter(call, task.pulls), isReady })
}
