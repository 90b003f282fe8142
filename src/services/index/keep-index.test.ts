import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { identityOf, LogWorld, silentJournal, versionOf } from '../../../test/support/log-world.ts'
import { SqlIndex } from '../../adapters/sql/sql-index.ts'
import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { ModuleIndex } from '../../ports/module-index.ts'
import { readEntries, rootAt } from '../log/read-entries.ts'
import { catchUp } from './keep-index.ts'
import type { IndexWorld } from './world.ts'

const folder = temporaryFolders()
const count = 450
const all = { offset: 0, limit: 10_000 }

/** A log of `count` versions, each requiring the first, and an index of it. */
async function open(disk: LogWorld, index: ModuleIndex): Promise<IndexWorld> {
  const log = await disk.open()
  return {
    index,
    journal: silentJournal,
    reached: () => undefined,
    log: {
      name: log.head().name,
      state: log.state,
      head: () => log.head(),
      rootAt: size => rootAt(disk.store, log.head(), size),
      entries: (from, to) => readEntries(disk.store, from, to),
    },
    content: {
      quiet: async () => undefined,
      goMod: async ({ path }) => utf8(`module ${path}\nrequire example.com/M0 v1.0.0\n`),
      commands: async () => [],
    },
  }
}

async function filled(from = 0, to = count): Promise<LogWorld> {
  const disk = new LogWorld()
  const log = await disk.open()
  await log.append(Array.from({ length: to - from }, (_, i) => versionOf(from + i)).flat())
  return disk
}

const newIndex = () => new SqlIndex({ kind: 'sqlite', file: join(folder(), 'index.sqlite'), sync: 'normal' })
const paths = async (index: ModuleIndex) => (await index.search(['example'], all)).map(({ path }) => path).sort()

describe('catchUp', () => {
  it('reads only what is new', async () => {
    const disk = await filled()
    const index = newIndex()
    await catchUp(await open(disk, index))
    const log = await disk.open()
    await log.append(versionOf(count))
    const world = await open(disk, index)
    const asked: string[] = []
    await catchUp({
      ...world,
      content: { ...world.content, goMod: async ({ path }) => void asked.push(path) as undefined },
    })
    assert.deepEqual(asked, [`example.com/M${count}`])
    assert.equal((await paths(index)).length, count + 1)
    await index.close()
  })

  it('leaves for the next time what is logged while it waits for the tree', async () => {
    const disk = await filled()
    const index = newIndex()
    const world = await open(disk, index)
    const late = await disk.open()
    const log = { ...world.log, head: () => late.head() }
    const quiet = async () => void (await late.append(versionOf(count)))
    await catchUp({ ...world, log, content: { ...world.content, quiet } })
    assert.equal((await index.cursor())?.size, 3 * count)
    await index.close()
  })

  it('makes the index of another log, or of one that went another way, anew', async () => {
    const index = newIndex()
    const disk = await filled()
    await catchUp(await open(disk, index))
    await catchUp(await open(await filled(1000, 1500), index))
    assert.equal((await paths(index)).length, 500)
    assert.ok(!(await paths(index)).includes('example.com/M0'))
    disk.identity = identityOf('other.example', [1], ['log.example'])
    await catchUp(await open(disk, index))
    assert.equal((await paths(index)).length, count)
    assert.equal((await index.cursor())?.log, 'other.example')
    await index.close()
  })

  it('goes on after any call of the index has failed, before or after it took effect', async () => {
    const disk = await filled()
    let tries = 0
    for (const fault of ['fail', 'fail-after'] as const)
      for (let nth = 0, reached = true; reached; nth++) {
        const index = newIndex()
        let calls = 0
        const frail = new Proxy(index, {
          get:
            (target, name) =>
            async (...args: unknown[]) => {
              const bad = calls++ === nth
              if (bad && fault === 'fail') throw new GoferryError('io-failed', { subject: 'index' })
              const result = await Reflect.get(target, name).apply(target, args)
              if (bad) throw new GoferryError('io-failed', { subject: 'index' })
              return result
            },
        })
        await catchUp(await open(disk, frail)).catch(() => undefined)
        reached = calls > nth
        await catchUp(await open(disk, index))
        assert.equal((await paths(index)).length, count, `${fault} ${nth}`)
        assert.equal((await index.requiring('example.com/M0', undefined, all)).length, count, `${fault} ${nth}`)
        assert.equal((await index.cursor())?.size, 3 * count)
        await index.close()
        tries++
      }
    assert.ok(tries >= 8, String(tries))
  })

  it('stops where it is told to, and takes the rest next time', async () => {
    const disk = await filled()
    const index = newIndex()
    const ending = new AbortController()
    await catchUp(await open(disk, index), ending.signal, () => ending.abort())
    assert.equal(await index.cursor(), undefined)
    await catchUp(await open(disk, index))
    assert.equal((await paths(index)).length, count)
    await index.close()
  })
})
