import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { unquote } from './unquote.ts'

/** `text` as a Go literal, each UTF-16 unit of ASCII as it is or escaped, the rest by code point. */
function quote(text: string): string {
  const written = [...text].map(character => {
    if (/[ !#-[\]-~]/.test(character)) return character
    return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`
  })
  return `"${written.join('')}"`
}

/** Any characters, surrogates left out. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }).filter(code => code < 0xd800 || code > 0xdfff))
  .map(codes => String.fromCodePoint(...codes))

describe('unquote', () => {
  it('gives back any text that was quoted', () => {
    fc.assert(fc.property(anyText, text => unquote(quote(text)) === text))
  })

  it('reads the escapes of Go', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['""', ''],
      ['"a b"', 'a b'],
      ['"\\a\\b\\f\\n\\r\\t\\v\\\\\\""', '\x07\b\f\n\r\t\v\\"'],
      ['"\\x41\\101\\u4e16\\U0001f600"', 'AA世\u{1f600}'],
      ['"\\xe4\\270\\x96"', '世'],
      ['"\\xe4\\xb8."', '\ufffd\ufffd.'],
      ['"\\\\x41"', '\\x41'],
      ['`a\\n\r"b`', 'a\\n"b'],
    ]
    for (const [literal, text] of cases) assert.equal(unquote(literal), text)
  })

  it('refuses what Go refuses', () => {
    const malformed = ['', '"', '`', "'a'", 'a', '"a', '"a"b"', '"a\nb"', '"\\q"', '"\\\'"', '"\\', '"\\"', '`a`b`']
    const escapes = ['\\x4', '\\xgg', '\\400', '\\08', '\\u123', '\\ud800', '\\U00110000', '\\Uffffffff', '\\']
    for (const literal of [...malformed, ...escapes.map(sequence => `"${sequence}"`)]) {
      assert.equal(unquote(literal), undefined, literal)
    }
  })
})
