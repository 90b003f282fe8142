import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../core/bytes.ts'
import type { FlatFolders } from './flat-folder.ts'

/** Holds an adapter to the contract of `FlatFolders`. `make` gives a place that is not there yet. */
export function flatFoldersConformance(name: string, make: () => Promise<FlatFolders>): void {
  describe(`flat folders: ${name}`, () => {
    it('are there once they were made, with what was written', async () => {
      const folders = await make()
      assert.deepEqual([await folders.list(), await folders.open('a')], [[], undefined])
      await (await folders.make('b')).write('file', [utf8('x')])
      await folders.make('a')
      await folders.make('b')
      assert.deepEqual(await folders.list(), ['a', 'b'])
      const files = await (await folders.open('b'))?.list(9)
      assert.deepEqual(
        files?.map(file => file.name),
        ['file'],
      )
    })

    it('are removed with their files, also where there is none', async () => {
      const folders = await make()
      await (await folders.make('a')).write('file', [utf8('x')])
      await folders.remove('a')
      await folders.remove('a')
      assert.deepEqual([await folders.list(), await folders.open('a')], [[], undefined])
    })
  })
}
