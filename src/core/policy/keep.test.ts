import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type HeldZip, type KeepRules, surplusOf } from './keep.ts'

const day = 86_400_000
const now = 1000 * day
const nothing: KeepRules = { pinned: [], newest: 0, forMs: undefined }

/** A zip of 10 bytes that was taken so many days ago. */
function zip(path: string, version: string, daysAgo: number, more: Partial<HeldZip> = {}): HeldZip {
  return { path, version, size: 10, takenAt: now - daysAgo * day, only: false, ...more }
}

function given(held: readonly HeldZip[], rules: Partial<KeepRules>, quota?: number): string[] {
  const surplus = surplusOf(held, { ...nothing, ...rules }, { now, quota })
  return surplus.map(({ path, version, ground }) => `${path}@${version} ${ground}`)
}

const held = [
  zip('a.test/x', 'v1.0.0', 30),
  zip('a.test/x', 'v1.10.0', 10),
  zip('a.test/x', 'v1.9.0', 5),
  zip('b.test/y', 'v0.1.0', 20),
]

describe('surplusOf', () => {
  it('gives nothing up where neither age nor quota says so', () => assert.deepEqual(given(held, {}), []))

  it('gives up what is too old, the oldest first', () =>
    assert.deepEqual(given(held, { forMs: 9 * day }), [
      'a.test/x@v1.0.0 age',
      'b.test/y@v0.1.0 age',
      'a.test/x@v1.10.0 age',
    ]))

  it('keeps what is exactly as old as is allowed', () => assert.deepEqual(given(held, { forMs: 30 * day }), []))

  it('gives up the oldest until the quota is kept, and no more', () => {
    assert.deepEqual(given(held, {}, 40), [])
    assert.deepEqual(given(held, {}, 39), ['a.test/x@v1.0.0 quota'])
    assert.deepEqual(given(held, {}, 20), ['a.test/x@v1.0.0 quota', 'b.test/y@v0.1.0 quota'])
  })

  it('counts what age gives up towards the quota', () =>
    assert.deepEqual(given(held, { forMs: 15 * day }, 20), ['a.test/x@v1.0.0 age', 'b.test/y@v0.1.0 age']))

  it('keeps the newest of each module in the order of versions', () =>
    assert.deepEqual(given(held, { forMs: 0, newest: 1 }), ['a.test/x@v1.0.0 age', 'a.test/x@v1.9.0 age']))

  it('keeps what is pinned, by pattern or one version', () => {
    assert.deepEqual(given(held, { forMs: 0, pinned: ['a.test'] }), ['b.test/y@v0.1.0 age'])
    assert.deepEqual(given(held, { forMs: 6 * day, pinned: ['a.test/x@v1.0.0', 'b.test/*'] }), ['a.test/x@v1.10.0 age'])
  })

  it('keeps the newest releases of the minor versions that Go supports, on all platforms, and no other toolchain', () => {
    const path = 'golang.org/toolchain'
    const toolchains = ['1.24.9', '1.25.8', '1.25.9', '1.26.0', '1.26.1', '1.26.2', '1.27rc1'].flatMap(go =>
      ['linux-amd64', 'windows-386'].map(platform => zip(path, `v0.0.1-go${go}.${platform}`, 1)),
    )
    const policy = { latest: 2, minors: 2 }
    const left = given([...toolchains, ...held], {
      toolchains: policy,
      pinned: [`${path}@v0.0.1-go1.24.9.linux-amd64`],
    })
    assert.deepEqual(left, [
      `${path}@v0.0.1-go1.24.9.windows-386 toolchains`,
      `${path}@v0.0.1-go1.26.0.linux-amd64 toolchains`,
      `${path}@v0.0.1-go1.26.0.windows-386 toolchains`,
      `${path}@v0.0.1-go1.27rc1.linux-amd64 toolchains`,
      `${path}@v0.0.1-go1.27rc1.windows-386 toolchains`,
    ])
    assert.deepEqual(given(toolchains, { toolchains: policy, forMs: 0 }).length, 6)
    assert.deepEqual(given(toolchains, {}), [])
  })

  it('keeps what is nowhere else, also above the quota', () => {
    const only = [zip('own.test/z', 'v1.0.0', 999, { only: true })]
    assert.deepEqual(given(only, { forMs: 0 }, 0), [])
  })
})
