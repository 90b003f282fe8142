import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { pathFault } from '../../src/core/module/path-element.ts'
import { foldName } from '../../src/core/zip/fold.ts'
import { Oracle } from '../support/oracle.ts'

describe('differential: fold', () => {
  const oracle = new Oracle()
  after(() => oracle.close())

  it('puts each character that a file name may hold into the class that Go folds it into', async () => {
    const [answer] = await oracle.ask('fold-classes', [new Uint8Array()])
    assert.ok(answer?.ok)
    const smallest = new Map(Object.entries(answer.value as Record<string, string>))
    const ours = new Map<string, string[]>()
    const theirs = new Map<string, string[]>()
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code)
      if (pathFault(character, 'file')) continue
      const [fold, least] = [foldName(character), smallest.get(character) ?? character]
      ours.set(fold, [...(ours.get(fold) ?? []), character])
      theirs.set(least, [...(theirs.get(least) ?? []), character])
    }
    assert.ok(ours.size > 130_000 && ours.size === theirs.size)
    assert.deepEqual([...ours.values()].map(String).sort(), [...theirs.values()].map(String).sort())
    assert.deepEqual(ours.get('k'), ['K', 'k', '\u212a'])
  })
})
