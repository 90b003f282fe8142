import assert from 'node:assert/strict'
import { promises, readdirSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, it, mock } from 'node:test'
import { Child } from '../../../test/support/disk/child.ts'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { utf8 } from '../../core/bytes.ts'
import { headConformance } from '../../ports/head.conformance.ts'
import { DiskHead } from './disk-head.ts'

const folder = temporaryFolders()

headConformance('disk', async () => {
  const root = folder()
  return () => new DiskHead(root)
})

describe('a head on a disk', () => {
  it('gives each generation to one of several processes that race', async () => {
    const root = folder()
    const children = ['a', 'b', 'c'].map(name => new Child('replace-head.ts', root, name, '60'))
    const won = (await Promise.all(children.map(child => child.rest()))).flat()
    const generations = won.map(line => Number.parseInt(line, 10)).sort((a, b) => a - b)
    assert.deepEqual(
      generations,
      Array.from({ length: 180 }, (_, i) => i + 1),
    )
    const newest = await new DiskHead(root).read()
    assert.ok(won.includes(`180 ${Buffer.from(newest?.value ?? []).toString()}`))
  })

  it('survives writers that are killed: what was acknowledged stays, the next goes on', async () => {
    const root = folder()
    let acknowledged = 0
    for (const lines of [1, 3, 7, 12, 20]) {
      const child = new Child('replace-head.ts', root, 'k', '1000')
      for (let n = 0; n < lines; n++) acknowledged = Number.parseInt((await child.line()) ?? '', 10)
      await child.kill()
      const newest = (await new DiskHead(root).read())?.generation ?? 0
      assert.ok(newest >= acknowledged, `${newest} after ${acknowledged} was acknowledged`)
      const late = (await child.rest()).length
      assert.ok(newest - acknowledged <= late + 1)
    }
  })

  it('keeps the last 64 generations and no temporary file', async () => {
    const root = folder()
    const head = new DiskHead(root)
    for (let n = 1; n <= 100; n++) await head.replace(await head.read(), utf8(String(n)))
    const names = readdirSync(join(root, 'log/head')).sort()
    assert.deepEqual([names.length, names[0], names.at(-1)], [64, '0000000000000037', '0000000000000100'])
    assert.deepEqual(readdirSync(join(root, 'run/tmp')), [])
  })

  it('does not count a write to a name that was free only because it was pruned', async () => {
    const root = folder()
    const sleeper = new DiskHead(root)
    // Between its look and its link, others write 100 generations and prune.
    const { link } = promises
    const linking = mock.method(promises, 'link', (from: string, to: string) => {
      for (let n = 37; n <= 100; n++) writeFileSync(join(root, 'log/head', String(n).padStart(16, '0')), String(n))
      return link(from, to)
    })
    syncBuiltinESMExports()
    try {
      const late = sleeper.replace(undefined, utf8('late'))
      await assert.rejects(late, { code: 'io-failed', reason: 'store-head-unknown' })
    } finally {
      linking.mock.restore()
      syncBuiltinESMExports()
    }
    assert.equal((await sleeper.read())?.generation, 100)
    assert.equal(readdirSync(join(root, 'log/head')).length, 64)
  })

  it('passes over files that are no generation', async () => {
    const root = folder()
    const head = new DiskHead(root)
    await head.replace(undefined, utf8('one'))
    writeFileSync(join(root, 'log/head', '9999999999999999.bak'), 'x')
    writeFileSync(join(root, 'log/head', 'zz'), 'x')
    assert.equal((await head.read())?.generation, 1)
  })

  it('has several heads in folders of their own', async () => {
    const root = folder()
    await new DiskHead(root, 'log/upstream').replace(undefined, utf8('theirs'))
    assert.equal(await new DiskHead(root).read(), undefined)
    assert.throws(() => new DiskHead(root, '../head'), { code: 'bad-file-path' })
  })
})
