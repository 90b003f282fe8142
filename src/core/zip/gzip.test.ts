import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { gathered } from './gathered.ts'
import { gzip } from './gzip.ts'

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece.slice())
  return Buffer.concat(all)
}

describe('gzip', () => {
  const bytes = Buffer.alloc(1_000_003, 'some text that repeats, ')

  for (const size of [1_000_003, 300_000, 4096])
    it(`gives the same bytes from pieces of ${size} bytes, which unpack again`, async () => {
      const packed = await whole(gzip(gathered(inPieces(bytes, size))))
      assert.equal(Buffer.compare(gunzipSync(packed), bytes), 0)
      assert.equal(Buffer.compare(packed, await whole(gzip(gathered(inPieces(bytes, 1000))))), 0)
    })

  it('packs nothing', async () => {
    assert.equal(gunzipSync(await whole(gzip(inPieces(new Uint8Array(), 1)))).length, 0)
  })

  it('throws what its content throws, and closes it when it is left', async () => {
    let closed = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(1 << 20)
      } finally {
        closed++
      }
    }
    for await (const piece of gzip(gathered(endless()))) if (piece.length > 100) break
    assert.equal(closed, 1)
    async function* bad(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10)
      throw new RangeError('no more')
    }
    await assert.rejects(whole(gzip(bad())), { message: 'no more' })
  })
})
