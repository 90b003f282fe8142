import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isGoferryError } from '../core/errors.ts'
import type { Upstream } from './upstream.ts'

/** Makes an upstream that holds `files` (path below the base → bytes), and what takes it down. */
export type OpenUpstream = (
  files: ReadonlyMap<string, Uint8Array>,
) => Promise<{ upstream: Upstream; close(): Promise<void> }>

/** The contract of `Upstream`, run against every adapter. */
export function upstreamConformance(engine: string, open: OpenUpstream): void {
  const big = new Uint8Array(300_000).map((_, i) => i % 251)
  const files = new Map([
    ['example.com/!x/@v/list', Buffer.from('v1.0.0\n')],
    ['example.com/!x/@v/v1.0.0.zip', big],
    ['example.com/!x/@v/v1.0.1.zip', new Uint8Array(0)],
  ])

  async function withUpstream(run: (upstream: Upstream) => Promise<void>): Promise<void> {
    const { upstream, close } = await open(files)
    try {
      await run(upstream)
    } finally {
      await close()
    }
  }

  describe(`upstream: ${engine}`, () => {
    it('gives the bytes of a file', () =>
      withUpstream(async upstream => {
        assert.equal((await bytesOf(upstream, 'example.com/!x/@v/list')).toString(), 'v1.0.0\n')
        assert.ok((await bytesOf(upstream, 'example.com/!x/@v/v1.0.0.zip')).equals(big))
        assert.equal((await bytesOf(upstream, 'example.com/!x/@v/v1.0.1.zip')).length, 0)
      }))

    it('says absent for what is not there, for a folder, and for what lies outside', () =>
      withUpstream(async upstream => {
        for (const path of ['example.com/y/@v/list', 'example.com/!x/@v', 'example.com/!x/@v/list/more', '../secret']) {
          const answer = await upstream.get(path, 10)
          assert.equal(answer.status, 'absent', path)
        }
      }))

    it('says how large a file is without giving it, and absent where get does', () =>
      withUpstream(async upstream => {
        for (const [path, bytes] of files)
          assert.deepEqual(await upstream.look?.(path), { status: 'ok', bytes: bytes.length })
        for (const path of ['example.com/y/@v/list', 'example.com/!x/@v', '../secret'])
          assert.equal((await upstream.look?.(path))?.status, 'absent', path)
      }))

    it('yields at most the limit, then throws too-large', () =>
      withUpstream(async upstream => {
        assert.equal((await bytesOf(upstream, 'example.com/!x/@v/v1.0.0.zip', big.length)).length, big.length)
        let got = 0
        const answer = await upstream.get('example.com/!x/@v/v1.0.0.zip', big.length - 1)
        assert.ok(answer.status === 'ok')
        await assert.rejects(
          async () => {
            for await (const piece of answer.body) got += piece.length
          },
          error => isGoferryError(error, 'too-large'),
        )
        assert.ok(got < big.length)
      }))

    it('gives the file again, or says that it is the same, to who asks with what came with it', () =>
      withUpstream(async upstream => {
        if (upstream.recheck === undefined) return
        const path = 'example.com/!x/@v/list'
        const first = await upstream.get(path, 10)
        assert.ok(first.status === 'ok')
        await first.body[Symbol.asyncIterator]().return?.()
        const from = first.validator?.from ?? upstream.name
        const same = first.validator && (await upstream.recheck(path, 10, first.validator))
        if (same?.status !== undefined) assert.equal(same.status, 'unchanged')
        for (const kept of [
          { from, etag: '"of nothing that there is"' },
          { from: 'https://other.test', etag: first.validator?.etag ?? '"x"' },
          { from, etag: 'no\r\nquotes' },
          { from },
        ]) {
          const again = await upstream.recheck(path, 10, kept)
          assert.ok(again.status === 'ok', JSON.stringify(kept))
          assert.equal((await collected(again.body)).toString(), 'v1.0.0\n')
        }
        const none = await upstream.recheck('example.com/y/@v/list', 10, { from, etag: '"x"' })
        assert.equal(none.status, 'absent')
      }))

    it('lets a body be left early', () =>
      withUpstream(async upstream => {
        const answer = await upstream.get('example.com/!x/@v/v1.0.0.zip', big.length)
        assert.ok(answer.status === 'ok')
        for await (const piece of answer.body) {
          assert.ok(piece.length > 0)
          break
        }
        assert.equal((await bytesOf(upstream, 'example.com/!x/@v/list')).length, 7)
      }))
  })
}

async function bytesOf(upstream: Upstream, path: string, limit = 1_000_000): Promise<Buffer> {
  const answer = await upstream.get(path, limit)
  assert.ok(answer.status === 'ok', `${path}: ${answer.status}`)
  return collected(answer.body)
}

async function collected(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}
