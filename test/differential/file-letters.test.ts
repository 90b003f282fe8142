import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { utf8 } from '../../src/core/bytes.ts'
import { elementFault } from '../../src/core/module/path-element.ts'
import { Oracle } from '../support/oracle.ts'

describe('characters of file names', () => {
  const oracle = new Oracle()
  after(() => oracle.close())

  it('are the same as for Go at every code point', async () => {
    const chars = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).filter(c =>
      c.isWellFormed(),
    )
    const theirs: boolean[] = []
    for (let at = 0; at < chars.length; at += 10_000) {
      const verdicts = await oracle.ask('module.CheckFilePath', chars.slice(at, at + 10_000).map(utf8))
      theirs.push(...verdicts.map(verdict => verdict.ok))
    }
    const differ = chars.filter((char, i) => char !== '/' && (elementFault(char, 'file') === undefined) !== theirs[i])
    assert.deepEqual(
      differ.map(char => char.codePointAt(0)?.toString(16)),
      [],
    )
    assert.ok(theirs.filter(Boolean).length > 100_000)
  })
})
