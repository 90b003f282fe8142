import { utf8 } from '../../../core/bytes.ts'
import { GoferryError } from '../../../core/errors.ts'
import { formatRanges, type IdRanges, parseRanges } from '../../../core/ferry/id-ranges.ts'
import { parseObject } from '../../../core/json-object.ts'
import { isSha256 } from '../../../core/log/entry-values.ts'
import type { Store } from '../../../ports/store.ts'

/** A bundle that was cut for a site. */
export interface Export {
  readonly from: number
  readonly to: number
  /** SHA-256 of the text of its header. */
  readonly digest: string
  /** The entries before `to` whose blob never travelled to the site. */
  readonly owed: IdRanges
}

/** Notes, for ever, that `bundle` was cut for `site`: idempotent. Throws what the store throws. */
export async function noteExport(store: Store, site: string, { from, to, digest, owed }: Export): Promise<void> {
  const text = JSON.stringify({ format, from, owed: formatRanges(owed) })
  await store.put(`${folderOf(site)}/${String(to).padStart(16, '0')}-${digest}`, utf8(`${text}\n`))
}

/** The bundles that were cut for `site`, the newest `limit` of them, the newest first. Throws `store-damaged`. */
export async function newestExports(store: Store, site: string, limit: number): Promise<Export[]> {
  const names = (await store.list(folderOf(site))).slice(-limit).reverse()
  return Promise.all(names.map(name => readExport(store, site, name)))
}

/**
 * The bundles for `site` that lead furthest among those that lead to `size` entries or fewer: several where it was cut
 * again while the log stood still. None says which of them arrived. Throws `store-damaged`.
 */
export async function exportsUpTo(store: Store, site: string, size: number): Promise<Export[]> {
  const names = await store.list(folderOf(site))
  const to = names.findLast(each => Number(each.slice(0, 16)) <= size)?.slice(0, 16)
  const last = names.filter(each => each.slice(0, 16) === to)
  return Promise.all(last.map(name => readExport(store, site, name)))
}

const format = 'goferry/export/v1'
/** The most bytes of one: what a header may list. */
const exportLimit = 1 << 21

async function readExport(store: Store, site: string, name: string): Promise<Export> {
  const key = `${folderOf(site)}/${name}`
  const [to, digest = ''] = [Number(name.slice(0, 16)), name.slice(17)]
  const value = parseObject(Buffer.from((await store.read(key, exportLimit)) ?? []).toString())
  const { from, owed } = value ?? {}
  const ranges = typeof owed === 'string' ? parseRanges(owed) : undefined
  if (value?.['format'] !== format || typeof from !== 'number' || ranges === undefined || !isSha256(digest))
    throw new GoferryError('store-damaged', { subject: key, reason: 'bundle.export-form' })
  return { from, to, digest, owed: ranges }
}

function folderOf(site: string): string {
  return `log/ferry/exports/${site}`
}
