import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isNotModified, spanOf } from './conditional.ts'

describe('isNotModified', () => {
  const cases: readonly [string | undefined, string | undefined, boolean][] = [
    [undefined, 'abc', false],
    ['"abc"', 'abc', true],
    ['W/"abc"', 'abc', true],
    ['"x", W/"abc" ,"y"', 'abc', true],
    ['*', 'abc', true],
    [' * ', undefined, true],
    ['"x"', 'abc', false],
    ['abc', 'abc', false],
    ['', 'abc', false],
    ['"undefined"', undefined, false],
    ['"h1:a+/="', 'h1:a+/=', true],
  ]
  for (const [header, etag, wanted] of cases)
    it(`says ${wanted} for ${header} of ${etag}`, () => assert.equal(isNotModified(header, etag), wanted))
})

describe('spanOf', () => {
  const cases: readonly [string | undefined, number, ReturnType<typeof spanOf>][] = [
    [undefined, 100, undefined],
    ['bytes=0-9', 100, { first: 0, last: 9 }],
    ['bytes=0-0', 100, { first: 0, last: 0 }],
    ['bytes=90-', 100, { first: 90, last: 99 }],
    ['bytes=90-500', 100, { first: 90, last: 99 }],
    ['bytes=-10', 100, { first: 90, last: 99 }],
    ['bytes=-500', 100, { first: 0, last: 99 }],
    ['bytes=-0', 100, 'unsatisfiable'],
    ['bytes=100-', 100, 'unsatisfiable'],
    ['bytes=100-200', 100, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=-1', 0, 'unsatisfiable'],
    ['bytes=9-0', 100, undefined],
    ['bytes=-', 100, undefined],
    ['bytes=0-1,5-6', 100, undefined],
    ['bytes=0-1, bytes=5-6', 100, undefined],
    ['bytes= 0-1', 100, undefined],
    ['items=0-1', 100, undefined],
    ['bytes=a-b', 100, undefined],
    ['bytes=0x1-2', 100, undefined],
    ['bytes=1e1-20', 100, undefined],
    ['Bytes=0-9', 100, { first: 0, last: 9 }],
    ['bytes=0-99999999999999999999', 100, { first: 0, last: 99 }],
    ['bytes=-99999999999999999999', 100, { first: 0, last: 99 }],
    ['bytes=-00000000000000000010', 100, { first: 90, last: 99 }],
    ['bytes=00000000000000000000-9', 100, { first: 0, last: 9 }],
    ['bytes=99999999999999999999-', 100, 'unsatisfiable'],
    ['bytes=99999999999999999998-99999999999999999999', 100, 'unsatisfiable'],
    ['bytes=99999999999999999999-99999999999999999998', 100, undefined],
    [`bytes=${'9'.repeat(8000)}-${'9'.repeat(8000)}`, 100, 'unsatisfiable'],
    [`bytes=${'0'.repeat(8000)}-`, 100, { first: 0, last: 99 }],
  ]
  for (const [range, size, wanted] of cases)
    it(`takes '${range}' of ${size} bytes for ${JSON.stringify(wanted)}`, () =>
      assert.deepEqual(spanOf({ range }, 'abc', size), wanted))

  const conditions: readonly [string, string | undefined, boolean][] = [
    ['"abc"', 'abc', true],
    ['"other"', 'abc', false],
    ['W/"abc"', 'abc', false],
    ['Sun, 22 Nov 2026 00:00:00 GMT', 'abc', false],
    ['"undefined"', undefined, false],
  ]
  for (const [ifRange, etag, applies] of conditions)
    it(`${applies ? 'takes' : 'ignores'} the range under If-Range ${ifRange} of ${etag}`, () =>
      assert.equal(spanOf({ range: 'bytes=0-0', ifRange }, etag, 100) !== undefined, applies))

  it('never leaves the entity', () => {
    const number = fc.oneof(fc.constant(''), fc.nat(300).map(String))
    fc.assert(
      fc.property(number, number, fc.nat(200), (from, to, size) => {
        const span = spanOf({ range: `bytes=${from}-${to}` }, undefined, size)
        if (span === undefined || span === 'unsatisfiable') return
        assert.ok(0 <= span.first && span.first <= span.last && span.last < size)
      }),
    )
  })
})
