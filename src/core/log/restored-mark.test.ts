import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { formatRestoredMark, parseRestoredMark } from './restored-mark.ts'

const mark = { isWhole: false, name: 'log.example', backup: '00'.repeat(32) }

describe('the mark of a restored folder', () => {
  it('is read as it was written', () => {
    for (const isWhole of [true, false])
      assert.deepEqual(parseRestoredMark(formatRestoredMark({ ...mark, isWhole })), { ...mark, isWhole })
  })

  it('is never taken for none: what cannot be read is damage', () => {
    const text = Buffer.from(formatRestoredMark(mark)).toString()
    for (const bad of ['', '{}', text.slice(1), text.replace('v1', 'v2'), text.replace('false', '0')])
      assert.throws(() => parseRestoredMark(utf8(bad)), { code: 'store-damaged' })
  })
})
