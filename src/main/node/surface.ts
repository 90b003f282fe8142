import { cpus } from 'node:os'
import { makeHandler } from '../../http/handler.ts'
import { metricsText, observeProcess } from '../../http/metrics.ts'
import { NodeServer } from '../../http/node-server.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Settings } from '../config/schema.ts'
import { hostAndPort } from './listen-address.ts'
import type { PublicIdentity } from './open-reader.ts'
import { openSite } from './open-site.ts'
import { readTls } from './tls.ts'
import { Workers } from './workers.ts'
import type { Writer } from './writer.ts'
import { writerHandlers } from './writer-calls.ts'

/** What answering requests takes. */
export interface SurfaceOptions {
  readonly data: string
  readonly settings: Settings
  readonly journal: Journal
  /** What this process alone knows, in Prometheus' text format. */
  ownMetrics(): Promise<string>
}

/** What answers requests: worker processes, or this process itself. */
export interface Surface {
  start(): Promise<void>
  /** Goes on with other keys or another name of the log. */
  renew(identity: PublicIdentity): Promise<void>
  stop(graceMs: number): Promise<void>
  readonly failed: Promise<never>
}

/** The surface that the settings ask for: `workers` processes, or this one. */
export function openSurface(options: SurfaceOptions, writer: Writer): Surface {
  return options.settings.workers === 0 ? inThisProcess(options, writer) : inWorkers(options, writer)
}

function inWorkers({ data, settings, journal, ownMetrics }: SurfaceOptions, writer: Writer): Surface {
  const calls = { ...callsOf(writer), metrics: async () => `${await workers.metrics()}${await ownMetrics()}` }
  // The URL of the upstream may carry credentials: what faces the network need not know it.
  const { upstream: _, ...told } = settings
  const task = { data, settings: told, identity: writer.identity, pulls: writer.pull !== undefined }
  const workers: Workers = new Workers({ task, handlers: writerHandlers(calls), journal })
  writer.onGrown(() => workers.tell('refresh'))
  return {
    start: () => workers.start(settings.workers ?? Math.min(cpus().length, 8)),
    renew: identity => workers.renew({ ...task, identity }, settings.stopSeconds * 1000),
    stop: graceMs => workers.stop(graceMs),
    failed: workers.failed,
  }
}

function inThisProcess({ data, settings, journal, ownMetrics }: SurfaceOptions, writer: Writer): Surface {
  observeProcess()
  let server: NodeServer | undefined
  let stopping = false
  const open = async (identity: PublicIdentity) => {
    const calls = { ...callsOf(writer), metrics: async () => `${await metricsText()}${await ownMetrics()}` }
    const site = await openSite({ data, settings, identity, journal, writer: calls, isReady: () => !stopping })
    server = new NodeServer({ tls: readTls(settings), connections: settings.connections }, makeHandler(site))
    await server.listen(hostAndPort(settings.listen))
  }
  return {
    start: () => open(writer.identity),
    renew: async identity => {
      await server?.stop(settings.stopSeconds * 1000)
      await open(identity)
    },
    stop: async graceMs => {
      stopping = true
      await server?.stop(graceMs)
    },
    failed: new Promise(() => undefined),
  }
}

function callsOf(writer: Writer) {
  return { pull: writer.pull, miss: (path: string, version: string) => writer.misses.record(path, version) }
}
