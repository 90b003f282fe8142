import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { formatOwn, judgeFormat, oldestRead, ownFormat, parseDataFormat } from './data-format.ts'

describe('the format of a data folder', () => {
  it('is read as it was written, and a folder without a number has the first', () => {
    assert.equal(judgeFormat(parseDataFormat(formatOwn())), 'same')
    assert.deepEqual(parseDataFormat(undefined), { format: 1, oldestReader: 1 })
  })

  it('is read one version back and, where that allows it, from later ones', () => {
    const cases = [
      [ownFormat - 1, 1, 'older'],
      [ownFormat + 1, ownFormat, 'newer'],
      [ownFormat + 9, 1, 'newer'],
      [ownFormat + 1, ownFormat + 1, 'too-new'],
      [oldestRead - 1, 1, 'too-old'],
    ] as const
    for (const [format, oldestReader, verdict] of cases)
      assert.equal(judgeFormat({ format, oldestReader }), verdict, `${format} ${oldestReader}`)
    assert.equal(oldestRead, ownFormat - 1)
  })

  it('is never guessed', () => {
    for (const bad of [
      '',
      '2',
      '{}',
      '{"format":2}',
      '{"format":0,"oldestReader":1}',
      '{"format":"2","oldestReader":1}',
    ])
      assert.throws(() => parseDataFormat(utf8(bad)), { code: 'store-damaged' })
  })
})
