import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FerryLoop, type LoopBundle, lastLine } from '../support/ferry-loop/ferry-loop.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { program, publishPackages } from '../support/packages-upstream.ts'
import { makeModule } from '../support/test-module.ts'

// Mirror, bundle, centre, desk: go builds from what was carried, with its verification on, where no network is.

const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())
const project = folder()
const later = Array.from({ length: 5 }, (_, i) =>
  makeModule({ path: `later.test/m${i}`, version: 'v1.0.0', files: { 'noise.txt': noise(i) } }),
)
const sumdb = FolderUpstream.sumdb
const commands = [
  ['build', './...'],
  ['vet', './...'],
  ['list', '-m', 'all'],
  ['mod', 'verify'],
]

before(async () => {
  publishPackages(upstream)
  upstream.fill(300)
  upstream.publish(later)
  for (const [name, text] of Object.entries(program)) writeFileSync(join(project, name), text)
  const maker = new GoClient(folder(), { GOPROXY: upstream.url, GOSUMDB: 'off', GOFLAGS: '-modcacherw -mod=mod' })
  await maker.succeeds(project, 'mod', 'tidy')
})

/** A mirror of the tests' upstream, and its centre. */
const newLoop = () =>
  FerryLoop.make(folder(), {
    mirror: { sumdb, upstream: upstream.url },
    centre: { sumdb, upstream: 'off', workers: 1 },
  })

/** What `ferry in` says of each bundle that it knows: its first entry, and how far it is. */
async function arrives(loop: FerryLoop, discs: readonly string[], code = 0): Promise<[number, string][]> {
  const { stdout } = await loop.centre(['ferry', 'in', ...discs, '--json'], code)
  const { bundles } = JSON.parse(lastLine(stdout)) as { bundles: { from: number; step: string }[] }
  return bundles.map(({ from, step }) => [from, step])
}

/** Adds the module number `i` at the mirror. */
const adds = (loop: FerryLoop, i: number) => loop.mirror(['add', `later.test/m${i}@v1.0.0`])

/** Whether a desk of the centre gets the modules numbered so; without a go.sum, so that each is looked up. */
async function gets(loop: FerryLoop, numbers: readonly number[], database?: string): Promise<void> {
  const desk = folder()
  writeFileSync(join(desk, 'go.mod'), 'module desk.test/more\n\ngo 1.22\n')
  const wanted = numbers.map(i => ['get', `later.test/m${i}@v1.0.0`])
  for (const { code, stderr } of await loop.desk({ project: desk, sumdb: database, commands: wanted }))
    assert.equal(code, 0, stderr)
}

describe('journey 42: a project crosses the gap', () => {
  let loop: FerryLoop
  let first: LoopBundle
  before(async () => {
    loop = await newLoop()
    await loop.mirror(['add', '--from', project, '--level', 'full'])
    await adds(loop, 0)
    await loop.mirror(['proofs', 'refresh'])
    first = await loop.cut()
  })

  it('and go builds it offline, verified against the log of the centre', async t => {
    t.diagnostic(loop.isCutOff ? 'in a network namespace' : 'this system allows no network namespace')
    assert.deepEqual(await arrives(loop, [first.disc]), [[0, 'done']])
    for (const { code, stderr } of await loop.desk({ project, sumdb: undefined, commands }))
      assert.equal(code, 0, stderr)
    await gets(loop, [0])
  })

  it('and desks with nothing set verify against the public database, by the proofs that came with it', async () => {
    const shown = JSON.parse((await loop.centre(['proofs', 'show', '--json'])).stdout)
    const { sha256 } = JSON.parse((await loop.mirror(['proofs', 'show', '--json'])).stdout)
    assert.equal(shown.sha256, sha256)
    for (const { code, stderr } of await loop.desk({ project, sumdb, commands })) assert.equal(code, 0, stderr)
    await gets(loop, [0], sumdb)
  })

  it('and what came without proofs is refused to such a desk, by its name', async () => {
    await adds(loop, 1)
    const second = await loop.cut('--from', 'last')
    assert.equal(second.report.from, first.report.to)
    assert.deepEqual(second.report.versions.names, ['later.test/m1@v1.0.0'])
    assert.deepEqual(await arrives(loop, [second.disc]), [[first.report.to, 'done']])
    await gets(loop, [1])
    const desk = folder()
    writeFileSync(join(desk, 'go.mod'), 'module desk.test/more\n\ngo 1.22\n')
    const [refused] = await loop.desk({ project: desk, sumdb, commands: [['get', 'later.test/m1@v1.0.0']] })
    assert.match(refused?.stderr ?? '', /goferry proofs refresh/)
  })

  it('and later proofs take the place of earlier ones, forward only', async () => {
    await loop.mirror(['proofs', 'refresh'])
    const third = await loop.cut('--from', 'last')
    assert.equal((await arrives(loop, [third.disc])).length, 1)
    await gets(loop, [1, 0], sumdb)
    // The first bundle once more has proofs of an earlier head.
    await loop.centre(['ferry', 'in', first.disc], 22)
    await gets(loop, [1], sumdb)
  })

  it('and its receipt, accepted at the mirror, has the next bundle begin there', async () => {
    const folderOfReceipts = join(loop.folder, 'centre', 'ferry', 'receipts')
    const sizeOf = (name: string) => Number(/-(\d+)\.txt$/.exec(name)?.[1])
    const file = readdirSync(folderOfReceipts).toSorted((a, b) => sizeOf(b) - sizeOf(a))[0] ?? ''
    await loop.mirror(['ferry', 'receipt', 'accept', join(folderOfReceipts, file), '--site', 'centre'])
    const size = Number(readFileSync(join(folderOfReceipts, file), 'utf8').split('\n')[1])
    await adds(loop, 2)
    const next = await loop.cut()
    assert.equal(next.report.from, size)
    assert.deepEqual(next.report.versions.names, ['later.test/m2@v1.0.0'])
    assert.equal((await arrives(loop, [next.disc]))[0]?.[1], 'done')
    await gets(loop, [2])
  })
})

describe('bundles on their way', () => {
  it('lack one of their volumes: parity gives it back, or it is brought later', async () => {
    const loop = await newLoop()
    for (const i of [0, 1, 2]) await adds(loop, i)
    const whole = await loop.cut('--volume-size', '100kB', '--parity', '1')
    const volumes = readdirSync(whole.disc).filter(name => name.endsWith('.gfv'))
    assert.ok(volumes.length >= 3, volumes.join())
    const [, lost = ''] = volumes
    const bare = loop.damaged(whole, name => name === lost || name.endsWith('.gfp'))
    const { stdout } = await loop.centre(['ferry', 'in', bare, '--json'], 20)
    const { missing } = JSON.parse(lastLine(stdout)).bundles[0]
    assert.deepEqual(missing, [lost])
    const late = loop.damaged(whole, name => !name.endsWith('header.txt') && !name.endsWith('.gfp'))
    assert.deepEqual(await arrives(loop, [late]), [[0, 'done']])
    await gets(loop, [0, 1, 2])
  })

  it('come in any order: one that is early waits for the one before it', async () => {
    const loop = await newLoop()
    await adds(loop, 0)
    const first = await loop.cut('--from', 'last')
    await adds(loop, 1)
    const second = await loop.cut('--from', 'last')
    assert.equal(second.report.from, first.report.to)
    assert.deepEqual(await arrives(loop, [second.disc], 21), [[first.report.to, 'received']])
    await arrives(loop, [first.disc])
    // What waited goes on by itself, or with the next call.
    const { stdout } = await loop.centre(['ferry', 'ls', '--json'])
    const steps = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).step)
    assert.deepEqual(steps, ['done', 'done'])
    await gets(loop, [0, 1])
  })

  it('never come, three of them: a cumulative one heals that', async () => {
    const loop = await newLoop()
    await adds(loop, 0)
    const came = await loop.cut('--from', 'last')
    await arrives(loop, [came.disc])
    for (const i of [1, 2, 3]) {
      await adds(loop, i)
      await loop.cut('--from', 'last')
    }
    await adds(loop, 4)
    const late = await loop.cut('--from', 'last')
    await loop.centre(['ferry', 'in', late.disc], 21)
    const all = await loop.cut('--from', String(came.report.to))
    assert.deepEqual(
      all.report.versions.names.toSorted(),
      [1, 2, 3, 4].map(i => `later.test/m${i}@v1.0.0`),
    )
    await loop.centre(['ferry', 'in', all.disc])
    await gets(loop, [0, 1, 2, 3, 4])
  })
})

/** 150 kB that do not pack, the same each time. */
function noise(seed: number): Uint8Array {
  const bytes = new Uint8Array(150_000)
  for (let [i, x] = [0, seed + 1]; i < bytes.length; i++) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0
    bytes[i] = x >>> 24
  }
  return bytes
}
