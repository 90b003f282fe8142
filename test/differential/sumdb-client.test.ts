import { concat, fromUtf8, utf8 } from '../../src/core/bytes.ts'
import { goSumLines } from '../../src/core/sumdb/go-sum-lines.ts'
import { type HashTile, tilePath } from '../../src/core/tlog/tile.ts'
import { ChecksumLog } from '../support/checksum-log.ts'
import { forkedRecords, honestRecords, testSum } from '../support/checksum-records.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'

const honest = new ChecksumLog(honestRecords)
const forked = new ChecksumLog(forkedRecords)
const stranger = new ChecksumLog(honestRecords.slice(0, 2), { seed: 2 })
const sizes = [1, 2, 7, 255, 256, 257, 309, 310, 311, 400, 512, 513, 599, 600]

/** What the go command (sumdb.Client of x/mod) makes of a lookup, with a head of `kept` records in its cache. */
interface Question {
  readonly path: string
  readonly version: string
  readonly lookup: string
  /** -1: no head is kept. */
  readonly kept: number
  /** Which log's tiles are served. */
  readonly forked: boolean
  /** A tile in which a bit is changed, or ''. */
  readonly spoilt: string
}

differential({
  op: 'sumdb.Client',
  generate: random => utf8(JSON.stringify(question(random))),
  async load(core) {
    const { openSignedHead } = await import(new URL('sumdb/signed-head.ts', core).href)
    const { verifyLookup } = await import(new URL('sumdb/verify-lookup.ts', core).href)
    const verifiers = [honest.verifier]
    return async input => {
      const asked: Question = JSON.parse(Buffer.from(input).toString())
      const kept = asked.kept < 0 ? undefined : openSignedHead(honest.head(asked.kept), verifiers)
      const database = { verifiers, kept, readTiles: tilesFor(asked) }
      const found = await verifyLookup(Buffer.from(asked.lookup, 'base64'), asked, database)
      const [zip, mod] = goSumLines({ ...asked, ...found }).split('\n')
      return { zip, mod }
    }
  },
  reasons: [
    'record-form',
    'record-id',
    'record-text',
    'record-lines',
    'record-unrelated',
    'note-not-text',
    'note-no-signatures',
    'note-signature-line',
    'note-bad-signature',
    'note-unsigned',
    'fork-heads',
    'tile-inconsistent',
    'proof-record',
  ],
  // Go takes '-1', '+5' and '007' for the number of a record: it finds record 0 at -1.
  stricter: ['record-id'],
  planted: { file: 'sumdb/signed-head.ts', find: 'if (!sameBytes(root, older.root))', replace: 'if (false)' },
})

function tilesFor({ forked: isForked, spoilt }: Question): (tiles: readonly HashTile[]) => Promise<Uint8Array[]> {
  return async tiles => {
    const read = await (isForked ? forked : honest).readTiles(tiles)
    return read.map((bytes, i) => {
      const tile = tiles[i]
      return tile && tilePath(tile) === spoilt ? bytes.with(0, (bytes[0] ?? 0) ^ 1) : bytes
    })
  }
}

function question(random: Random): Question {
  const isForked = random.chance(0.2)
  const size = random.pick(sizes)
  const id = isForked && size > 310 && random.chance(0.5) ? 310 : random.int(size)
  const log = isForked ? forked : honest
  const text = (isForked ? forkedRecords : honestRecords)[id] ?? ''
  const lookup = random.chance(0.7) ? log.lookup(id, text, size) : spoil(random, { id, text, size })
  const { path, version } = testSum(random.chance(0.97) ? id : random.int(600))
  const tiles = ['tile/8/0/000', 'tile/8/0/001', 'tile/8/0/002.p/88', 'tile/8/1/000.p/2']
  return {
    path,
    version,
    lookup: Buffer.from(random.chance(0.03) ? random.mutate(lookup) : lookup).toString('base64'),
    kept: random.chance(0.3) ? -1 : random.pick(sizes),
    forked: isForked,
    spoilt: random.chance(0.15) ? random.pick(tiles) : '',
  }
}

/** A lookup that is wrong in one way. */
function spoil(random: Random, { id, text, size }: { id: number; text: string; size: number }): Uint8Array {
  const good = honest.lookup(id, text, size)
  const whole = fromUtf8(good) ?? ''
  return random.pick([
    () => honest.lookup(random.int(601), text, size),
    () => honest.lookup(id, goSumLines(testSum(id, 'evil')), size),
    () => honest.lookup(id, random.pick(['\n', `${text}${text}`, `${text.split('\n')[0]}\n`, '404\n']), size),
    () => honest.lookup(id, text.replace('v1', '\tv1'), size),
    () => utf8(whole.replaceAll('\n\n', '\n')),
    () => utf8(whole.replace(/^\d+/, random.pick(['-1', '', 'x', '9223372036854775808']))),
    () => concat(utf8(`${id}\n${text}\n`), stranger.head(1)),
    () => utf8(whole.replace(/database tree\n\d/, 'database tree\n9').replace('tree\n9', 'tree\n1')),
    () => utf8(whole.replace('—', '-')),
    () => concat(good.subarray(0, -1), Uint8Array.of(random.pick([9, 0xff]))),
    () => good.subarray(0, -1),
    () => utf8(whole.replace(/ [^ ]*\n$/, match => ` ${match.slice(1, 40)}\n`)),
  ])()
}
