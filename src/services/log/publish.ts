import { utf8 } from '../../core/bytes.ts'
import { concurrently } from '../../core/concurrently.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { Entry } from '../../core/log/entry.ts'
import { parseEntry } from '../../core/log/parse-entry.ts'
import { edgeTiles, emptyEdge, type TileContent } from '../../core/tlog/grow.ts'
import { tileHeight, tilePath } from '../../core/tlog/tile.ts'
import {
  checkpointKey,
  databaseFolder,
  lookupKey,
  supportedKey,
  tileKey,
  treeHeadKey,
} from '../../core/tree/log-keys.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import { followTree } from './follow-tree.ts'
import type { LogHead } from './log-head.ts'
import { lookupAnswer } from './lookup-answer.ts'
import type { Opening } from './opening.ts'
import { decodeStage, type Stage, stagedEntries, stageLimit } from './stage.ts'

/** What publishing needs of the world. */
export interface PublishParts {
  readonly store: Store
  readonly reached: Reached
  /** Names that the log must no longer be served under. */
  readonly retiredNames: readonly string[]
  /** Where the log is opened: what hears of files that are not as they should be. */
  readonly opening?: Opening | undefined
}

/** How many files are written at once: their fsyncs share the disk's time. */
const writers = 32

/**
 * Publishes everything of the stored `head` that a process may have died over: from its stage, or from the data tiles
 * where it has none. Idempotent, and the only way by which a tree becomes visible, in the normal course and after a
 * crash. Throws `store-damaged` where the stage is gone, and what the store throws.
 */
export async function publishHead(parts: PublishParts, head: LogHead): Promise<void> {
  if (head.stage === '') return publishAgain(parts, head)
  await publishStage(parts, head, await readStage(parts.store, head))
}

/** Writes the data tiles of the commit of `head`: they lie outside the public tree. Throws as `publishHead`. */
export async function publishDataTiles(store: Store, head: LogHead): Promise<void> {
  if (head.stage !== '') await publishStagedData(store, await readStage(store, head))
}

/** Writes the data tiles of a commit. Throws what the store throws. */
export async function publishStagedData(store: Store, { tiles }: Stage): Promise<void> {
  const data = tiles.filter(({ tile }) => tile.level === 'data')
  await concurrently(data, writers, ({ tile, bytes }) => store.put(tileKey('', tile), bytes))
}

async function readStage(store: Store, { stage }: LogHead): Promise<Stage> {
  const bytes = await store.read(stage, stageLimit)
  if (bytes === undefined) throw new GoferryError('store-damaged', { subject: stage, reason: 'log-stage-form' })
  return decodeStage(stage, bytes)
}

/** Publishes one commit: tiles, then the lookups that need them, then the heads that name both. */
export async function publishStage(parts: PublishParts, head: LogHead, stage: Stage): Promise<void> {
  await publishTiles(parts, head, stage.tiles)
  parts.reached('tiles-published')
  await publishLookups(parts, head, stagedEntries(stage), stage.from)
  parts.reached('lookups-published')
  await publishNotes(parts, head)
  await removeNarrowerDataTile(parts.store, head, stage)
}

/**
 * Publishes all of a tree again under the name and the signatures of `head`: after its keys or its name were changed.
 * The data tiles, which bear no name, are checked against the head before anything is written.
 */
async function publishAgain(parts: PublishParts, head: LogHead): Promise<void> {
  const { store, retiredNames } = parts
  for (const name of retiredNames) await removeFolder(store, databaseFolder(name))
  await store.put(supportedKey(head.name), new Uint8Array())
  const edge = await followTree(store, emptyEdge, head, () => undefined)
  await followTree(store, emptyEdge, head, ({ tiles }) =>
    publishTiles(
      parts,
      head,
      tiles.filter(({ tile }) => tile.width === 2 ** tileHeight),
    ),
  )
  const rightEdge = edgeTiles(head.size).map(tile => ({
    tile,
    bytes: edge.tiles.get(tilePath(tile)) ?? new Uint8Array(),
  }))
  await publishTiles(parts, head, rightEdge)
  parts.reached('tiles-published')
  await followTree(store, emptyEdge, head, (growth, records) =>
    publishLookups(parts, head, records.map(parseEntry), growth.edge.size - records.length),
  )
  parts.reached('lookups-published')
  await publishNotes(parts, head)
}

async function publishTiles(
  { store, opening }: PublishParts,
  { name }: LogHead,
  tiles: readonly TileContent[],
): Promise<void> {
  await concurrently(tiles, writers, async ({ tile, bytes }) => {
    const key = tileKey(name, tile)
    try {
      if ((await store.put(key, bytes)) === 'written') opening?.wasMissing(key)
    } catch (error) {
      if (!isGoferryError(error, 'store-conflict', 'store-damaged')) throw error
      if (tile.level === 'data') throw damaged(key, error)
      // Hashes are made again from the entries, when these were found to lead to the root: by verify.
      if (opening === undefined) throw error
    }
  })
}

/** What lies there is not what was staged: an entry was changed. */
function damaged(subject: string, cause: unknown): GoferryError {
  return new GoferryError('store-damaged', { subject, reason: 'log-data-other', cause })
}

/**
 * Writes what Go's `/lookup/` answers, for each record among `entries`, which begin at the id `from`: with the head of
 * the commit, so that the tree can be served as plain files. (A node that serves it puts the newest head in its place.)
 */
async function publishLookups(
  { store, opening }: PublishParts,
  head: LogHead,
  entries: readonly Entry[],
  from: number,
): Promise<void> {
  const records = entries.flatMap((entry, i) => (entry.kind === 'record' ? [{ id: from + i, entry }] : []))
  await concurrently(records, writers, async record => {
    const answer = lookupAnswer(record, head.goNote)
    if (await opening?.isAnswered(record, answer)) return
    await store.replace(lookupKey(head.name, record.entry), answer)
  })
}

/** The checkpoint is written last: whoever sees it finds all that it covers. */
async function publishNotes({ store, reached }: PublishParts, head: LogHead): Promise<void> {
  await store.replace(treeHeadKey(head.name), utf8(head.goNote))
  await store.replace(checkpointKey, utf8(head.checkpoint))
  reached('checkpoint-published')
}

/**
 * A partial data tile is of no use once a wider one is there; partial hash tiles are, to clients with an older head.
 */
async function removeNarrowerDataTile(store: Store, { name }: LogHead, { from }: Stage): Promise<void> {
  const [tile] = edgeTiles(from)
  if (tile?.level === 'data') await store.remove(tileKey(name, tile))
}

async function removeFolder(store: Store, folder: string): Promise<void> {
  for (const name of await store.list(folder)) {
    if (name.endsWith('/')) await removeFolder(store, `${folder}/${name.slice(0, -1)}`)
    else await store.remove(`${folder}/${name}`)
  }
}
