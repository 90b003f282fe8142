import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseGoSum } from './go-sum-file.ts'

const h1 = `h1:${'A'.repeat(43)}=`

describe('parseGoSum', () => {
  it('reads hashes of zips and of go.mods, whatever the white space', () => {
    const text = `a.test/m v1.0.0 ${h1}\r\n\n \t\na.test/m\tv1.0.0/go.mod  ${h1}\nb.test/m v2.0.0 h9:future\n`
    assert.deepEqual(parseGoSum('go.sum', text), [
      { path: 'a.test/m', version: 'v1.0.0', part: 'zip', h1 },
      { path: 'a.test/m', version: 'v1.0.0', part: 'mod', h1 },
    ])
  })

  it('names the line that has too few or too many fields', () => {
    for (const line of ['a.test/m v1.0.0', `a.test/m v1.0.0 ${h1} more`, '<html>'])
      assert.throws(() => parseGoSum('x/go.sum', `\n${line}\n`), { code: 'bad-record', subject: 'x/go.sum:2' })
  })
})
