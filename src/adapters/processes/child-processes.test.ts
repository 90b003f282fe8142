import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { Item, Progress } from '../../ports/watch.ts'
import { ChildProcesses } from './child-processes.ts'
import { residentBytes } from './family.ts'

const works = new URL('../../../test/support/frail-works.ts', import.meta.url)
const processes = new ChildProcesses(works)
const plenty = 400_000_000

/** Somebody who hears what work tells, and may end it. */
function listener() {
  const cut = new AbortController()
  const heard: { items: Item[]; progress: Progress[] } = { items: [], progress: [] }
  return {
    cut,
    heard,
    watch: {
      signal: cut.signal,
      progress: (progress: Progress) => void heard.progress.push(progress),
      tell: async (item: Item) => void heard.items.push(item),
    },
  }
}

const run = (name: string, argument: unknown = null, { watch } = listener(), memoryBytes = plenty) =>
  processes.run({ name, argument, memoryBytes, subject: 'test' }, watch)

/** Resolves when process `pid` has ended, whether or not somebody asked how (a zombie). */
async function gone(pid: number): Promise<void> {
  const runs = () => existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  while (runs()) await new Promise(resolve => setImmediate(resolve))
}

describe('ChildProcesses', () => {
  it('gives what the work gives, and all that it tells, in order', async () => {
    const listening = listener()
    assert.deepEqual(await run('tells', { text: 'ß', n: 50 }, listening), { text: 'ß', pid: true })
    assert.deepEqual(
      listening.heard.items.map(({ subject }) => subject),
      Array.from({ length: 50 }, (_, i) => String(i)),
    )
    assert.equal(listening.heard.progress.at(-1)?.done, 50)
  })

  it('throws what the work throws', async () => {
    await assert.rejects(run('throws'), { code: 'no-space', subject: 'disk' })
    await assert.rejects(run('nothing of the kind'), { code: 'internal' })
    await assert.rejects(run('toString'), { code: 'internal' })
  })

  it('runs it after what serves: with less of a right to the processor', async () => {
    assert.equal(await run('nice'), 10)
  })

  for (const how of ['heap', 'buffers', 'child'])
    it(`ends what takes more memory than it may, in its ${how}`, async () => {
      const limited = run('leaks', how, listener(), 150_000_000)
      await assert.rejects(limited, { code: 'job-ended', reason: 'job-memory', subject: 'test' })
    })

  for (const [how, says] of [
    ['abort', 'SIGABRT'],
    ['exit', 'exit code 7'],
    ['throw', 'exit code 1'],
  ] as const)
    it(`says how a process ended that had no word left: ${how}`, async () => {
      await assert.rejects(run('crashes', how), { code: 'job-ended', reason: 'job-crashed', params: { how: says } })
    })

  it('lets work end that is asked to, and ends what does not hear, with all that it began', async () => {
    const hearing = listener()
    const heard = run('hears', null, hearing)
    hearing.cut.abort()
    await assert.rejects(heard, { code: 'interrupted' })
    const deaf = listener()
    const ended = run('spins', null, deaf)
    ended.catch(() => undefined)
    while (deaf.heard.items.length === 0) await new Promise(resolve => setImmediate(resolve))
    const [{ own, child }] = deaf.heard.items as unknown as [{ own: number; child: number }]
    assert.ok(residentBytes(own) > residentBytes(child))
    deaf.cut.abort()
    await assert.rejects(ended, { code: 'job-ended', reason: 'job-crashed', params: { how: 'SIGKILL' } })
    await Promise.all([gone(own), gone(child)])
  })

  it('leaves nothing behind when its own process is killed', async () => {
    const script = `
      import { ChildProcesses } from ${JSON.stringify(new URL('./child-processes.ts', import.meta.url).href)}
      const watch = { signal: new AbortController().signal, progress() {}, async tell(item) { console.log(JSON.stringify(item)) } }
      const processes = new ChildProcesses(new URL(${JSON.stringify(works.href)}))
      await processes.run({ name: 'spins', argument: null, memoryBytes: ${plenty}, subject: 'test' }, watch)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(parent.stdout, 'data')
    const { own, child } = JSON.parse(String(line))
    parent.kill('SIGKILL')
    await Promise.all([gone(own), gone(child)])
  })
})
