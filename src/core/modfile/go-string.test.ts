import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { utf8 } from '../bytes.ts'
import { goString } from './go-string.ts'

/** Any characters, surrogates left out. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }).filter(code => code < 0xd800 || code > 0xdfff))
  .map(codes => String.fromCodePoint(...codes))

describe('goString', () => {
  it('gives back any text from its UTF-8', () => {
    fc.assert(fc.property(anyText, text => goString(utf8(text)) === text))
  })

  it('reads each byte that belongs to no character as one U+FFFD', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['a\xffb', 'a\ufffdb'],
      ['\xe4\xb8', '\ufffd\ufffd'],
      ['\xe4\xb8\x96\xe4\xb8.', '世\ufffd\ufffd.'],
      ['\xc0\x80', '\ufffd\ufffd'],
      ['\xe0\x9f\xbf', '\ufffd\ufffd\ufffd'],
      ['\xed\xa0\x80', '\ufffd\ufffd\ufffd'],
      ['\xf4\x90\x80\x80', '\ufffd\ufffd\ufffd\ufffd'],
      ['\xf0\x9f\x98\x80\x80', '\u{1f600}\ufffd'],
      ['\xef\xbb\xbf\xff', '\ufeff\ufffd'],
    ]
    for (const [bytes, text] of cases) assert.equal(goString(Buffer.from(bytes, 'latin1')), text)
  })
})
