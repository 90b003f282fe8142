import type { GoferryError } from '../../core/errors.ts'
import { ControlServer } from '../../http/control-server.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Settings } from '../config/schema.ts'
import { ServedJobs } from '../jobs/serve-jobs.ts'
import { ROLES } from '../roles.ts'
import { changeKeys } from './change-keys.ts'
import { withChosenPort } from './chosen-port.ts'
import { nodeUrl } from './listen-address.ts'
import { listenPrivately } from './listen-privately.ts'
import { openWriter } from './open-writer.ts'
import { operations } from './operations.ts'
import { openSurface } from './surface.ts'
import { readTls } from './tls.ts'
import { writerMetrics } from './writer-metrics.ts'

/** How often misses are written. */
const FLUSH_MS = 1000

/** What running a node takes. */
export interface RunOptions {
  readonly data: string
  readonly settings: Settings
  readonly upstreamUrl: string | undefined
  readonly keyText: string | undefined
  readonly journal: Journal
}

/** A node that serves. */
export interface RunningNode {
  readonly url: string
  readonly name: string
  readonly verifierKey: string
  /** Why its log signs nothing; undefined where it does. */
  readonly sealed: GoferryError | undefined
  /** Rejects when the node cannot go on. */
  readonly failed: Promise<never>
  /** Lets running requests finish, closes the log and gives the lock back. */
  stop(): Promise<void>
}

/**
 * Starts a node: the writer in this process, the workers beside it,
 * the control socket. Throws what each of them throws.
 */
export async function runNode(options: RunOptions): Promise<RunningNode> {
  const { data, journal } = options
  const settings = await withChosenPort(options.settings)
  // Said before anything is begun, and not by a worker that ends again and again.
  readTls(settings)
  const pulls = ROLES[settings.role].pulls
  const writer = await openWriter({ ...options, upstreamUrl: pulls ? options.upstreamUrl : undefined })
  let identity = writer.identity
  const jobs = new ServedJobs(writer)
  const ownMetrics = async () => `${await writerMetrics(writer)}${await jobs.metrics()}`
  const surface = openSurface({ data, settings, journal, ownMetrics }, writer)
  const flushing = setInterval(() => {
    writer.misses.flush().catch(error => journal.warn('misses-not-written', { error: String(error) }))
    void writer.ballast.fill()
    writer.givenUp.flush().catch(error => journal.warn('given-up-not-written', { error: String(error) }))
  }, FLUSH_MS)
  const control = new ControlServer({
    ...operations(writer),
    ...jobs.handlers(),
    status: async () => ({
      name: identity.name,
      size: writer.log.state.size,
      url: nodeUrl(settings),
      pid: process.pid,
    }),
    keys: async argument => {
      await changeKeys(writer.keys, argument)
      identity = await writer.resign()
      await surface.renew(identity)
    },
  })
  const stop = async () => {
    try {
      await surface.stop(settings.stopSeconds * 1000)
      await jobs.stop()
      await control.stop()
      await jobs.close()
    } finally {
      clearInterval(flushing)
      await writer.close()
    }
  }
  try {
    await surface.start()
    await jobs.start()
    await listenPrivately(control, data)
    const { name, verifierKeys } = writer.identity
    const { failed } = surface
    const { sealed } = writer.log
    return { url: nodeUrl(settings), name, verifierKey: verifierKeys[0] ?? '', sealed, failed, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
