import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseGoVersion, takesEmptyRecords } from './go-version.ts'

describe('the version of a toolchain', () => {
  const vulnerable = [
    'go1.4',
    'go1.21',
    'go1.24.13',
    'go1.25.9',
    '1.25rc2',
    'go1.26rc1',
    'go1.26',
    'go1.26.0',
    'go1.26.2',
  ]
  for (const text of vulnerable) it(`${text} takes empty records`, () => assert.equal(takes(text), true))

  const mended = [
    'go1.25.10',
    'go1.25.11',
    'go1.26.3',
    'go1.26.8-corp',
    'go1.26.8 X:boringcrypto',
    'go1.27rc1',
    'go1.27',
    'go2',
  ]
  for (const text of mended) it(`${text} does not`, () => assert.equal(takes(text), false))

  for (const text of [
    'devel go1.27-abcdef',
    '',
    'go',
    'go1.',
    'go1.26.8.1',
    'go01.2',
    'go1.26.08',
    'gccgo 1.2',
    'go1.26.8\n',
  ])
    it(`${JSON.stringify(text)} names no release`, () => assert.equal(parseGoVersion(text), undefined))
})

function takes(text: string): boolean {
  return takesEmptyRecords(parseGoVersion(text) ?? assert.fail(text))
}
