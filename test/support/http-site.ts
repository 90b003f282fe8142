import { makeHandler } from '../../src/http/handler.ts'
import { type Limits, NodeServer } from '../../src/http/node-server.ts'
import type { Site } from '../../src/http/site.ts'
import type { JournalFields } from '../../src/ports/journal.ts'
import { ServeWorld } from './serve-world.ts'

/** What a test may want otherwise than usual. */
export interface SiteShape extends Partial<Site> {
  readonly limits?: Limits
  readonly connections?: number
}

/** A server on loopback that answers by a site of a test. */
export interface TestSite {
  readonly port: number
  readonly server: NodeServer
  /** What the journal was told, each with its event and level. */
  readonly lines: readonly JournalFields[]
}

/** Starts it; the caller stops the server. */
export async function startSite({ limits, connections = 100, ...shape }: SiteShape = {}): Promise<TestSite> {
  const lines: JournalFields[] = []
  const note = (level: string) => (event: string, fields?: JournalFields) => lines.push({ level, event, ...fields })
  const site: Site = {
    world: new ServeWorld(),
    journal: { info: note('info'), warn: note('warn'), error: note('error') },
    lang: 'en',
    base: '',
    logRequests: 'all',
    isReady: () => true,
    metrics: async () => '# metrics\n',
    index: async (since, limit) => Buffer.from(`index from '${since}', ${limit}\n`),
    ...shape,
  }
  const server = new NodeServer({ tls: undefined, connections, ...(limits && { limits }) }, makeHandler(site))
  return { port: await server.listen({ host: '127.0.0.1', port: 0 }), server, lines }
}
