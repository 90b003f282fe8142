import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { matchRange, parseQuery, parseRanges } from './query.ts'

describe('parseQuery', () => {
  const cases: [string, object][] = [
    ['latest', { kind: 'latest' }],
    ['v1', { kind: 'range', operator: '', version: 'v1' }],
    ['v1.2', { kind: 'range', operator: '', version: 'v1.2' }],
    ['<v1.2', { kind: 'range', operator: '<', version: 'v1.2' }],
    ['>=v1', { kind: 'range', operator: '>=', version: 'v1' }],
    ['<=v1.2.3-rc.1', { kind: 'range', operator: '<=', version: 'v1.2.3-rc.1' }],
    ['v1.2.3', { kind: 'version', version: 'v1.2.3' }],
    ['v2.0.0+incompatible', { kind: 'version', version: 'v2.0.0+incompatible' }],
    ['v1.2.3+meta', { kind: 'revision', name: 'v1.2.3+meta' }],
    ['v01', { kind: 'revision', name: 'v01' }],
    ['main', { kind: 'revision', name: 'main' }],
    ['>=v1.2.0 <v2', { kind: 'ranges', ranges: [parseQuery('>=v1.2.0'), parseQuery('<v2')] }],
    [' >v1.2.0 , <v2 ', { kind: 'ranges', ranges: [parseQuery('>v1.2.0'), parseQuery('<v2')] }],
    ['v1 <v1.5.0', { kind: 'ranges', ranges: [parseQuery('v1'), parseQuery('<v1.5.0')] }],
    ['2da4a54c5cee', { kind: 'revision', name: '2da4a54c5cee' }],
  ]
  for (const [text, query] of cases) it(`reads ${text}`, () => assert.deepEqual(parseQuery(text), query))

  for (const text of ['<main', '>=', '<=v1.2', '>v1', '>v1.2.3.4'])
    it(`refuses ${text}`, () => assert.throws(() => parseQuery(text), { code: 'bad-version', subject: text }))
})

describe('several bounds', () => {
  for (const text of ['>=v1.0.0,', ',<v2', '>=v1.0.0,,<v2', '>= v1.0.0', '>=v1.0.0 main', '>=v1.0.0 <=v2'])
    it(`refuse ${text}`, () => assert.throws(() => parseQuery(text), { code: 'bad-version' }))

  it('are none in an empty text', () => assert.deepEqual(parseRanges('  '), []))
})

describe('matchRange', () => {
  const versions = ['v1.0.0', 'v1.2.0-rc.1', 'v1.2.0', 'v1.10.0', 'v1.11.0-rc.1', 'v2.0.0+incompatible', 'v0.9.0']
  const cases: [string, string | undefined][] = [
    ['v1', 'v1.10.0'],
    ['v1.2', 'v1.2.0'],
    ['v1.11', undefined],
    ['v2', 'v2.0.0+incompatible'],
    ['v3', undefined],
    ['<v1.2.0', 'v1.0.0'],
    ['<=v1.2.0', 'v1.2.0'],
    ['>v1.0.0', 'v1.2.0'],
    ['>=v1.3', 'v1.10.0'],
    ['>v1.10.0', 'v1.11.0-rc.1'],
    ['>=v1.0.0 <v1.10.0', 'v1.2.0'],
    ['>v1.0.0,<v2', 'v1.10.0'],
    ['v1 <v1.2.0', 'v1.0.0'],
    ['>v1.0.0,<v1.2.0', 'v1.2.0-rc.1'],
    ['>=v2 <v3', 'v2.0.0+incompatible'],
    ['>v1.0.0,<v1.0.0', undefined],
  ]
  for (const [text, expected] of cases)
    it(`answers ${text} with ${expected}`, () => {
      const query = parseQuery(text)
      assert.ok(query.kind === 'range' || query.kind === 'ranges')
      assert.equal(matchRange(query, 'x.test/m', versions), expected)
    })
})
