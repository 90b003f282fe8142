import { parseVerifier } from '../../core/note/key.ts'
import type { Site } from '../../http/site.ts'
import type { Journal } from '../../ports/journal.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'
import type { LogReader } from '../../services/log/reader.ts'
import { Replay } from '../../services/proofs/replay.ts'
import { IndexFeed } from '../../services/serve/index-feed.ts'
import type { World } from '../../services/serve/world.ts'
import { VerifiedTree } from '../../services/tree/verified-tree.ts'
import { openStore, openZipCheck } from '../compose.ts'
import { databaseOf, policyOf } from '../config/policy.ts'
import type { Settings } from '../config/schema.ts'
import { openReader, type PublicIdentity } from './open-reader.ts'
import type { WriterCalls } from './writer-calls.ts'

/** What a process that answers requests needs. */
export interface SiteParts {
  readonly data: string
  readonly settings: Settings
  readonly identity: PublicIdentity
  readonly journal: Journal
  readonly writer: WriterCalls
  /** Threads that are there already; else the site has its own, as long as the process lives. */
  readonly zipCheck?: ZipCheck
  /** False as soon as the process is told to stop. */
  isReady(): boolean
}

/** The reading side of a node: everything that its routes need. */
export async function openSite(parts: SiteParts): Promise<Site> {
  const { data, settings, identity, journal, writer, isReady, zipCheck = openZipCheck() } = parts
  const store = openStore(data)
  const reader = await openReader(store, identity)
  const state = () => reader.state
  const refresh = () => reader.refresh()
  const tree = new VerifiedTree({ store, state, refresh, zipCheck, journal })
  const policy = policyOf(settings)
  const database = parseVerifier(databaseOf(settings).verifierKey)
  const world: World = {
    policy,
    state,
    refresh,
    tree,
    log: publishedLog(reader, identity.name),
    publicDatabase: database.name,
    proofs: new Replay({ store, newest: () => reader.state.proofs, verifier: database, journal }),
    pull: writer.pull,
    miss: writer.miss,
  }
  const feed = new IndexFeed()
  return {
    world,
    journal,
    lang: settings.lang ?? 'en',
    base: settings.base,
    logRequests: settings.requests,
    isReady,
    metrics: () => writer.metrics(),
    index: async (since, limit) => {
      await reader.refresh()
      return feed.page(reader.state, policy, since, limit)
    },
  }
}

function publishedLog(reader: LogReader, name: string): World['log'] {
  return {
    name,
    get latest() {
      return reader.latest
    },
    checkpoint: () => reader.checkpoint(),
    lookup: module => reader.lookup(module),
    tile: tile => reader.tile(tile),
    dataTile: tile => reader.dataTile(tile),
    entries: tile => reader.entries(tile),
  }
}
