import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { utf8 } from '../bytes.ts'
import { type FileDigest, hashFiles } from '../dirhash/dirhash.ts'
import { sourceOf } from './byte-source.ts'
import { inspectZip } from './inspect-zip.ts'
import { maxZipBytes } from './limits.ts'
import { digestFiles, writeZip, type ZipSource } from './write-zip.ts'

const module = { path: 'corp.test/m', version: 'v1.0.0' }

/** A file whose pieces of `step` bytes share one buffer, as those of a disk do; `closed` counts its ends. */
function fileOf(path: string, bytes: Uint8Array, { step = 262_144, closed = { times: 0 } } = {}): ZipSource {
  return {
    path,
    size: bytes.length,
    async *read() {
      const buffer = new Uint8Array(Math.min(step, bytes.length))
      try {
        for (let at = 0; at < bytes.length; at += step) {
          const piece = bytes.subarray(at, at + step)
          buffer.set(piece)
          yield buffer.subarray(0, piece.length)
        }
      } finally {
        buffer.fill(0)
        closed.times++
      }
    },
  }
}

async function zipOf(files: Iterable<ZipSource>): Promise<{ zip: Uint8Array; digests: FileDigest[] }> {
  const [pieces, digests]: [Uint8Array[], FileDigest[]] = [[], []]
  for await (const piece of writeZip(module, files, digest => void digests.push(digest))) pieces.push(piece.slice())
  return { zip: Buffer.concat(pieces), digests }
}

/** Bytes that deflate makes nothing of. */
function noise(length: number): Uint8Array {
  let state = 1
  return Uint8Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647
    return state & 0xff
  })
}

describe('a zip that is written', () => {
  it('is one that is taken, whatever is in the files, and has the h1 of the files', async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.constantFrom(noise(200_000), new Uint8Array(300_000)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(content, { maxLength: 8 }), fc.integer({ min: 1, max: 70_000 }), async (all, step) => {
        const files = all.map((bytes, i) => fileOf(`d${i % 3}/日本 ${i}`, bytes, { step: Math.max(step, 100) }))
        const { zip, digests } = await zipOf(files)
        const report = await inspectZip(sourceOf(zip), module)
        assert.equal(report.h1, hashFiles(digests))
        assert.equal(report.h1, hashFiles(await digestFiles(module, files)))
        assert.equal(report.files, all.length)
        assert.equal(
          report.unpackedBytes,
          all.reduce((sum, bytes) => sum + bytes.length, 0),
        )
      }),
      { numRuns: 50 },
    )
  })

  it('has the same bytes from the same files, and keeps the bytes of go.mod', async () => {
    const goMod = utf8('module corp.test/m\n')
    const files = [fileOf('go.mod', goMod), fileOf('big', noise(1_000_000)), fileOf('empty', new Uint8Array())]
    const [one, other] = [await zipOf(files), await zipOf(files)]
    assert.deepEqual(one.zip, other.zip)
    assert.deepEqual(Buffer.from((await inspectZip(sourceOf(one.zip), module)).goMod ?? []), Buffer.from(goMod))
  })

  for (const count of [65_534, 65_535])
    it(`takes ${count} files: from 65,535 on the end has zip64 records`, async () => {
      const { zip } = await zipOf(Array.from({ length: count }, (_, i) => fileOf(`f${i}`, new Uint8Array())))
      assert.equal((await inspectZip(sourceOf(zip), module)).files, count)
    })

  it('is refused beyond its limit, 500 MiB where none is given, with the file closed', async () => {
    const closed = { times: 0 }
    const files = [fileOf('large', noise(1_000_000), { closed })]
    await assert.rejects(
      async () => {
        for await (const _ of writeZip(module, files, () => undefined, 900_000));
      },
      { code: 'too-large', reason: 'zip.packed-limit', params: { bytes: 900_000 } },
    )
    assert.equal(closed.times, 1)
    assert.equal(maxZipBytes, 500 * 2 ** 20)
  })

  for (const bytes of [1000, 1_000_000])
    it(`closes a file of ${bytes} bytes where it is left or the file fails`, async () => {
      const closed = { times: 0 }
      for await (const _ of writeZip(module, [fileOf('a', noise(bytes), { closed, step: 500 })], () => undefined)) {
        if (closed.times > 0) break
        if (bytes > 1000) break
      }
      const failing: ZipSource = {
        path: 'b',
        size: bytes,
        async *read() {
          try {
            yield noise(500)
            throw new RangeError('bad sector')
          } finally {
            closed.times++
          }
        },
      }
      await assert.rejects(zipOf([failing]), RangeError)
      assert.ok(closed.times >= 1)
    })
})
