import assert from 'node:assert/strict'
import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type PostgresServer, startPostgres } from '../../tools/postgres.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { discsOf, entriesOf, FerryWorld, filesOf } from '../support/ferry-world.ts'
import { killedAt } from '../support/mortal-node.ts'
import { NodeProcess } from '../support/node-process.ts'

const folder = temporaryFolders()

describe('journey 44: a bundle on a rough way', () => {
  let world: FerryWorld
  const zip = 'public/ferry.test/m1/@v/v1.0.0.zip'
  before(async () => {
    world = await FerryWorld.make(folder)
  })

  it('sealed for the centre, a volume lost, into a node that is up; then it mends what is damaged there', async () => {
    const centre = world.copy(world.centre)
    const node = await NodeProcess.start(centre, ...world.settings)
    const recipient = (await world.succeeds('ferry', 'recipient', '--data', centre)).trim()
    assert.match(recipient, /^age1/)
    const out = folder()
    await world.succeeds(...world.cut(world.mirror, out, '--parity', '1', '--encrypt-to', recipient))
    const [disc = ''] = discsOf(out)
    const names = readdirSync(disc)
    assert.deepEqual(
      names.filter(name => /\.(gfl|gfv)$/.test(name)),
      [],
    )
    rmSync(join(disc, names.find(name => name.endsWith('-v002.gfv.age')) ?? assert.fail('no second volume')))

    const foreign = await world.run(...world.in(world.copy(world.centre), disc))
    assert.equal(foreign.code, 20)
    assert.match(foreign.stderr, /it is encrypted.*goferry ferry recipient/)

    // The volumes come first, log and parity later: what came is not asked for again.
    const first = folder()
    const isVolume = (name: string) => /-v\d+\.gfv\.age$|header\.txt$/.test(name)
    for (const name of readdirSync(disc).filter(isVolume)) copyFileSync(join(disc, name), join(first, name))
    assert.equal((await world.run(...world.in(centre, first))).code, 20)
    const listed = await world.succeeds('ferry', 'ls', '--data', centre)
    assert.match(listed, /waits for (gf-[0-9a-f]{12}-log\.gfl\.age, gf-[0-9a-f]{12}-v002\.gfv\.age)\n$/)
    const still = await world.run(...world.in(centre))
    assert.deepEqual([still.code, still.stderr.includes('-v002.gfv.age')], [20, true], still.stderr)

    assert.match(await world.succeeds(...world.in(centre, disc)), /: in the log\n$/)
    const served = await fetch(`${node.url}/ferry.test/m1/@v/v1.0.0.zip`)
    assert.equal(served.status, 200)
    assert.deepEqual(Buffer.from(await served.arrayBuffer()), readFileSync(join(world.mirror, zip)))

    const bytes = readFileSync(join(centre, zip))
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(join(centre, zip), bytes)
    const size = (await entriesOf(centre)).length
    assert.equal((await world.run(...world.in(centre, disc))).code, 22)
    await world.succeeds(...world.in(centre, '--heal', disc))
    assert.deepEqual(readFileSync(join(centre, zip)), readFileSync(join(world.mirror, zip)))
    assert.equal((await entriesOf(centre)).length, size)
    await node.stop()
    await world.verifies(centre)
  })

  it('renamed by a gate, on discs in folders of their own; what was left at home comes later, with the log as it was', async () => {
    const [mirror, centre, out] = [world.copy(world.mirror), world.copy(world.centre), folder()]
    await world.succeeds(...world.cut(mirror, out, '--only', 'ferry.test/m1'))
    const [disc = ''] = discsOf(out)
    for (const name of readdirSync(disc)) renameSync(join(disc, name), join(disc, `副本 ${name.toUpperCase()} (1)`))
    await world.succeeds(...world.in(centre, out))
    assert.deepEqual(readdirSync(join(centre, 'public/ferry.test')), ['m1'])

    const rest = folder()
    await world.succeeds(...world.cut(mirror, rest, '--from', '0'))
    assert.match(await world.succeeds(...world.in(centre, rest)), /: in the log\n$/)
    assert.deepEqual(filesOf(join(centre, 'public/ferry.test')), filesOf(join(world.mirror, 'public/ferry.test')))
    assert.equal((await world.run(...world.in(centre, rest))).code, 22)
    await world.verifies(centre)
  })

  it('of which a volume never came mends what lies in the others whole', async () => {
    const [centre, out] = [world.copy(world.centre), folder()]
    await world.succeeds(...world.cut(world.mirror, out))
    await world.succeeds(...world.in(centre, ...discsOf(out)))
    const [disc = ''] = discsOf(out)
    for (const name of readdirSync(disc)) if (/-v00[12]\.gfv$/.test(name)) rmSync(join(disc, name))
    const zipOf = (n: number) => join(centre, `public/ferry.test/m${n}/@v/v1.0.0.zip`)
    for (const n of [0, 1, 2]) writeFileSync(zipOf(n), 'damaged')
    const { code, stdout, stderr } = await world.run(...world.in(centre, '--heal', disc))
    assert.equal(code, 20, stdout + stderr)
    const isWhole = (n: number) => readFileSync(zipOf(n)).equals(readFileSync(zipOf(n).replace(centre, world.mirror)))
    // Which of the three the mirror logged last, and so lies in the last volumes, is left to it.
    const whole = [0, 1, 2].filter(isWhole)
    assert.equal(whole.length, 1, stdout + stderr)
    assert.match(stdout, new RegExp(`^ferry\\.test/m${whole[0]}@v1\\.0\\.0 zip\\thealed$`, 'm'))
  })

  it('mends what is damaged also where it is killed when it has', async () => {
    const [centre, out] = [world.copy(world.centre), folder()]
    await world.succeeds(...world.cut(world.mirror, out))
    await world.succeeds(...world.in(centre, ...discsOf(out)))
    writeFileSync(join(centre, zip), 'damaged')
    const heal = world.in(centre, '--heal', ...discsOf(out))
    assert.equal((await killedAt('object-healed:1', heal)).signal, 'SIGKILL')
    await world.succeeds(...heal)
    await world.verifies(centre)
    assert.deepEqual(filesOf(join(centre, 'public/ferry.test')).length, 5 * world.versions.length)
  })
})

describe('journey 44: a bundle between nodes whose database is a server', () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  it('is cut and taken in', async () => {
    const database = (schema: string) => ({ database: `${server.url}?schema=${schema}` })
    const world = await FerryWorld.make(folder, { settings: database('mirror') })
    const centre = world.with(database('centre'))
    const out = folder()
    await world.succeeds(...world.cut(world.mirror, out))
    const data = folder()
    writeFileSync(join(data, 'trust.yaml'), readFileSync(join(world.centre, 'trust.yaml')))
    assert.match(await centre.succeeds(...centre.in(data, ...discsOf(out))), /: in the log\n$/)
    await centre.verifies(data)
    assert.deepEqual(filesOf(join(data, 'public/ferry.test')), filesOf(join(world.mirror, 'public/ferry.test')))
  })
})
