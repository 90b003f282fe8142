import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { identityOf, recordOf, silentJournal } from '../../../test/support/log-world.ts'
import { Oracle, type Verdict } from '../../../test/support/oracle.ts'
import { Random } from '../../../test/support/random.ts'
import { DiskHead } from '../../adapters/fs/disk-head.ts'
import { DiskStore } from '../../adapters/fs/disk-store.ts'
import { utf8 } from '../../core/bytes.ts'
import { Log } from './log.ts'
import type { LogIdentity } from './log-parts.ts'

const base = await mkdtemp(join(tmpdir(), 'goferry-log-'))
const oracle = new Oracle()
after(async () => {
  oracle.close()
  await rm(base, { recursive: true })
})

function openLog(root: string, identity: LogIdentity): Promise<Log> {
  const parts = { store: new DiskStore(root), heads: new DiskHead(root), journal: silentJournal }
  return Log.open({ ...parts, identity, reached: () => undefined })
}

async function grow(log: Log, count: number): Promise<void> {
  const from = log.state.size
  await log.append(Array.from({ length: count }, (_, n) => recordOf(from + n)))
}

/** What Go's own sumdb.Client says to looking the modules `ids` up, in that order, in the published files. */
async function lookUp(root: string, key: string, ids: readonly number[], latest = ''): Promise<Verdict> {
  const lookups = ids.map(n => `${recordOf(n).path}@v1.0.0${n % 2 === 0 ? '' : '/go.mod'}`)
  const run = { key, dir: join(root, 'public'), latest, lookups }
  const [verdict] = await oracle.ask('sumdb-client', [utf8(JSON.stringify(run))])
  assert.ok(verdict)
  return verdict
}

function linesOf(n: number): string[] {
  const { path, h1Zip, h1Mod } = recordOf(n)
  return [n % 2 === 0 ? `${path} v1.0.0 ${h1Zip}` : `${path} v1.0.0/go.mod ${h1Mod}`]
}

/** Asserts that the client takes `ids` in this order; gives the head that it keeps. */
async function accepted(root: string, key: string, ids: readonly number[], latest?: string): Promise<string> {
  const verdict = await lookUp(root, key, ids, latest)
  assert.ok(verdict.ok, JSON.stringify(verdict))
  const { lines, latest: kept } = verdict.value as { lines: string[][]; latest: string }
  assert.deepEqual(lines, ids.map(linesOf))
  return kept
}

describe('a published log as plain files, to the Go client', () => {
  it('is consistent in any order of lookups with heads of many sizes', async () => {
    const root = join(base, 'mixed')
    const identity = identityOf('log.example')
    const [key = ''] = identity.verifierTexts
    const log = await openLog(root, identity)
    for (const count of [1, 1, 5, 249, 1, 43, 212, 1, 100, 7]) await grow(log, count)
    const seed = Date.now() % 1_000_007
    const random = new Random(seed)
    for (let round = 0; round < 40; round++) {
      const ids = Array.from({ length: 12 }, () => random.int(log.state.size))
      const kept = await accepted(root, key, ids)
      // A client that comes back with the head that it had goes on from there.
      await accepted(root, key, [random.int(log.state.size), log.state.size - 1], kept)
    }
    assert.match(await accepted(root, key, [0, 619]), /^go\.sum database tree\n620\n/, `seed ${seed}`)
  })

  it('is refused by a client that has a head of a fork', async () => {
    const [one, two] = [join(base, 'one'), join(base, 'two')]
    const identity = identityOf('log.example')
    const [key = ''] = identity.verifierTexts
    const log = await openLog(one, identity)
    await grow(log, 1)
    await grow(log, 2)
    const fork = await openLog(two, identity)
    await fork.append([recordOf(7)])
    const verdict = await lookUp(one, key, [0], fork.head().goNote)
    assert.ok(!verdict.ok && /inconsistent tile/.test(verdict.error), JSON.stringify(verdict))
  })
})

describe('a log whose keys rotate, to Go clients with cached heads', () => {
  const name = 'log.example'
  const [before, overlap, finished] = [[1], [2, 1], [2]].map(seeds => identityOf(name, seeds))
  const [newKey = '', oldKey = ''] = overlap?.verifierTexts ?? []

  it('is taken under the old key and under the new one while both sign, and then under the new one', async () => {
    assert.ok(before && overlap && finished)
    const root = join(base, 'rotated')
    const log = await openLog(root, before)
    await grow(log, 300)
    const head = await accepted(root, oldKey, [0, 299])

    await log.resign(overlap)
    await accepted(root, oldKey, [5, 299], head)
    await grow(log, 20)
    const overlapHead = await accepted(root, oldKey, [319, 0], head)
    // A developer who changed GOSUMDB to the new key: with no head, and with the one cached in the overlap.
    await accepted(root, newKey, [0, 319, 12])
    await accepted(root, newKey, [12], overlapHead)

    await log.close()
    const reopened = await openLog(root, finished)
    await grow(reopened, 5)
    await accepted(root, newKey, [324, 0, 310], overlapHead)
    const refused = await lookUp(root, oldKey, [324], overlapHead)
    assert.ok(!refused.ok && /note has no verifiable signatures/.test(refused.error), JSON.stringify(refused))
  })

  it('is a new log to clients under a new name, and gone under the old one', async () => {
    assert.ok(before)
    const root = join(base, 'renamed')
    await grow(await openLog(root, before), 300)
    const renamed = identityOf('new.example', [3], [name])
    const [key = ''] = renamed.verifierTexts
    const log = await openLog(root, renamed)
    await accepted(root, key, [0, 299])
    await grow(log, 10)
    await accepted(root, key, [309, 1])
    const refused = await lookUp(root, oldKey, [0])
    assert.ok(!refused.ok && /no such file/.test(refused.error), JSON.stringify(refused))
  })
})
