import assert from 'node:assert/strict'
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { filePiecesIn } from './file-pieces.ts'

const folder = await mkdtemp(join(tmpdir(), 'goferry-pieces-'))
after(() => rm(folder, { recursive: true, force: true }))
await writeFile(join(folder, 'a'), '0123456789')
await writeFile(join(folder, 'b'), 'abcdefghij')
const open = filePiecesIn(folder)
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

describe('pieces of files', () => {
  const pieces = [
    { name: 'a', position: 8, length: 2 },
    { name: 'b', position: 0, length: 10 },
    { name: 'a', position: 0, length: 3 },
  ]

  it('are read as one', () => {
    const source = open(pieces)
    assert.equal(source.size, 15)
    assert.equal(text(source.read(0, 15)), '89abcdefghij012')
    for (let at = 0; at <= 15; at++)
      for (let length = 0; at + length <= 15; length++)
        assert.equal(text(source.read(at, length)), '89abcdefghij012'.slice(at, at + length))
    source.close()
    source.close()
  })

  it('may be none', () => assert.equal(open([]).size, 0))

  it('are refused where a file is gone, a link or shorter', async () => {
    await symlink('a', join(folder, 'link'))
    for (const name of ['none', 'link', '../a', ''])
      assert.throws(() => open([{ name, position: 0, length: 1 }]), { code: 'io-failed' })
    await writeFile(join(folder, 'c'), '0123')
    const source = open([{ name: 'c', position: 0, length: 4 }])
    await truncate(join(folder, 'c'), 2)
    assert.throws(() => source.read(0, 4), { code: 'io-failed' })
    source.close()
  })
})
