import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../core/bytes.ts'
import { hex, sha256 } from '../core/hash.ts'
import type { FlatFolder } from './flat-folder.ts'
import { readWhole } from './read-whole.ts'

/** Holds an adapter to the contract of `FlatFolder`. `make` gives a fresh empty folder. */
export function flatFolderConformance(name: string, make: () => Promise<FlatFolder>): void {
  const content = async (folder: FlatFolder, file: string) => {
    const blob = await folder.open(file)
    if (blob === undefined) return undefined
    try {
      return Buffer.from(await readWhole(blob)).toString()
    } finally {
      await blob.close()
    }
  }

  describe(`flat folder: ${name}`, () => {
    it('has what was written, with its size and hash', async () => {
      const folder = await make()
      assert.deepEqual(await folder.list(0), [])
      const written = await folder.write('b.txt', [utf8('hello '), utf8('world')])
      assert.deepEqual(written, { size: 11, sha256: hex(sha256(utf8('hello world'))) })
      await folder.write('a', [])
      assert.deepEqual(
        (await folder.list(2)).map(({ name, size }) => ({ name, size })),
        [
          { name: 'a', size: 0 },
          { name: 'b.txt', size: 11 },
        ],
      )
      assert.equal(await content(folder, 'b.txt'), 'hello world')
      assert.equal(await content(folder, 'c'), undefined)
    })

    it('takes a new file for an old one, whose reader goes on', async () => {
      const folder = await make()
      await folder.write('a', [utf8('old')])
      const blob = (await folder.open('a')) ?? assert.fail()
      await folder.write('a', [utf8('new')])
      assert.equal(Buffer.from(await readWhole(blob)).toString(), 'old')
      assert.equal(blob.isCurrent(), false)
      await blob.close()
      assert.equal(await content(folder, 'a'), 'new')
    })

    it('keeps the old file where the source of a new one fails, and nothing else', async () => {
      const folder = await make()
      await folder.write('a', [utf8('old')])
      const failing = async function* () {
        yield utf8('n')
        throw new RangeError('source')
      }
      await assert.rejects(folder.write('a', failing()), RangeError)
      assert.equal(await content(folder, 'a'), 'old')
      assert.deepEqual(
        (await folder.list(9)).map(file => file.name),
        ['a'],
      )
    })

    it('gives a chunk back before it asks for the next', async () => {
      const folder = await make()
      const reused = function* () {
        const buffer = new Uint8Array(1)
        for (const letter of 'abc') {
          buffer[0] = letter.charCodeAt(0)
          yield buffer
        }
      }
      await folder.write('a', reused())
      assert.equal(await content(folder, 'a'), 'abc')
    })

    it('removes, also what is not there', async () => {
      const folder = await make()
      await folder.write('a', [utf8('x')])
      await folder.remove('a')
      await folder.remove('a')
      assert.deepEqual(await folder.list(9), [])
    })

    it('lists no more than it is asked for', async () => {
      const folder = await make()
      for (const file of ['a', 'b', 'c']) await folder.write(file, [])
      await assert.rejects(folder.list(2), { code: 'too-large' })
    })

    it('writes no name that a file gate may have given, and looks for it', async () => {
      for (const file of ['包头 (1).txt', 'a b']) {
        const folder = await make()
        assert.equal(await folder.open(file), undefined)
        await assert.rejects(async () => folder.write(file, []), { code: 'bad-file-path' })
      }
    })

    for (const file of ['', '.', '..', '../a', 'a/b', '/a', 'a\0'])
      it(`refuses the name ${JSON.stringify(file)}`, async () => {
        const folder = await make()
        const refused = { code: 'bad-file-path' }
        await assert.rejects(async () => folder.write(file, []), refused)
        await assert.rejects(async () => folder.open(file), refused)
        await assert.rejects(async () => folder.remove(file), refused)
      })
  })
}
