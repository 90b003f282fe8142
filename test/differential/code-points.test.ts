import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { Lexer } from '../../src/core/modfile/lex.ts'
import { elementFault } from '../../src/core/module/path-element.ts'
import { Oracle } from '../support/oracle.ts'

/** What the characters are for, the oracle's operation that lists them, and whether goferry takes `character`. */
const tables: readonly [string, string, (character: string) => boolean][] = [
  ['names of files', 'module.FileNameChars', character => elementFault(character, 'file') === undefined],
  [
    'words of go.mod',
    'gomod-word-chars',
    character => new Lexer('go.mod', `a${character}`).next().text === `a${character}`,
  ],
]

describe('code points', () => {
  const oracle = new Oracle()
  after(() => oracle.close())

  for (const [what, op, takes] of tables) {
    it(`are taken in ${what} exactly where Go takes them`, async () => {
      const [verdict] = await oracle.ask(op, [new Uint8Array()])
      assert.ok(verdict?.ok && Array.isArray(verdict.value) && verdict.value.length > 100_000)
      const theirs = new Set<unknown>(verdict.value)
      const differ = Array.from({ length: 0x110000 }, (_, code) => code).filter(
        code => takes(String.fromCodePoint(code)) !== theirs.has(code),
      )
      assert.deepEqual(
        differ.map(code => code.toString(16)),
        [],
      )
    })
  }
})
