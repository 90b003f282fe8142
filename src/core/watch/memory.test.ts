import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { utf8 } from '../bytes.ts'
import { ModuleMemory, memoryKey } from './memory.ts'

const path = 'example.com/X'
const parse = (text: string, now = 2000, of = path) => ModuleMemory.parse(of, utf8(text), now)
const kept = { from: 'https://up.test', etag: '"a"' }

function sample(): ModuleMemory {
  const memory = ModuleMemory.begin(path, 1000)
  memory.lists(['v1.0.0', 'v1.1.0'], kept)
  memory.hasLatest('v0.0.0-20260102030405-abcdefabcdef', undefined)
  Object.assign(memory.of('v1.0.0') ?? {}, { made: 500, looked: 900, owed: true, mod: kept, zip: kept })
  return memory
}

describe('what is remembered of a watched module', () => {
  it('is the same when it is read again', () => {
    const text = sample().format()
    const again = parse(text, 1000)
    assert.equal(again?.format(), text)
    assert.deepEqual(again?.present, ['v1.0.0', 'v1.1.0'])
    assert.deepEqual(again?.listKept, kept)
  })

  it('is nothing where a piece of it is missing or another', () => {
    const text = sample().format()
    fc.assert(fc.property(fc.nat(text.length - 3), cut => assert.equal(parse(text.slice(0, cut)), undefined)))
    for (const [good, bad] of [
      ['"since":1000', '"since":"x"'],
      ['"at":1000', '"at":1e99'],
      ['"made":500', '"made":null'],
      ['"owed":true', '"owed":false'],
      ['"etag":"\\"a\\""', '"etag":7'],
      ['"versions":[', '"versions":[7,'],
      ['v0.0.0-20260102030405-abcdefabcdef"}', 'soon"}'],
    ] as const) {
      assert.ok(text.includes(good), good)
      assert.equal(parse(text.replace(good, bad)), undefined, bad)
    }
    assert.equal(parse(text, 2000, 'example.com/y'), undefined)
  })

  it('knows of the first pull no time but the author’s, and of later ones the later of both', () => {
    const first = sample()
    assert.equal(first.agesFrom('v1.0.0', 500), 500)
    assert.equal(first.agesFrom('v1.0.0', undefined), 1000)
    const later = parse(first.format())
    later?.lists(['v1.0.0', 'v1.2.0'], undefined)
    assert.deepEqual([later?.agesFrom('v1.0.0', 500), later?.agesFrom('v1.2.0', 500)], [500, 2000])
    assert.equal(later?.agesFrom('v1.2.0', 3000), 3000)
    const back = parse(later?.format() ?? '', 100)
    back?.lists(['v1.3.0'], undefined)
    assert.deepEqual([back?.wentBack, back?.agesFrom('v1.3.0', 50), back?.listKept], [true, 2000, undefined])
  })

  it('keeps the time of a version that vanishes and comes back', () => {
    const memory = parse(sample().format())
    memory?.lists(['v1.2.0'], undefined)
    const later = parse(memory?.format() ?? '', 3000)
    later?.lists([], undefined)
    later?.lists(['v1.2.0'], undefined)
    assert.deepEqual([later?.agesFrom('v1.2.0', 0), later?.present], [2000, ['v1.2.0']])
  })

  it('is bounded, whatever an upstream lists and takes back', () => {
    const memory = ModuleMemory.begin(path, 1000)
    for (let round = 0; round < 4; round++)
      memory.lists(
        Array.from({ length: 8000 }, (_, i) => `v${round}.${i}.0`),
        undefined,
      )
    assert.equal(memory.versions.size, 18_000)
    assert.equal(memory.present.length, 8000)
  })

  it('has the commit first that is the latest, also beside one that claims to be of the future', () => {
    const memory = ModuleMemory.begin(path, 1000)
    const [old, now, future] = ['2025', '2026', '2099'].map(year => `v0.0.0-${year}0102030405-abcdefabcdef`)
    for (const version of [old, future, now]) memory.hasLatest(version, undefined)
    assert.deepEqual(memory.commits, [now, future, old])
    assert.deepEqual(memory.present, [now])
    memory.hasLatest(undefined, undefined)
    assert.deepEqual(memory.present, [])
  })

  it('lies apart from that of a module below it', () => {
    assert.equal(memoryKey(path), 'log/watch/example.com/!x/@watch')
    assert.equal(memoryKey(`${path}/v2`), 'log/watch/example.com/!x/v2/@watch')
  })
})
