import assert from 'node:assert/strict'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { follow } from '../support/jobs/follow.ts'
import { JobWorld } from '../support/jobs/job-world.ts'

const folder = temporaryFolders()

describe('jobs at a node', () => {
  it('are ordered and stopped by goferry job', async () => {
    const world = await JobWorld.start(folder(), { jobs: 1 })
    const node = await world.up()
    const release = world.hold(0)
    const running = world.add([0])
    await waitFor(world, 'running', 1)
    const [{ first, last } = assert.fail()] = await world.json<Pulses>('drill', '--pulses', '4')
    const waiting = (await world.json('ls', '--state', 'queued')).map(({ number }) => number)
    assert.deepEqual(waiting, [last, last - 1, first + 1, first])
    const [d, c, b, a] = waiting.map(String) as [string, string, string, string]
    assert.deepEqual(
      (await world.json('priority', d, '50')).map(({ priority }) => priority),
      [50],
    )
    assert.equal((await world.job('priority', d, '1000')).code, 2)
    assert.equal((await world.json('pause', b))[0]?.isPaused, true)
    assert.equal((await world.json('cancel', c))[0]?.state, 'cancelled')
    const [shown] = await world.json<{ ahead: number }>('show', a)
    assert.equal(shown?.ahead, 1)

    release()
    assert.equal(await running.code(), 0)
    for (const number of [a, d]) assert.equal((await follow(world.data, Number(number), 0)).job?.state, 'succeeded')
    const [before, behind] = await Promise.all([d, a].map(async number => (await world.json<Shown>('show', number))[0]))
    assert.ok(before !== undefined && behind !== undefined && before.job.ended <= behind.job.started)
    assert.match((await world.job('ls')).stdout, new RegExp(`^${b}\tpaused\tdrill-pulse\t0\t`, 'm'))
    await world.json('resume', b)
    await world.json('retry', c)
    for (const number of [b, c]) assert.equal((await follow(world.data, Number(number), 0)).job?.state, 'succeeded')
    assert.equal((await world.job('retry', b)).code, 2)
    assert.equal((await world.job('show', '99')).code, 3)
    await node.stop()
  })

  it('give way while they run, when they are paused, and go on where they were', async () => {
    const world = await JobWorld.start(folder())
    const node = await world.up()
    const release = world.hold(5)
    const terminal = world.add([1, 2, 5])
    await terminal.shows('\tadded', 2)
    const { number } = await world.addJob()
    await world.json('pause', String(number))
    await waitFor(world, 'queued', 1)
    release()
    await world.json('resume', String(number))
    assert.equal(await terminal.code(), 0, terminal.shown)
    assert.deepEqual((await world.addJob()).result, { ...((await world.addJob()).result as object), added: 1, held: 2 })
    await node.stop()
  })

  it('are forgotten when they ended as long ago as the setting jobHistory says', async () => {
    const world = await JobWorld.start(folder(), { jobHistory: '10d' })
    for (const module of [0, 1]) assert.equal(await world.add([module]).code(), 0)
    const database = new DatabaseSync(world.database)
    const day = 86_400_000
    database.prepare('update job set ended = ended - ? where number = 1').run(11 * day)
    database.prepare('update job set ended = ended - ? where number = 2').run(9 * day)
    database.close()
    const node = await world.up()
    assert.deepEqual(
      (await world.json('ls')).map(({ number }) => number),
      [2],
    )
    assert.equal((await world.job('show', '1')).code, 3)
    await node.stop()
  })

  for (const [what, spoil] of [
    ['a folder', (file: string) => mkdirSync(file)],
    ['no database', (file: string) => writeFileSync(file, 'garbage '.repeat(1000))],
  ] as const)
    it(`cannot be had where their database is ${what}: the node serves go all the same, and says so`, async () => {
      const world = await JobWorld.start(folder())
      assert.equal(await world.add([0]).code(), 0)
      for (const file of [world.database, `${world.database}-wal`, `${world.database}-shm`])
        rmSync(file, { force: true })
      spoil(world.database)
      const node = await world.up()
      assert.ok(node.logged('jobs-not-open').length > 0)
      assert.equal((await node.get('/job.test/m0/@v/v1.0.0.info')).status, 200)
      assert.equal((await node.get('/job.test/m1/@v/v1.0.0.zip')).status, 200)
      for (const asked of [await world.job('ls'), await world.job('cancel', '1')]) {
        assert.notEqual(asked.code, 0)
        assert.match(asked.stderr, /jobs\.sqlite/)
      }
      const added = world.add([2])
      assert.notEqual(await added.code(), 0)
      assert.match(added.shown, /jobs\.sqlite/)
      rmSync(world.database, { recursive: true })
      assert.equal(await world.add([2]).code(), 0)
      assert.ok(existsSync(world.database))
      await node.stop()
    })
})

interface Pulses {
  readonly first: number
  readonly last: number
}

interface Shown {
  readonly job: { readonly started: number; readonly ended: number }
}

/** Waits until so many jobs are in `state`; each look is a command of its own, which takes its time. */
async function waitFor(world: JobWorld, state: string, count: number): Promise<void> {
  for (let looks = 0; (await world.json('ls', '--state', state)).length !== count; looks++)
    assert.ok(looks < 100, `never ${count} ${state}`)
}
