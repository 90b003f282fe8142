import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GoferryError } from '../../core/errors.ts'
import type { UpstreamLook } from '../../ports/upstream.ts'
import type { LackingVersion } from './lacking.ts'
import { withZipSizes } from './zip-sizes.ts'

const lacking = (path: string, more: Partial<LackingVersion> = {}): LackingVersion => ({
  path,
  version: 'v1.0.0',
  parts: ['zip', 'mod', 'info'],
  sums: {},
  lacks: ['zip', 'mod', 'info'],
  zipBytes: undefined,
  ...more,
})
const policy = { allow: [], deny: ['bad.test'], reserved: ['corp.test'], unlisted: [] }

/** Sizes of `versions` where the upstream answers by `look`; each path that it is asked for is noted. */
async function sizesOf(versions: readonly LackingVersion[], look: (path: string) => Promise<UpstreamLook>) {
  const asked: string[] = []
  const upstream = {
    name: 'upstream',
    get: async () => assert.fail('a file was fetched'),
    look: (path: string) => {
      asked.push(path)
      return look(path)
    },
  }
  const watch = { signal: new AbortController().signal, progress: () => undefined }
  const found = await withZipSizes({ upstream, policy, watch }, versions)
  const unavailable = [...found.unavailable].map(([module, error]) => [module, error.code])
  return { asked, bytes: found.versions.map(({ zipBytes }) => zipBytes), unavailable }
}

describe('the sizes of zips', () => {
  it('are asked for where neither the store nor the log has them, and never against policy', async () => {
    const versions = [
      lacking('x.test/A'),
      lacking('x.test/held', { lacks: [], zipBytes: 5 }),
      lacking('x.test/logged', { zipBytes: 7 }),
      lacking('x.test/graph', { parts: ['mod'], lacks: ['mod'] }),
      lacking('corp.test/secret'),
      lacking('bad.test/m'),
    ]
    const found = await sizesOf(versions, async () => ({ status: 'ok', bytes: 11 }))
    assert.deepEqual(found.asked, ['x.test/!a/@v/v1.0.0.zip'])
    assert.deepEqual(found.bytes, [11, 5, 7, undefined, undefined, undefined])
    assert.deepEqual(found.unavailable, [
      ['corp.test/secret@v1.0.0', 'denied'],
      ['bad.test/m@v1.0.0', 'denied'],
    ])
  })

  it('stay unknown where the upstream says none or will not answer; what it does not have cannot be had', async () => {
    const answers: Record<string, UpstreamLook> = {
      'x.test/silent': { status: 'ok', bytes: undefined },
      'x.test/forbids': { status: 'refused', code: 405, text: '' },
      'x.test/none': { status: 'absent', code: 404, text: 'not found' },
    }
    const versions = [...Object.keys(answers), 'x.test/broken', 'x.test/good'].map(path => lacking(path))
    const found = await sizesOf(versions, async path => {
      if (path.startsWith('x.test/broken')) throw new GoferryError('upstream-failed', { subject: path })
      return answers[path.slice(0, path.indexOf('/@v'))] ?? { status: 'ok', bytes: 3 }
    })
    assert.deepEqual(found.bytes, [undefined, undefined, undefined, undefined, 3])
    assert.deepEqual(found.unavailable, [['x.test/none@v1.0.0', 'absent']])
  })

  it('are asked for some at a time, and of an upstream that fails again and again no more', async () => {
    const versions = Array.from({ length: 500 }, (_, i) => lacking(`x.test/m${i}`))
    let [now, most] = [0, 0]
    const one = async () => {
      most = Math.max(most, ++now)
      await new Promise(resolve => setImmediate(resolve))
      now--
    }
    const all = await sizesOf(versions, async () => one().then(() => ({ status: 'ok', bytes: 1 })))
    assert.deepEqual([all.asked.length, most], [500, 32])
    const none = await sizesOf(versions, async subject =>
      one().then(() => {
        throw new GoferryError('upstream-failed', { subject })
      }),
    )
    assert.ok(none.asked.length <= 8 + 32, String(none.asked.length))
  })

  it('are given up when nobody waits any more', async () => {
    const upstream = { name: 'u', get: async () => assert.fail(), look: async () => assert.fail('it was asked') }
    const watch = { signal: AbortSignal.abort(), progress: () => undefined }
    await assert.rejects(withZipSizes({ upstream, policy, watch }, [lacking('x.test/m')]), { code: 'interrupted' })
  })
})
