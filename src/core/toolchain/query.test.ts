import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { matchRelease, parseReleaseQuery } from './query.ts'
import { isStable, keptReleases, releasesOf } from './releases.ts'
import { wantedToolchains } from './wanted.ts'

const listed = ['1.9.2', '1.24.9', '1.25.3', '1.25.10', '1.26rc1', '1.26.0', '1.26.9', '1.26.10', '1.27rc1']
const releases = releasesOf([
  ...listed.flatMap(go => [`v0.0.1-go${go}.linux-amd64`, `v0.0.1-go${go}.linux-arm64`]),
  'v0.0.1-go1.26.10.windows-amd64',
  'v1.0.0',
])

describe('releases of Go', () => {
  it('are each listed once, the newest first', () => {
    assert.deepEqual(
      releases.map(({ go }) => go),
      ['1.27rc1', '1.26.10', '1.26.9', '1.26.0', '1.26rc1', '1.25.10', '1.25.3', '1.24.9', '1.9.2'],
    )
    assert.deepEqual(
      releases.filter(one => !isStable(one)).map(({ go }) => go),
      ['1.27rc1', '1.26rc1'],
    )
  })

  it('are kept by the newest of each of the newest minor versions', () => {
    const kept = (latest: number, minors: number) => keptReleases(releases, { latest, minors }).map(({ go }) => go)
    assert.deepEqual(kept(1, 2), ['1.26.10', '1.25.10'])
    assert.deepEqual(kept(2, 2), ['1.26.10', '1.26.9', '1.25.10', '1.25.3'])
    assert.deepEqual(kept(1, 1), ['1.26.10'])
    assert.deepEqual(keptReleases([], { latest: 2, minors: 2 }), [])
  })
})

describe('a query of releases', () => {
  const answers: [query: string, go: string | undefined][] = [
    ['latest', '1.26.10'],
    ['1.26', '1.26.10'],
    ['1.26.x', '1.26.10'],
    ['go1.25.x', '1.25.10'],
    ['1.27', '1.27rc1'],
    ['1.28.x', undefined],
    ['1.26.3', '1.26.3'],
    ['go1.26rc1', '1.26rc1'],
    ['<1.26.10', '1.26.9'],
    ['<=1.25.3', '1.25.3'],
    ['>=1.25.3,<1.26', '1.25.10'],
    ['>=1.25.3 <1.26', '1.25.10'],
    ['>1.26.10', '1.27rc1'],
    ['>1.27.0', undefined],
  ]
  for (const [query, go] of answers)
    it(`${query} is answered by ${go ?? 'none'}`, () =>
      assert.equal(matchRelease(parseReleaseQuery(query), releases), go))

  for (const query of ['', '1', 'x', '1.x', '1.26.x.x', 'v1.26.8', '>=', '<1.26,', '1.26.8-corp', '1.26.8/..', '=1.26'])
    it(`${query || 'nothing'} is none`, () =>
      assert.throws(() => parseReleaseQuery(query), { code: 'bad-version', reason: 'toolchain.query' }))
})

describe('the toolchains that are wanted', () => {
  const wanted = (queries: string[], latest: number | undefined, platforms: string[]) => {
    const keep = latest === undefined ? undefined : { latest, minors: 2 }
    const failed: string[] = []
    const found = wantedToolchains({ queries, keep, platforms }, releases, (query, { code }) => {
      failed.push(`${query} ${code}`)
    })
    return { found: found.map(({ go, os, arch }) => `${go} ${os}-${arch}`), failed }
  }

  it('are each release on each platform, once', () => {
    const { found, failed } = wanted(['1.26.x', '1.26.10', 'latest'], undefined, [
      'linux/amd64',
      'linux/amd64',
      'plan9/386',
    ])
    assert.deepEqual([found, failed], [['1.26.10 linux-amd64', '1.26.10 plan9-386'], []])
  })

  it('are named besides those that are kept; what nothing answers is told', () => {
    const { found, failed } = wanted(['1.24.9', '1.28.x', 'nonsense'], 1, ['linux/arm64'])
    assert.deepEqual(found, ['1.24.9 linux-arm64', '1.26.10 linux-arm64', '1.25.10 linux-arm64'])
    assert.deepEqual(failed, ['1.28.x absent', 'nonsense bad-version'])
    assert.throws(() => wanted(['latest'], undefined, ['linux']), { code: 'usage' })
  })
})
