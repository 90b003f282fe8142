import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { elementFault } from '../../src/core/module/path-element.ts'
import { Oracle } from '../support/oracle.ts'

describe('characters of file names', () => {
  const oracle = new Oracle()
  after(() => oracle.close())

  it('are the same as for Go at every code point', async () => {
    const [verdict] = await oracle.ask('module.FileNameChars', [new Uint8Array()])
    assert.ok(verdict?.ok && Array.isArray(verdict.value) && verdict.value.length > 100_000)
    const theirs = new Set<unknown>(verdict.value)
    const differ = Array.from({ length: 0x110000 }, (_, code) => code).filter(
      code => (elementFault(String.fromCodePoint(code), 'file') === undefined) !== theirs.has(code),
    )
    assert.deepEqual(
      differ.map(code => code.toString(16)),
      [],
    )
  })
})
