import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { acceptedLanguage } from './accepted-language.ts'

describe('the language of a page', () => {
  for (const [header, lang] of [
    ['zh', 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-US,en;q=0.9,zh;q=0.8', 'en'],
    ['en;q=0.5, ZH-Hans-CN ; Q=0.9', 'zh'],
    ['de,zh;q=0.1', 'zh'],
    ['zh;q=0,en;q=0.001', 'en'],
    ['zh;q=7', undefined],
    ['zh;q=0', undefined],
    ['de', undefined],
    ['zhx', undefined],
    ['*', undefined],
    ['', undefined],
    [',;,;q=1', undefined],
  ] as const)
    it(`is ${lang ?? 'that of the node'} for ${header || 'nothing'}`, () => {
      assert.deepEqual([acceptedLanguage(header, 'en'), acceptedLanguage(header, 'zh')], [lang ?? 'en', lang ?? 'zh'])
    })

  it('is found in time that grows with the header alone', () => {
    const begun = performance.now()
    for (const piece of [' ', ',', ';', 'zh;', 'zh-', ', zh;q=']) acceptedLanguage(piece.repeat(16_000), 'en')
    assert.ok(performance.now() - begun < 1000)
  })
})
