import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { JobWorld } from '../support/jobs/job-world.ts'

const folder = temporaryFolders()

describe('goferry job drill', () => {
  it('ends each part that misbehaves, with its reason, while the node serves', async t => {
    const world = await JobWorld.start(folder())
    const node = await world.up()
    const paths = ['/job.test/m0/@v/v1.0.0.info', '/job.test/m0/@v/v1.0.0.zip']
    for (const path of paths) assert.equal((await node.get(path)).status, 200)
    const terminal = world.terminal('drill', '--json')
    let isOver = false
    const over = terminal.code().finally(() => {
      isOver = true
    })
    let answers = 0
    while (!isOver)
      for (const path of paths) {
        assert.equal((await node.get(path)).status, 200)
        answers++
      }
    assert.equal(await over, 0, terminal.shown)
    const ends = terminal.shown
      .split('\n')
      .filter(line => line.includes('"outcome"'))
      .map(line => JSON.parse(line))
      .map(({ subject, outcome, state, error }) => [subject, outcome, state, error?.reason])
    assert.deepEqual(ends, [
      ['works', 'as expected', 'succeeded', undefined],
      ['leaks', 'as expected', 'failed', 'job-memory'],
      ['spins', 'as expected', 'failed', 'job-time'],
      ['sleeps', 'as expected', 'failed', 'job-silent'],
      ['hangs', 'as expected', 'failed', 'job-silent'],
      ['crashes', 'as expected', 'failed', 'job-crashed'],
    ])
    t.diagnostic(`${answers} answers meanwhile`)
    await node.stop()
  })
})
