import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isRetracted, latestVersion } from './latest.ts'

const pseudo = (time: string) => `v0.0.0-${time}-abcdef123456`

describe('latest', () => {
  const cases: [what: string, versions: string[], latest: string | undefined][] = [
    ['nothing of an empty list', [], undefined],
    ['the highest release', ['v1.9.0', 'v1.10.0', 'v1.2.0'], 'v1.10.0'],
    ['a release before a higher pre-release', ['v1.0.0', 'v1.1.0-rc.1'], 'v1.0.0'],
    ['a pre-release before any pseudo-version', ['v0.1.0-rc.1', pseudo('20240101000000')], 'v0.1.0-rc.1'],
    [
      'the pseudo-version of the latest time',
      [pseudo('20200101000000'), pseudo('20210101000000')],
      pseudo('20210101000000'),
    ],
    ['no pseudo-version of a time that does not exist', [pseudo('20210230000000')], undefined],
    ['a compatible release before an incompatible one', ['v1.0.0', 'v2.0.0+incompatible'], 'v1.0.0'],
    ['a compatible pre-release before an incompatible release', ['v1.0.0-rc.1', 'v2.0.0+incompatible'], 'v1.0.0-rc.1'],
    ['an incompatible one where there is no other', ['v2.0.0+incompatible'], 'v2.0.0+incompatible'],
    ['no lines that are not versions', ['master', '', 'v1.x'], undefined],
  ]
  for (const [what, versions, latest] of cases) it(`takes ${what}`, () => assert.equal(latestVersion(versions), latest))

  it('takes an incompatible version where the highest compatible one is legacy', () => {
    const versions = ['v1.0.0', 'v1.1.0', 'v2.0.0+incompatible']
    assert.equal(latestVersion(versions, { legacy: version => version === 'v1.1.0' }), 'v2.0.0+incompatible')
    assert.equal(latestVersion(versions, { legacy: version => version === 'v1.0.0' }), 'v1.1.0')
  })

  it('passes over what is retracted', () => {
    const retracted = (version: string) => isRetracted(version, [{ low: 'v1.1.0', high: 'v1.3.0' }])
    assert.equal(latestVersion(['v1.0.0', 'v1.1.0', 'v1.3.0'], { retracted }), 'v1.0.0')
    assert.equal(
      latestVersion(['v1.1.0', 'v1.2.0-rc.1', pseudo('20200101000000')], { retracted }),
      pseudo('20200101000000'),
    )
    assert.equal(latestVersion(['v1.2.0'], { retracted }), undefined)
  })
})
