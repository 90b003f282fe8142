import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { openImports } from '../../src/main/compose.ts'
import { CUT_STEPS, RECEIVE_STEPS, TAKING_STEPS } from '../../src/ports/steps.ts'
import { importRows } from '../../src/services/ferry/in/imports.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { discsOf, entriesOf, FerryWorld, filesOf } from '../support/ferry-world.ts'
import { GOFERRY, killedAt, MortalNode } from '../support/mortal-node.ts'
import { Random } from '../support/random.ts'
import { runCommand } from '../support/run-command.ts'

const folder = temporaryFolders()
const random = new Random(Number(process.env['GOFERRY_SEED'] ?? 1))

/** The steps that come by the dozen die once early and once late. */
const MANY = ['bundle-file-written', 'bundle-file-noted', 'volume-received', 'object-quarantined', 'volume-removed']
const points = (steps: readonly string[]) =>
  steps.flatMap(step => (MANY.includes(step) ? [`${step}:1`, `${step}:4`] : [`${step}:1`]))
const CUT_POINTS = points(CUT_STEPS)
/** What heals is shown where something is damaged. */
const IN_POINTS = points([...RECEIVE_STEPS, ...TAKING_STEPS.filter(step => step !== 'object-healed')])

/** Runs `./goferry ARGS…` and kills all its processes after `ms`, unless it has ended. */
async function killedIn(ms: number, args: readonly string[]): Promise<NodeJS.Signals | null> {
  const { NODE_TEST_CONTEXT: _, ...own } = process.env
  const child = spawn(GOFERRY, args, { env: own, stdio: 'ignore', detached: true })
  const cut = setTimeout(() => process.kill(-(child.pid ?? assert.fail('no process')), 'SIGKILL'), ms)
  const [, signal] = await once(child, 'close')
  clearTimeout(cut)
  return signal
}

let world: FerryWorld
/** Each file of the bundle and of the centre's tree, and the centre's entries, as they are without a kill. */
const whole = { cut: [] as string[], tree: [] as string[], entries: [] as string[] }
let discs: string[]

before(async () => {
  world = await FerryWorld.make(folder)
  const out = folder()
  await world.succeeds(...world.cut(world.mirror, out, '--parity', '1'))
  whole.cut = filesOf(out)
  discs = discsOf(out)
  const centre = world.copy(world.centre)
  await world.succeeds(...world.in(centre, ...discs))
  await world.verifies(centre)
  whole.tree = filesOf(join(centre, 'public/ferry.test'))
  whole.entries = await entriesOf(centre)
  assert.equal(whole.tree.length, 5 * world.versions.length)
})

/** The centre is as one that was never killed. */
async function checkTaken(centre: string): Promise<void> {
  assert.deepEqual(filesOf(join(centre, 'public/ferry.test')), whole.tree)
  assert.deepEqual(await entriesOf(centre), whole.entries)
  const quarantine = join(centre, 'withheld/quarantine')
  assert.deepEqual(existsSync(quarantine) ? filesOf(quarantine) : [], [])
  await world.verifies(centre)
  assert.deepEqual(
    (await importRows(openImports(centre))).map(({ step }) => step),
    ['done'],
  )
}

/** The same command once more takes all of it, or finds that all was taken. */
async function takeAgain(centre: string): Promise<void> {
  const { code, stdout, stderr } = await world.run(...world.in(centre, ...discs))
  assert.ok(code === 0 || (code === 22 && /nothing new in it/.test(stderr)), `${code}: ${stdout}${stderr}`)
  await checkTaken(centre)
}

describe('goferry ferry out that is killed', { concurrency: 3 }, () => {
  for (const point of CUT_POINTS)
    it(`at ${point} makes the same bytes the next time`, async () => {
      const [mirror, out] = [world.copy(world.mirror), folder()]
      const args = world.cut(mirror, out, '--parity', '1')
      assert.equal((await killedAt(point, args)).signal, 'SIGKILL')
      await world.succeeds(...args)
      assert.deepEqual(filesOf(out), whole.cut)
      await world.verifies(mirror)
    })

  it('at random moments, again and again, makes the same bytes in the end', async t => {
    const [mirror, out] = [world.copy(world.mirror), folder()]
    const args = world.cut(mirror, out, '--parity', '1')
    const ends = []
    for (let kill = 0; kill < 5; kill++) ends.push(await killedIn(400 + random.int(2500), args))
    t.diagnostic(`killed ${ends.filter(signal => signal === 'SIGKILL').length} times`)
    await world.succeeds(...args)
    assert.deepEqual(filesOf(out), whole.cut)
  })
})

describe('goferry ferry in that is killed', { concurrency: 3 }, () => {
  for (const point of IN_POINTS)
    it(`at ${point} takes the same in the next time`, async () => {
      const centre = world.copy(world.centre)
      assert.equal((await killedAt(point, world.in(centre, ...discs))).signal, 'SIGKILL')
      await takeAgain(centre)
    })

  it('at random moments, again and again, takes the same in in the end', async t => {
    const centre = world.copy(world.centre)
    const ends = []
    for (let kill = 0; kill < 8; kill++) ends.push(await killedIn(400 + random.int(4000), world.in(centre, ...discs)))
    t.diagnostic(`killed ${ends.filter(signal => signal === 'SIGKILL').length} times`)
    await takeAgain(centre)
  })

  it('goes on without the discs once all of it was received', async () => {
    const centre = world.copy(world.centre)
    assert.equal((await killedAt('import-received:1', world.in(centre, ...discs))).signal, 'SIGKILL')
    await world.succeeds(...world.in(centre))
    await checkTaken(centre)
  })
})

describe('a node that is killed while it cuts or takes in', { concurrency: 3 }, () => {
  for (const point of ['bundle-file-noted:2', 'bundle-noted:1'])
    it(`at ${point} makes the same bytes when it is up again`, async () => {
      const [mirror, out] = [world.copy(world.mirror), folder()]
      const args = world.cut(mirror, out, '--parity', '1')
      await dies(mirror, point, args)
      const node = new MortalNode(nodeArgs(mirror))
      await node.up()
      await world.succeeds(...args)
      assert.deepEqual(filesOf(out), whole.cut)
      await node.stop()
    })

  for (const point of [
    'volume-received:2',
    'import-verified:1',
    'object-quarantined:2',
    'import-logged:1',
    'version-placed:2',
  ])
    it(`at ${point} takes the same in when it is up again`, async () => {
      const centre = world.copy(world.centre)
      await dies(centre, point, world.in(centre, ...discs))
      const node = new MortalNode(nodeArgs(centre))
      await node.up()
      const { code, stdout, stderr } = await world.run(...world.in(centre, ...discs))
      assert.ok(code === 0 || code === 22, `${code}: ${stdout}${stderr}`)
      await node.stop()
      await checkTaken(centre)
    })
})

function nodeArgs(data: string): string[] {
  return ['--data', data, ...world.in(data).slice(-2)]
}

/** A node that dies at `point` while the command `args` waits for it, which says so. */
async function dies(data: string, point: string, args: readonly string[]): Promise<void> {
  const node = new MortalNode(nodeArgs(data), { GOFERRY_CRASH_AT: point })
  await node.up()
  const { code, stderr } = await runCommand([GOFERRY, ...args])
  assert.notEqual(code, 0)
  assert.match(stderr, /node ended/)
  assert.equal((await node.death).signal, 'SIGKILL', node.output)
}
