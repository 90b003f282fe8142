import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { buildZip } from '../../test/support/zip-builder.ts'
import { utf8 } from '../core/bytes.ts'
import { GoferryError, isGoferryError } from '../core/errors.ts'
import { sourceOf } from '../core/zip/byte-source.ts'
import { inspectZip } from '../core/zip/inspect-zip.ts'
import type { ZipCheck } from './zip-check.ts'

/** Holds an adapter to the contract of `ZipCheck`. `make` gives a fresh one, with room for 100 calls at once. */
export function zipCheckConformance(name: string, make: () => ZipCheck): void {
  const module = { path: 'example.com/m', version: 'v1.0.0' }
  const file = { name: 'example.com/m@v1.0.0/go.mod', content: utf8('module example.com/m\n') }
  const good = buildZip({ members: [file, { name: 'example.com/m@v1.0.0/a.go', content: utf8('package m\n') }] })
  const bad = buildZip({ members: [file, { ...file, name: 'example.com/m@v1.0.0/x/go.mod' }] })

  describe(`zip check: ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'goferry-zip-check-'))
    after(() => rmSync(folder, { recursive: true }))
    const write = (at: string, bytes: Uint8Array): string => {
      writeFileSync(join(folder, at), bytes)
      return join(folder, at)
    }
    const hashOf = (bytes: Uint8Array) => ({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    })

    it('reports what the zip holds and the hash of the exact file', async () => {
      const check = make()
      const report = await check.inspect(write('good.zip', good), module)
      assert.deepEqual(report, { ...(await inspectZip(sourceOf(good), module)), ...hashOf(good) })
      await check.close()
    })

    it('refuses a bad zip with code, subject, reason and params', async () => {
      const check = make()
      const refusal = await check.inspect(write('bad.zip', bad), module).catch((error: unknown) => error)
      assert.ok(refusal instanceof GoferryError)
      const { code, subject, reason, params } = refusal
      const expected = ['bad-zip', 'example.com/m@v1.0.0', 'zip.gomod-place', { name: 'x/go.mod' }]
      assert.deepEqual([code, subject, reason, params], expected)
      await check.close()
    })

    it('refuses the zip of another version', async () => {
      const check = make()
      const other = { ...module, version: 'v1.0.1' }
      await assert.rejects(check.inspect(write('good.zip', good), other), { code: 'bad-zip', reason: 'zip.prefix' })
      await check.close()
    })

    it('names the commands of a zip, and refuses what is none', async () => {
      const check = make()
      const files = ['main.go', 'cmd/one/main.go', 'internal/x/main.go', 'a/testdata/y/main.go', 'lib/a.go']
      const members = files.map(name => ({ name: `example.com/m@v1.0.0/${name}`, content: utf8('package main\n') }))
      assert.deepEqual(await check.commands(write('tool.zip', buildZip({ members })), module), ['m', 'one'])
      assert.deepEqual(await check.commands(write('good.zip', good), module), [])
      await assert.rejects(check.commands(write('cut.zip', good.subarray(9)), module), { code: 'bad-zip' })
      await check.close()
    })

    it('hashes any file: empty, and of several megabytes', async () => {
      const check = make()
      for (const bytes of [new Uint8Array(), Buffer.alloc(5_000_001, 'goferry')])
        assert.deepEqual(await check.sha256(write('any', bytes)), hashOf(bytes))
      await check.close()
    })

    it('says io-failed for a file that cannot be read, and does not name its folder', async () => {
      const check = make()
      const gone = join(folder, 'gone')
      const unnamed = (error: Error) => isGoferryError(error, 'io-failed') && !error.message.includes(folder)
      await assert.rejects(check.sha256(gone), unnamed)
      await assert.rejects(check.inspect(gone, module), unnamed)
      await assert.rejects(check.sha256(folder), { code: 'io-failed' })
      await check.close()
    })

    it('answers many calls at once, each with its own result', async () => {
      const check = make()
      const contents = Array.from({ length: 50 }, (_, i) => utf8(`file ${i}`))
      const hashes = await Promise.all(contents.map((bytes, i) => check.sha256(write(`many-${i}`, bytes))))
      assert.deepEqual(hashes, contents.map(hashOf))
      await check.close()
    })

    it('fails with stopping what runs when it is closed, and what comes later', async () => {
      const check = make()
      const location = write('large', Buffer.alloc(50_000_000))
      const calls = Array.from({ length: 20 }, () => check.sha256(location).then(String, error => error.code))
      await check.close()
      assert.equal((await Promise.all(calls)).at(-1), 'stopping')
      await assert.rejects(check.sha256(location), { code: 'stopping' })
      await check.close()
    })
  })
}
