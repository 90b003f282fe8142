import type { Lang } from '../core/messages/text.ts'
import type { Journal } from '../ports/journal.ts'
import type { World } from '../services/serve/world.ts'

/** Everything that the routes of one node need. */
export interface Site {
  readonly world: World
  readonly journal: Journal
  /** The language of messages to clients. */
  readonly lang: Lang
  /** The path under which the client routes lie: '' or `/goproxy`, without a slash at its end. */
  readonly base: string
  /** Which requests are written to the journal. */
  readonly logRequests: 'all' | 'errors' | 'none'
  /** Whether requests are answered: false as soon as the node is told to stop. */
  isReady(): boolean
  /** The metrics of all processes of the node in Prometheus' text format. */
  metrics(): Promise<string>
  /** The versions of the log's feed from a moment on, as `/index` lists them. */
  index(since: string, limit: number): Promise<Uint8Array>
}
