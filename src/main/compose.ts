import { join } from 'node:path'
import { DataLock } from '../adapters/fs/data-lock.ts'
import { DiskHead } from '../adapters/fs/disk-head.ts'
import { DiskStore } from '../adapters/fs/disk-store.ts'
import { DiskKeyFiles } from '../adapters/fs/key-files.ts'
import { goEnvUpstream } from '../adapters/goproxy/go-env.ts'
import { openUpstream } from '../adapters/goproxy/open-upstream.ts'
import { PinoJournal } from '../adapters/pino/pino-journal.ts'
import { systemClock } from '../adapters/system/system-clock.ts'
import { ThreadZipCheck } from '../adapters/threads/thread-zip-check.ts'
import { GoferryError } from '../core/errors.ts'
import { parseVerifier } from '../core/note/key.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Site } from '../http/site.ts'
import type { Journal } from '../ports/journal.ts'
import type { Reached } from '../ports/steps.ts'
import type { Store } from '../ports/store.ts'
import { Keys } from '../services/keys/keys.ts'
import { Log } from '../services/log/log.ts'
import { LogReader } from '../services/log/reader.ts'
import { Misses } from '../services/misses/misses.ts'
import { Pull } from '../services/pull/pull.ts'
import { IndexFeed } from '../services/serve/index-feed.ts'
import type { World } from '../services/serve/world.ts'
import { markSettled, settleTree } from '../services/tree/settle.ts'
import { Tree } from '../services/tree/tree.ts'
import { VerifiedTree } from '../services/tree/verified-tree.ts'
import type { Settings } from './config/schema.ts'
import { reachedStep } from './crash-point.ts'
import type { WriterCalls } from './node/writer-calls.ts'

/** Threads that check and hash zips in one process, and how many checks may wait for them. */
const ZIP_THREADS = { threads: 2, waiting: 1000 }

/** The journal of one process of a node. */
export function openJournal(settings: Settings, node: string): Journal {
  return new PinoJournal({ file: settings.logFile, node })
}

/** The store of the node's folder. */
export function openStore(data: string): Store {
  return new DiskStore(data)
}

/** The keys of the node's folder; `environment` is the value of GOFERRY_KEY. */
export function openKeys(data: string, environment: string | undefined, reached: Reached = reachedStep): Keys {
  return new Keys({ files: new DiskKeyFiles(join(data, 'keys')), clock: systemClock, reached, environment })
}

/** What the settings say of modules. */
function policyOf({ allow, deny, reserved, unlisted }: Settings): Policy {
  const rules = unlisted.map(rule => {
    const equals = rule.indexOf('=')
    return { pattern: rule.slice(0, equals), reason: rule.slice(equals + 1) }
  })
  return { allow, deny, reserved, unlisted: rules }
}

/** The published log of the folder, followed to its end. */
export async function openReader(
  store: Store,
  identity: { name: string; verifierKeys: readonly string[] },
): Promise<LogReader> {
  const reader = new LogReader({ store, name: identity.name, verifiers: identity.verifierKeys.map(parseVerifier) })
  await reader.refresh()
  return reader
}

/** What a process that answers requests needs. */
export interface SiteParts {
  readonly data: string
  readonly settings: Settings
  readonly identity: { readonly name: string; readonly verifierKeys: readonly string[] }
  readonly journal: Journal
  readonly writer: WriterCalls
  /** False as soon as the process is told to stop. */
  isReady(): boolean
}

/** The reading side of a node: everything that its routes need. */
export async function openSite({ data, settings, identity, journal, writer, isReady }: SiteParts): Promise<Site> {
  const store = openStore(data)
  const reader = await openReader(store, identity)
  const state = () => reader.state
  const refresh = () => reader.refresh()
  const tree = new VerifiedTree({ store, state, refresh, zipCheck: new ThreadZipCheck(ZIP_THREADS), journal })
  const policy = policyOf(settings)
  const world: World = {
    policy,
    state,
    refresh,
    tree,
    log: publishedLog(reader, identity.name),
    publicDatabase: databaseOf(settings).name,
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
    index: async (since, limit) => feed.page(reader.state, policy, since, limit),
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

function databaseOf({ sumdb }: Settings): { name: string; verifierKey: string } {
  return { name: parseVerifier(sumdb).name, verifierKey: sumdb }
}

/** The writing side of a node: the one process that holds the lock. */
export interface Writer {
  readonly identity: { readonly name: string; readonly verifierKeys: readonly string[] }
  readonly keys: Keys
  readonly log: Log
  readonly misses: Misses
  readonly pull: WriterCalls['pull']
  /** Signs the log by the keys as they are now, after a change of the keys. */
  resign(): Promise<Writer['identity']>
  /** Finishes what runs and gives the lock back. */
  close(): Promise<void>
}

/** What opening the writing side takes. */
export interface WriterParts {
  readonly data: string
  readonly settings: Settings
  /** The upstream's URL, credentials included; undefined for none. */
  readonly upstreamUrl: string | undefined
  /** The value of GOFERRY_KEY. */
  readonly keyText: string | undefined
  readonly journal: Journal
}

/** Takes the lock, makes key and name at the first start, recovers the log and the tree. Throws `data-locked` and what recovery throws. */
export async function openWriter(parts: WriterParts): Promise<Writer> {
  const lock = await new DataLock(parts.data).acquire()
  try {
    return await openLocked(parts, lock)
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function openLocked(parts: WriterParts, lock: { release(): Promise<void> }): Promise<Writer> {
  const { data, settings, journal } = parts
  const store = openStore(data)
  await store.sweep()
  const keys = openKeys(data, parts.keyText)
  const identity = (await keys.load()) ?? (await keys.create(settings.name))
  if (settings.name !== undefined && settings.name !== identity.name)
    throw new GoferryError('bad-settings', {
      subject: `name: ${settings.name}`,
      reason: 'cli.other-name',
      params: { name: identity.name },
    })
  const reached = reachedStep
  const log = await Log.open({ store, heads: new DiskHead(data), identity, journal, reached })
  const tree = new Tree({ store, state: () => log.state, reached })
  await settleTree(store, tree, log.state)
  const misses = await Misses.open({ store, clock: systemClock, reached })
  const zipCheck = new ThreadZipCheck(ZIP_THREADS)
  const close = async () => {
    await log.close()
    await misses.flush()
    await markSettled(store, log.state)
    await zipCheck.close()
    await lock.release()
  }
  const resign = async () => {
    const changed = await keys.load()
    if (changed === undefined) throw new GoferryError('bad-settings', { subject: 'keys', reason: 'keys-none' })
    await log.resign(changed)
    return publicIdentity(changed)
  }
  return {
    identity: publicIdentity(identity),
    keys,
    log,
    misses,
    pull: openPull(parts, { store, log, tree, zipCheck }),
    resign,
    close,
  }
}

function openPull(
  { settings, upstreamUrl, journal }: WriterParts,
  { store, log, tree, zipCheck }: { store: Store; log: Log; tree: Tree; zipCheck: ThreadZipCheck },
): WriterCalls['pull'] {
  if (upstreamUrl === undefined) return undefined
  return new Pull({
    upstream: openUpstream(upstreamUrl),
    store,
    log,
    tree,
    zipCheck,
    policy: policyOf(settings),
    database: databaseOf(settings),
    clock: systemClock,
    journal,
    reached: reachedStep,
  })
}

function publicIdentity({ name, verifierKeys }: Writer['identity']): Writer['identity'] {
  return { name, verifierKeys }
}

/** The upstream that the machine's own Go settings name, with notices for what was left out. */
export const readGoEnvUpstream = goEnvUpstream

/** A URL as it may be shown: without user name, password and query. Throws `bad-settings`. */
export function upstreamName(url: string): string {
  return openUpstream(url).name
}
