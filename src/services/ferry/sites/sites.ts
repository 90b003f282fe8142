import { fromUtf8, utf8 } from '../../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import { isSiteName } from '../../../core/ferry/bundle-names.ts'
import { base64, hex } from '../../../core/hash.ts'
import type { MessageKey } from '../../../core/messages/catalogue.ts'
import type { Params } from '../../../core/messages/text.ts'
import { openCosigned, parseCosignVerifier } from '../../../core/note/cosignature.ts'
import type { Verifier } from '../../../core/note/key.ts'
import { parseCheckpoint } from '../../../core/tlog/tree-head.ts'
import type { Journal } from '../../../ports/journal.ts'
import type { Store } from '../../../ports/store.ts'

/** The folder of the sites that a mirror carries to. */
const sitesFolder = 'log/ferry/sites'
const receiptLimit = 1 << 16

/** How far a site has the log of this mirror. */
export interface LastReceipt {
  readonly size: number
  /** In hexadecimal. */
  readonly root: string
}

/** A site as it is shown. */
export interface KnownSite {
  readonly name: string
  /** The key that signs its receipts: `name+hash+base64`. */
  readonly key: string
  readonly last: LastReceipt | undefined
}

/** What receipts are held against: the mirror's own log. */
export interface SitesWorld {
  readonly store: Store
  readonly log: {
    readonly name: string
    readonly verifiers: readonly Verifier[]
    readonly size: number
    /** The root of the first `size` entries, in hexadecimal. */
    rootAt(size: number): Promise<string>
  }
  readonly journal: Journal
}

/** Pins the key by which the site `name` signs receipts. Throws `usage` for a bad name or another key, `bad-key`. */
export async function addSite(store: Store, name: string, key: string): Promise<KnownSite> {
  if (!isSiteName(name)) throw new GoferryError('usage', { subject: name, reason: 'receipt.site-name' })
  parseCosignVerifier(key)
  try {
    await store.put(`${sitesFolder}/${name}/key`, utf8(`${key}\n`))
  } catch (error) {
    if (!isGoferryError(error, 'store-conflict')) throw error
    throw new GoferryError('usage', { subject: name, reason: 'receipt.other-key', cause: error })
  }
  return siteNamed(store, name)
}

/** The sites, sorted by name. */
export async function listSites(store: Store): Promise<KnownSite[]> {
  const names = (await store.list(sitesFolder)).filter(name => name.endsWith('/')).map(name => name.slice(0, -1))
  return Promise.all(names.map(name => siteNamed(store, name)))
}

/** How far the site `name` acknowledged the log of this mirror; undefined where it never did. */
export async function lastReceipt(store: Store, name: string): Promise<LastReceipt | undefined> {
  const names = await store.list(`${sitesFolder}/${name}`)
  const newest = names.filter(each => /^\d{16}-[0-9a-f]{64}$/.test(each)).at(-1)
  if (newest === undefined) return undefined
  return { size: Number(newest.slice(0, 16)), root: newest.slice(17) }
}

/**
 * Takes the receipt `note` of the site `name` over: a checkpoint that this log signed and the site cosigned. Gives how
 * far the site is. One that is older than what is known changes nothing. Throws `absent` for an unknown site;
 * `bad-receipt`: not signed by both, of a log that is longer than this, or of another tree, which is an alarm.
 */
export async function acceptReceipt(world: SitesWorld, name: string, note: Uint8Array): Promise<LastReceipt> {
  const { store, log, journal } = world
  const { key } = await siteNamed(store, name)
  const { size, root } = readReceipt(world, name, key, note)
  const params = { size, own: log.size, root: base64(root) }
  if (size > log.size) throw refuse(name, 'receipt.ahead', params)
  if ((await log.rootAt(size)) !== hex(root)) {
    journal.error('ferry-receipt-fork', { site: name, size, root: hex(root) })
    throw refuse(name, 'receipt.fork', params)
  }
  const before = await lastReceipt(store, name)
  const file = `${String(size).padStart(16, '0')}-${hex(root)}`
  if (before === undefined || before.size < size) await store.put(`${sitesFolder}/${name}/${file}`, note)
  return (await lastReceipt(store, name)) ?? { size, root: hex(root) }
}

function readReceipt({ log }: SitesWorld, name: string, key: string, note: Uint8Array) {
  try {
    const { text } = openCosigned(note, log.verifiers, parseCosignVerifier(key))
    return parseCheckpoint(text, log.name)
  } catch (error) {
    if (!isGoferryError(error, 'bad-note')) throw error
    throw refuse(name, 'receipt.unsigned', { why: error.message }, error)
  }
}

async function siteNamed(store: Store, name: string): Promise<KnownSite> {
  const bytes = isSiteName(name) ? await store.read(`${sitesFolder}/${name}/key`, receiptLimit) : undefined
  if (bytes === undefined) throw new GoferryError('absent', { subject: name, reason: 'receipt.no-site' })
  return { name, key: (fromUtf8(bytes) ?? '').trim(), last: await lastReceipt(store, name) }
}

function refuse(subject: string, reason: MessageKey, params: Params, cause?: unknown): GoferryError {
  return new GoferryError('bad-receipt', { subject, reason, params, cause })
}
