import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { moduleIndexConformance } from '../../ports/module-index.conformance.ts'
import type { IndexedVersion } from '../../ports/module-index.ts'
import { SqliteIndex } from './sqlite-index.ts'

const folder = temporaryFolders()

moduleIndexConformance('SQLite', () => {
  const path = join(folder(), 'index.sqlite')
  return { index: new SqliteIndex(path), again: () => new SqliteIndex(path) }
})

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

describe('SqliteIndex', () => {
  it('is for the owner alone', async () => {
    const path = join(folder(), 'index.sqlite')
    const index = new SqliteIndex(path)
    await index.put([version])
    for (const end of ['', '-wal', '-shm']) assert.equal(statSync(path + end).mode & 0o077, 0, end)
    await index.close()
  })

  it('puts all of a call, or nothing', async () => {
    const index = new SqliteIndex(join(folder(), 'index.sqlite'))
    const bad = { ...version, path: 'b.test/m', h1: null as unknown as string }
    await assert.rejects(index.put([version, bad]), { code: 'io-failed' })
    assert.deepEqual(await index.search(['test'], { offset: 0, limit: 9 }), [])
    await index.put([version])
    await index.close()
  })

  for (const [what, spoil] of [
    ['no database', (path: string) => writeFileSync(path, 'what is this'.repeat(1000))],
    [
      'a database of something else',
      (path: string) => new DatabaseSync(path).exec('CREATE TABLE x (y); PRAGMA user_version = 7'),
    ],
    ['a cut database', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 5000))],
  ] as const)
    it(`says that ${what} is damaged, and begins anew when it is cleared`, async () => {
      const path = join(folder(), 'index.sqlite')
      if (what === 'a cut database') {
        const whole = new SqliteIndex(path)
        await whole.put(Array.from({ length: 500 }, (_, i) => ({ ...version, path: `a.test/m${i}` })))
        await whole.close()
      }
      spoil(path)
      const index = new SqliteIndex(path)
      const all = { offset: 0, limit: 1000 }
      await assert.rejects(index.search(['test'], all), { code: 'store-damaged', subject: 'index.sqlite' })
      await index.clear()
      await index.put([version])
      assert.equal((await index.search(['test'], all)).length, 1)
      await index.close()
    })

  it('says io-failed where there is no folder for it', async () => {
    await assert.rejects(new SqliteIndex(join(folder(), 'gone/index.sqlite')).cursor(), { code: 'io-failed' })
  })
})
