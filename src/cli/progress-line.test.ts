import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ProgressLine } from './progress-line.ts'

const start = { done: 0, total: 10, bytes: 0, totalBytes: undefined, at: 'a.test/m@v1.0.0' }

describe('ProgressLine', () => {
  it('shows bar, counts, bytes, rate, time left and what is at hand', () => {
    const line = new ProgressLine()
    assert.equal(line.text(80), '')
    line.note(start, 0)
    line.note({ ...start, done: 5, bytes: 5_000_000 }, 2500)
    assert.equal(line.text(80), '[==========          ] 50%  5/10  5.0 MB  2.0 MB/s  -0:03  a.test/m@v1.0.0')
    assert.equal(line.text(20), '[==========         ')
  })

  it('goes by bytes where all of them are known', () => {
    const line = new ProgressLine()
    line.note({ ...start, totalBytes: 1000 }, 0)
    line.note({ ...start, done: 9, bytes: 250, totalBytes: 1000 }, 1000)
    assert.match(line.text(80), /\[={5} {15}\] 25% {2}9\/10 {2}250 B\/1\.0 kB {2}250 B\/s {2}-0:03/)
  })

  it('says nothing of the time left where nothing moves or no end is known', () => {
    const line = new ProgressLine()
    line.note({ ...start, total: undefined }, 0)
    line.note({ ...start, total: undefined, done: 3 }, 1000)
    assert.equal(line.text(80), '3  0 B  0 B/s  a.test/m@v1.0.0')
  })
})
