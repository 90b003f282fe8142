import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fill } from './text.ts'

describe('fill', () => {
  const text = { en: '{n} {n:file is:files are} bad', zh: '{n} 个文件损坏' }

  it('takes the word that the number asks for', () => {
    assert.deepEqual(
      [0, 1, 2, 11].map(n => fill(text, 'en', { n })),
      ['0 files are bad', '1 file is bad', '2 files are bad', '11 files are bad'],
    )
    assert.equal(fill(text, 'zh', { n: 1 }), '1 个文件损坏')
  })

  it('leaves a place without a value to be seen, and shows no control character of one', () => {
    assert.equal(fill(text, 'en'), '{n} {n:file is:files are} bad')
    assert.equal(fill(text, 'en', { n: '\u001b[31m' }), '\\u001b[31m files are bad')
  })
})
