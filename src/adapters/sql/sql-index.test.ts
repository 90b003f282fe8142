import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { testDatabases } from '../../../test/support/databases.ts'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { moduleIndexConformance } from '../../ports/module-index.conformance.ts'
import type { IndexedVersion } from '../../ports/module-index.ts'
import { SqlIndex } from './sql-index.ts'

const folder = temporaryFolders()
const databases = testDatabases()
const all = { offset: 0, limit: 1000 }

const version: IndexedVersion = {
  path: 'a.test/m',
  version: 'v1.0.0',
  kind: 'module',
  words: [],
  position: 0,
  h1: 'h1:x',
  size: undefined,
  requires: [],
}

for (const { name, place } of databases) {
  moduleIndexConformance(name, () => {
    const at = place()
    return { index: new SqlIndex(at), again: () => new SqlIndex(at) }
  })

  describe(`SqlIndex on ${name}`, () => {
    it('puts all of a call, or nothing', async () => {
      const index = new SqlIndex(place())
      const bad = { ...version, path: 'b.test/m', h1: null as unknown as string }
      await assert.rejects(index.put([version, bad]), { code: 'io-failed' })
      assert.deepEqual(await index.search(['test'], { offset: 0, limit: 9 }), [])
      await index.put([version])
      assert.equal((await index.search(['test'], { offset: 0, limit: 9 })).length, 1)
      await index.close()
    })

    it('is of one node alone', async () => {
      const at = place()
      const mine = new SqlIndex(at, { name: 'mine.test', formerNames: [] })
      await mine.put([version])
      const other = new SqlIndex(at, { name: 'other.test', formerNames: [] })
      await assert.rejects(other.cursor(), {
        reason: name === 'SQLite' ? 'index-other-version' : 'database-other-node',
      })
      await assert.rejects(other.put([version]))
      if (name === 'PostgreSQL') await assert.rejects(other.clear(), { code: 'database-refused' })
      assert.equal((await mine.search(['test'], all)).length, 1)
      await mine.close()
      await other.close()
    })
  })
}

describe('SqlIndex in a file', () => {
  const at = (path: string) => new SqlIndex({ kind: 'sqlite', file: path, sync: 'normal' })

  it('is for the owner alone', async () => {
    const path = join(folder(), 'index.sqlite')
    const index = at(path)
    await index.put([version])
    for (const end of ['', '-wal', '-shm']) assert.equal(statSync(path + end).mode & 0o077, 0, end)
    await index.close()
  })

  for (const [what, spoil] of [
    ['no database', (path: string) => writeFileSync(path, 'what is this'.repeat(1000))],
    ['a database of something else', (path: string) => new DatabaseSync(path).exec('CREATE TABLE x (y)')],
    ['a cut database', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 5000))],
  ] as const)
    it(`says that ${what} is damaged, and begins anew when it is cleared`, async () => {
      const path = join(folder(), 'index.sqlite')
      if (what === 'a cut database') {
        const whole = at(path)
        await whole.put(Array.from({ length: 500 }, (_, i) => ({ ...version, path: `a.test/m${i}` })))
        await whole.close()
      }
      spoil(path)
      const index = at(path)
      await assert.rejects(index.search(['test'], all), { code: 'store-damaged', subject: 'index.sqlite' })
      await index.clear()
      await index.put([version])
      assert.equal((await index.search(['test'], all)).length, 1)
      await index.close()
    })

  it('waits while another process writes, without holding the thread', async () => {
    const path = join(folder(), 'index.sqlite')
    const index = at(path)
    await index.put([version])
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    let isThrough = false
    const waiting = index.put([{ ...version, path: 'b.test/m' }]).then(() => {
      isThrough = true
    })
    const reader = at(path)
    assert.equal((await reader.search(['b.test'], all)).length, 0)
    await reader.close()
    for (let turns = 0; turns < 100; turns++) await new Promise(resolve => setImmediate(resolve))
    assert.equal(isThrough, false)
    other.exec('commit')
    other.close()
    await waiting
    assert.equal((await index.search(['b.test'], all)).length, 1)
    await index.close()
  })

  it('says io-failed where there is no folder for it', async () => {
    await assert.rejects(at(join(folder(), 'gone/index.sqlite')).cursor(), { code: 'io-failed' })
  })
})
