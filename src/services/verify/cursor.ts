import { fromUtf8, utf8 } from '../../core/bytes.ts'
import { parseObject } from '../../core/json-object.ts'
import type { Store } from '../../ports/store.ts'

/** The derived key under which a scrub that is under way notes how far it is. */
const CURSOR_KEY = 'log/verify'

/** How far a scrub has come: versions whose record is before entry `next` were looked at. Counts of the whole run. */
export interface Cursor {
  readonly next: number
  /** Parts that were read. */
  readonly parts: number
  readonly bytes: number
  readonly bad: number
  readonly healed: number
}

/** What is noted: a run that only looked has left what it found, and is not gone on from by one that mends. */
interface Noted extends Cursor {
  readonly heal: boolean
}

/** The beginning. */
export const start: Cursor = { next: 0, parts: 0, bytes: 0, bad: 0, healed: 0 }

/**
 * The noted cursor of a log of `size` entries for a run that mends (`heal`) or only looks: the beginning where none is
 * noted, none that can be read, or that of the other kind of run.
 */
export async function readCursor(store: Store, size: number, heal: boolean): Promise<Cursor> {
  const noted = parseObject(fromUtf8((await store.read(CURSOR_KEY, 1024)) ?? new Uint8Array()) ?? '') ?? {}
  const number = (key: string) => (Number.isSafeInteger(noted[key]) ? Number(noted[key]) : -1)
  const [next, parts, bytes, bad, healed] = ['next', 'parts', 'bytes', 'bad', 'healed'].map(number) as number[]
  const cursor = { next, parts, bytes, bad, healed } as Cursor
  const isWhole = Object.values(cursor).every(value => value >= 0) && cursor.next <= size
  return isWhole && noted['heal'] === heal ? cursor : start
}

/** Notes the cursor, durably. Throws what the store throws. */
export async function writeCursor(store: Store, cursor: Noted): Promise<void> {
  await store.replace(CURSOR_KEY, utf8(JSON.stringify(cursor)))
}

/** The scrub is finished: the next one begins anew. Throws what the store throws. */
export async function clearCursor(store: Store): Promise<void> {
  await store.remove(CURSOR_KEY)
}
