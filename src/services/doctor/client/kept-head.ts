import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import { mergeHeads, openSignedHead, type SignedHead } from '../../../core/sumdb/signed-head.ts'
import { hashSize } from '../../../core/tlog/hash.ts'
import { type HashTile, tileHeight, tilePath } from '../../../core/tlog/tile.ts'
import { tileHashReader } from '../../../core/tlog/tile-reader.ts'
import { treeHash } from '../../../core/tlog/tree-hash.ts'
import type { Finding, Mend } from '../finding.ts'
import { checkpointOf, originOf } from './checkpoint.ts'
import { databaseOf } from './database.ts'
import type { ClientWorld } from './world.ts'

/** The most bytes of a signed head. */
const headLimit = 65_536

/** Where the go command keeps what it saw of a database. */
interface Kept {
  /** `GOPATH/pkg/sumdb/NAME/latest`: it outlives `go clean -modcache`. */
  readonly head: string
  /** `GOMODCACHE/cache/download/sumdb/NAME`: lookups and tiles. */
  readonly cache: string
}

/**
 * Whether the tree head that the go command keeps of its database goes on to the head of the node. This is what the go
 * command itself finds out before it believes a lookup (x/mod: sumdb.Client), told before a build fails by it.
 */
export async function checkKeptHead(world: ClientWorld): Promise<Finding[]> {
  const database = databaseOf(world)
  const { go, node, files } = world
  if (node === undefined || !('verifier' in database) || database.address !== undefined) return []
  const { verifier } = database
  const kept = placesOf(go.values, verifier.name)
  const note = await files.read(kept.head, headLimit)
  if (note === undefined || note.length === 0) return [{ code: 'head-none', subject: kept.head }]
  const aside = putAside(world, kept)
  const mine = openHead(note, verifier)
  if (mine instanceof GoferryError) return [{ code: 'head-foreign', subject: kept.head, error: mine, mend: aside }]
  const theirs = await headOfNode(world, verifier)
  if (theirs === undefined) return []
  const params = { kept: mine.size, size: theirs.size }
  const isForeign = await isForeignTo(world, verifier.name)
  const readTiles = tilesOf(world, kept.cache, verifier.name)
  try {
    // As at its start, go first finds its own head again, then looks for the older one in the newer.
    await treeHash(mine.size, tileHashReader(mine, readTiles))
    await mergeHeads(mine, theirs, readTiles)
    return [{ code: mine.size > theirs.size && !isForeign ? 'head-behind' : 'head', subject: kept.head, params }]
  } catch (error) {
    if (!isGoferryError(error)) throw error
    const subject = kept.head
    if (error.code === 'log-fork')
      return [{ code: 'head-fork', subject, params, mend: { ...aside, needs: 'accept-fork' } }]
    if (isForeign) return [{ code: 'head-elsewhere', subject, params, mend: aside }]
    if (mine.size > theirs.size) return [{ code: 'head-newer', subject, params, mend: aside }]
    return [{ code: 'head-unproved', subject, params, error, mend: aside }]
  }
}

/**
 * Whether `name` is not the node's own log, but one whose proofs it has recorded or relays: then a head that it knows
 * nothing of says that go was somewhere else, and nothing of the node.
 */
async function isForeignTo({ node }: ClientWorld, name: string): Promise<boolean> {
  const checkpoint = await checkpointOf(node)
  return checkpoint !== undefined && originOf(checkpoint.body) !== name
}

function placesOf(values: Readonly<Record<string, string>>, name: string): Kept {
  const { GOPATH = '', GOMODCACHE = '', GOHOSTOS } = values
  const [first = ''] = GOPATH.split(GOHOSTOS === 'windows' ? ';' : ':')
  return { head: `${first}/pkg/sumdb/${name}/latest`, cache: `${GOMODCACHE}/cache/download/sumdb/${name}` }
}

function openHead(note: Uint8Array, verifier: Parameters<typeof openSignedHead>[1][number]): SignedHead | GoferryError {
  try {
    return openSignedHead(note, [verifier])
  } catch (error) {
    if (isGoferryError(error)) return error
    throw error
  }
}

/** The newest head of the node; undefined where it does not answer for the log, or not with a head: told elsewhere. */
async function headOfNode(
  { node }: ClientWorld,
  verifier: Parameters<typeof openSignedHead>[1][number],
): Promise<SignedHead | undefined> {
  try {
    const answer = await node?.get(`sumdb/${verifier.name}/latest`, headLimit)
    return answer?.status === 200 ? openSignedHead(answer.body, [verifier]) : undefined
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
}

/** Reads tiles as the go command does: its own, also wider ones that it has whole, before those of the node. */
function tilesOf({ node, files }: ClientWorld, cache: string, name: string) {
  const tileBytes = hashSize * 2 ** tileHeight
  const read = async (tile: HashTile): Promise<Uint8Array> => {
    const bytes = tile.width * hashSize
    for (const path of new Set([tilePath(tile), tilePath({ ...tile, width: 2 ** tileHeight })])) {
      const cached = await files.read(`${cache}/${path}`, tileBytes)
      if (cached !== undefined && cached.length >= bytes) return cached.subarray(0, bytes)
    }
    const answer = await node?.get(`sumdb/${name}/${tilePath(tile)}`, tileBytes)
    if (answer?.status === 200) return answer.body
    const params = { code: answer?.status ?? 0, text: '' }
    throw new GoferryError('upstream-failed', { subject: tilePath(tile), reason: 'upstream-status', params })
  }
  return (tiles: readonly HashTile[]) => Promise.all(tiles.map(read))
}

/** Head and cache go together: the tiles of one time line prove nothing on another. */
function putAside({ files }: ClientWorld, { head, cache }: Kept): Mend {
  return {
    run: async () => {
      // The head last: while it is there, the same mend is found again.
      const moved = [await files.setAside(cache), await files.setAside(head)].filter(path => path !== undefined)
      return { says: 'doctor.mended-aside', params: { to: moved.join(', ') }, done: moved.length > 0 }
    },
  }
}
