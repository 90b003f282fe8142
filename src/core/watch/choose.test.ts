import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseQuery, type RangeQuery } from '../module/query.ts'
import { chooseVersions, type WatchRule } from './choose.ts'

const day = 86_400_000
const list = [
  'v1.0.0',
  'v1.1.0',
  'v1.2.0',
  'v1.2.0',
  'v1.3.0-rc.1',
  'v0.0.0-20260101000000-abcdef123456',
  'v2.0.0+incompatible',
]

/** What the rule chooses on day 100, where version v1.N.0 was made on day 90 + N. */
async function choose(rule: Partial<WatchRule>, versions = list, retracted = (_: string) => false) {
  const asked: string[] = []
  const timeOf = async (version: string) => {
    asked.push(version)
    return (90 + Number(version.split('.')[1])) * day
  }
  const whole = { ranges: [], latest: 1, minAgeMs: 0, ...rule }
  const { wanted, young } = await chooseVersions(
    { path: 'x.test/m', versions },
    whole,
    { retracted },
    { now: 100 * day, timeOf },
  )
  return { wanted, young: young.map(({ version, from }) => [version, from / day]), asked }
}
const range = (text: string) => parseQuery(text) as RangeQuery

describe('the choice of watched versions', () => {
  it('is the newest releases, each once, and asks nothing where no age is wanted', async () => {
    assert.deepEqual(await choose({ latest: 2 }), { wanted: ['v1.2.0', 'v1.1.0'], young: [], asked: [] })
    assert.deepEqual((await choose({ latest: 99 })).wanted, ['v1.2.0', 'v1.1.0', 'v1.0.0'])
  })

  it('is pre-releases where there is no release, and nothing where nothing is tagged', async () => {
    assert.deepEqual((await choose({}, ['v1.3.0-rc.1', 'v1.3.0-rc.2'])).wanted, ['v1.3.0-rc.2'])
    assert.deepEqual((await choose({}, [list[5] ?? ''])).wanted, [])
  })

  it('keeps all ranges, and leaves out what is retracted', async () => {
    assert.deepEqual((await choose({ ranges: [range('>=v1.1.0'), range('<v1.2.0')], latest: 5 })).wanted, ['v1.1.0'])
    const incompatible = { ranges: [range('>=v2'), range('<v3')] }
    assert.deepEqual((await choose(incompatible)).wanted, ['v2.0.0+incompatible'])
    assert.deepEqual((await choose({}, list, version => version === 'v1.2.0')).wanted, ['v1.1.0'])
  })

  it('passes over what is too young, and says until when', async () => {
    const { wanted, young, asked } = await choose({ minAgeMs: 9 * day })
    assert.deepEqual([wanted, young, asked], [['v1.1.0'], [['v1.2.0', 101]], ['v1.2.0', 'v1.1.0']])
  })

  it('asks for the times of a bounded number of versions', async () => {
    const many = Array.from({ length: 500 }, (_, i) => `v1.${i}.0`)
    const { wanted, asked } = await choose({ minAgeMs: 1000 * day }, many)
    assert.deepEqual([wanted, asked.length], [[], 201])
  })
})
