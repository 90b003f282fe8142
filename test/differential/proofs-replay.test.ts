import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { Oracle } from '../support/oracle.ts'
import { DatabaseServer, lookupPath, ProofsWorld, sizeIn } from '../support/proofs-world.ts'
import { Random } from '../support/random.ts'
import { testDatabase } from '../support/test-database.ts'
import { makeModule, type TestModule } from '../support/test-module.ts'

// Go's own client of checksum databases, as the go command runs it, against what is recorded: no upstream is left.

const ORDERS = 200
const seed = Number(process.env['GOFERRY_SEED'] ?? 1)
const modules = Array.from({ length: 48 }, (_, i) =>
  makeModule({ path: `replay.test/${i % 5 === 0 ? 'Upper' : 'm'}${i}`, version: `v1.${i}.0` }),
)
/** Rounds of growth: so many modules are there at the end of each. The tree gets its third level of tiles on the way. */
const rounds = [12, 24, 36, 48]
const fillers = 50_000
/** Records from one module's to the next: between them lie tiles, and heads, that no module's record is near to. */
const apart = 701

/** What a client leaves behind. */
interface Desk {
  readonly latest: string
  readonly cache: Readonly<Record<string, string>>
}

/** Records among fillers. */
function recordsOf(some: readonly TestModule[]): string[] {
  return some.flatMap(({ record }, i) => [
    record,
    ...Array.from({ length: apart - 1 }, (_, n) => `between.test/m${i} v1.${n}.0 h1:y\n`),
  ])
}

/** A head some way behind the last of `count` modules, whose right edge is in no tile of theirs. */
function sizeAfter(count: number, more: number): number {
  return fillers + (count - 1) * apart + 300 + more
}

describe('the real client against recorded proofs', () => {
  let upstream: MisbehavingUpstream
  let world: ProofsWorld
  let server: DatabaseServer
  let oracle: Oracle
  const random = new Random(seed)
  /** Clients that saw a head of this node, by its size: when they came the upstream was there. */
  const desks = new Map<number, Desk>()

  const shuffled = (some: readonly TestModule[]) =>
    some
      .map(module => ({ module, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ module }) => module)

  /** Looks `some` up in their order, at a desk as it was left or a clean one. */
  async function client(some: readonly TestModule[], desk: Desk = { latest: '', cache: {} }) {
    const Lookups = some.map(({ path, version }) => `${path}@${version}`)
    const run = { Key: testDatabase.verifierKey, URL: server.url, Latest: desk.latest, Cache: desk.cache, Lookups }
    const [verdict] = await oracle.ask('sumdb-http', [Buffer.from(JSON.stringify(run))])
    assert.ok(verdict?.ok, JSON.stringify(verdict))
    const { lines, latest, cache } = verdict.value as Desk & { lines: string[][] }
    for (const [i, { record }] of some.entries()) assert.ok(record.startsWith(lines[i]?.[0] ?? 'nothing'))
    return { latest, cache }
  }

  const sizeOf = ({ latest }: Desk) => sizeIn(Buffer.from(`\n\n${latest}`))

  before(async () => {
    upstream = await MisbehavingUpstream.start([], [], fillers)
    world = new ProofsWorld(upstream)
    const pull = await world.open()
    oracle = new Oracle()
    let isConnected = true
    server = await DatabaseServer.start(
      async rest => (await world.replay.recorded(rest)) ?? (isConnected ? pull.relay(rest) : undefined),
    )
    for (const count of rounds) {
      const published = modules.slice(0, count)
      upstream.publish(published, recordsOf(published))
      // Before anything of this round is recorded, clients are given what is relayed, under heads of many times.
      for (let at = count - 12; at < count; at += 3) {
        const some = published.slice(at, at + 3)
        // As the world's lookups are: each with the head of another time.
        for (const { path } of some) upstream.headSizes.set(path, sizeAfter(at + 3, random.int(90)))
        await world.take(some)
        const desk = await client(shuffled(some))
        desks.set(sizeOf(desk), desk)
      }
      upstream.headSize = sizeAfter(count, 99)
      world.pulls.now += 3_600_000
      const { outcome, records } = await world.refresh()
      assert.deepEqual([outcome, records], ['refreshed', count])
      const desk = await client(shuffled(published.slice(0, 5)))
      desks.set(sizeOf(desk), desk)
    }
    isConnected = false
    await upstream.stop()
  })
  after(async () => {
    oracle.close()
    await server.stop()
    await world.pulls.close()
  })

  it('had clients that were given many heads', () => {
    assert.equal(desks.size, 20, `${[...desks.keys()]}`)
    assert.ok([...desks.keys()].some(size => size < 65_536) && [...desks.keys()].some(size => size > 65_536))
  })

  it(`verifies in ${ORDERS} random orders, clean or at any head that was ever served, with caches or without`, async t => {
    const kept = [...desks.values()]
    const counts = { clean: 0, head: 0, caches: 0, cachesAlone: 0 }
    for (let order = 0; order < ORDERS; order++) {
      const some = shuffled(modules)
      const desk = random.pick(kept)
      const kind = random.pick(['clean', 'head', 'caches', 'cachesAlone'] as const)
      counts[kind]++
      const clean = { latest: '', cache: {} }
      const left = {
        clean,
        head: { ...clean, latest: desk.latest },
        caches: desk,
        cachesAlone: { ...clean, cache: desk.cache },
      }[kind]
      const { latest } = await client(some, left)
      assert.equal(sizeIn(Buffer.from(`\n\n${latest}`)), Math.max(...desks.keys()))
    }
    t.diagnostic(JSON.stringify(counts))
  })

  it('verifies at every head, whose caches hold what another client of another head left', async () => {
    for (const { latest } of desks.values())
      for (const { cache } of desks.values()) await client(shuffled(modules).slice(0, 8), { latest, cache })
  })

  it('cannot be used by a client with a head that no client was given', async () => {
    const stranger = 10_000
    assert.ok(!desks.has(stranger))
    const served = await world.replay.recorded(lookupPath(modules[0] ?? assert.fail()))
    assert.ok(served !== undefined)
    const latest = Buffer.from(upstream.headOf(stranger)).toString()
    const Lookups = [`${modules[0]?.path}@${modules[0]?.version}`]
    const run = { Key: testDatabase.verifierKey, URL: server.url, Latest: latest, Lookups }
    const [verdict] = await oracle.ask('sumdb-http', [Buffer.from(JSON.stringify(run))])
    assert.match(verdict?.ok === false ? verdict.error : '', /checking tree#10000: .*404/)
  })

  it('says how much it takes', async t => {
    const size = world.pulls.log.state.proofs?.size ?? 0
    t.diagnostic(`${size} bytes, ${Math.round(size / modules.length)} a version, ${desks.size} heads of clients`)
    assert.ok(size > 0)
  })
})
