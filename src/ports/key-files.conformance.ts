import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KeyFiles } from './key-files.ts'

/** What a test runs on: fresh key files, and a path for exports that nothing has used. */
export interface KeyFilesCase {
  readonly files: KeyFiles
  readonly exportPath: string
}

/** Registers the tests of the contract for the adapter `name`. */
export function keyFilesConformance(name: string, fresh: () => Promise<KeyFilesCase>): void {
  describe(`key files: ${name}`, () => {
    it('has nothing before the first write', async () => {
      const { files } = await fresh()
      assert.deepEqual(await files.list(), [])
      assert.equal(await files.read('log.json'), undefined)
    })

    it('gives back what was written, and the newest of it', async () => {
      const { files } = await fresh()
      await files.write('log.json', 'one')
      await files.write('0a.key', 'key 密钥\n')
      await files.write('log.json', 'two')
      assert.equal(await files.read('log.json'), 'two')
      assert.equal(await files.read('0a.key'), 'key 密钥\n')
      assert.deepEqual(await files.list(), ['0a.key', 'log.json'])
    })

    it('keeps its files when it is swept', async () => {
      const { files } = await fresh()
      await files.write('log.json', 'one')
      await files.sweep()
      assert.deepEqual(await files.list(), ['log.json'])
    })

    it('exports once to a path, and imports from it', async () => {
      const { files, exportPath } = await fresh()
      await assert.rejects(files.import(exportPath), { code: 'absent' })
      await files.export(exportPath, 'all of it')
      assert.equal(await files.import(exportPath), 'all of it')
      await assert.rejects(files.export(exportPath, 'other'), { code: 'usage', reason: 'key-file-exists' })
      assert.equal(await files.import(exportPath), 'all of it')
      assert.deepEqual(await files.list(), [])
    })
  })
}
