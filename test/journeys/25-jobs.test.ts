import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { JobLine } from '../../src/core/jobs/job.ts'
import { FolderCheck } from '../support/check-folder.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { follow } from '../support/jobs/follow.ts'
import { JobWorld, jobModules } from '../support/jobs/job-world.ts'

const folder = temporaryFolders()
const all = [...jobModules.keys()]
const last = all.length - 1

/** The modules that the items among `lines` tell of. */
function subjects(lines: readonly JobLine[]): string[] {
  return lines.flatMap(({ note }) => (note.type === 'item' ? [note.item.subject] : [])).sort()
}

const names = jobModules.map(({ path, version }) => `${path}@${version}`)

describe('a watched goferry add', () => {
  it('goes on when its terminal dies; others see it from its beginning, or from where they were cut off', async () => {
    const world = await JobWorld.start(folder())
    const node = await world.up()
    const release = world.hold(last)
    const first = world.add(all)
    await first.shows('\tadded', last)
    assert.deepEqual(await first.signal('SIGKILL'), { code: null, signal: 'SIGKILL' })
    const { number, state } = await world.addJob()
    assert.equal(state, 'running')
    const watch = world.terminal('watch', String(number))
    await watch.shows('\tadded', last)

    const begun = await follow(world.data, number, 0, 4)
    assert.deepEqual(
      begun.lines.map(line => line.number),
      [1, 2, 3, 4],
    )
    const rest = follow(world.data, number, 4)
    release()
    const { lines, job } = await rest
    assert.equal(job?.state, 'succeeded')
    assert.equal(await watch.code(), 0)
    const whole = await follow(world.data, number, 0)
    assert.deepEqual([...begun.lines, ...lines], whole.lines)
    assert.deepEqual(
      whole.lines.map(line => line.number),
      whole.lines.map((_, i) => i + 1),
    )
    assert.deepEqual(subjects(whole.lines), names)
    for (const name of names) assert.equal(watch.shown.split(`${name}\tadded`).length, 2, watch.shown)
    await node.stop()
  })

  it('is cancelled by Ctrl-C, with what came before kept', async () => {
    const world = await JobWorld.start(folder())
    const node = await world.up()
    world.hold(last)
    const terminal = world.add(all)
    await terminal.shows('\tadded', last)
    assert.deepEqual(await terminal.signal('SIGINT'), { code: 130, signal: null }, terminal.shown)
    assert.equal((await world.addJob()).state, 'cancelled')
    assert.equal((await node.get('/job.test/m0/@v/v1.0.0.zip')).status, 200)
    await node.stop()
  })

  it('goes on in the next node when its node is killed, and says at the terminal how it is seen again', async () => {
    const world = await JobWorld.start(folder())
    const node = await world.up()
    const release = world.hold(last)
    const terminal = world.add(all)
    await terminal.shows('\tadded', last)
    await node.kill()
    assert.equal(await terminal.code(), 1)
    const { number } = await world.addJob()
    assert.match(terminal.shown, new RegExp(`goferry job watch ${number}`))
    release()
    const next = await world.up()
    const watch = world.terminal('watch', String(number))
    assert.equal(await watch.code(), 0, watch.shown)
    const { state, attempts, result } = await world.addJob()
    assert.deepEqual([state, attempts], ['succeeded', 2])
    assert.deepEqual(result, { ...(result as object), held: last, added: 1, failed: 0 })
    await next.stop()
    await new FolderCheck(world.data).check()
  })

  it('that was killed while no node ran goes on in the node that is started then', async () => {
    const world = await JobWorld.start(folder())
    const release = world.hold(last)
    const terminal = world.add(all)
    await terminal.shows('\tadded', last)
    await terminal.signal('SIGKILL')
    release()
    const node = await world.up()
    const { number } = await world.addJob()
    assert.equal((await follow(world.data, number, 0)).job?.state, 'succeeded')
    assert.equal((await node.get(`/job.test/m${last}/@v/v1.0.0.zip`)).status, 200)
    await node.stop()
  })

  it('joins the same that is under way', async () => {
    const world = await JobWorld.start(folder())
    const node = await world.up()
    const release = world.hold(last)
    const first = world.add(all)
    await first.shows('\tadded', last)
    const second = world.add(all)
    const { number } = await world.addJob()
    await second.shows('\tadded', last)
    assert.match(second.shown, new RegExp(`\\b${number}\\b`))
    release()
    assert.deepEqual([await first.code(), await second.code()], [0, 0])
    assert.equal((await world.addJob()).number, number)
    const again = world.add(all)
    assert.equal(await again.code(), 0)
    await again.shows('\theld', all.length)
    assert.equal((await world.json('ls')).length, 2)
    await node.stop()
  })

  it('keeps the credentials of its upstream to itself', async () => {
    const world = await JobWorld.start(folder())
    const node = await world.up()
    const chain = world.upstream.url.replace('http://', 'http://ferryman:s3cret-word@')
    const terminal = world.add(all, '--upstream', chain)
    assert.equal(await terminal.code(), 0, terminal.shown)
    const { number } = await world.addJob()
    const shown = await Promise.all([
      world.job('show', String(number)),
      world.job('show', String(number), '--json'),
      world.job('ls', '--json'),
    ])
    const texts = shown.map(({ stdout, stderr }) => stdout + stderr)
    assert.ok(texts.every(text => text.includes('add')))
    const files = readdirSync(world.data).filter(name => name.startsWith('jobs.sqlite'))
    const kept = files.map(name => readFileSync(join(world.data, name), 'latin1'))
    assert.ok(kept.join('').includes('job.test/m0'))
    for (const text of [...texts, ...kept, node.output, terminal.shown])
      for (const secret of ['s3cret-word', 'ferryman']) assert.ok(!text.includes(secret), text)
    await node.stop()
  })
})
