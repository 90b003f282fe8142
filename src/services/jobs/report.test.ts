import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Report } from './report.ts'
import { limits } from './world.ts'

const item = (subject: string, more = {}) => ({ subject, outcome: 'done', ...more })

describe('Report', () => {
  it('numbers what it tells, also what has to be told again', () => {
    const report = new Report('things')
    report.tell(item('a'))
    const first = report.take()
    report.tell(item('b'))
    report.giveBack(first)
    const again = report.take()
    assert.deepEqual([again.before, again.notes.length], [0, 2])
    report.tell(item('c'))
    const last = report.close()
    assert.deepEqual([last.before, last.notes.length, report.hasNews], [2, 1, false])
  })

  it('keeps an item that is too long without its fields, and counts what is too much', () => {
    const report = new Report('things')
    report.tell(item('x'.repeat(2000), { text: 'y'.repeat(limits.noteBytes) }))
    assert.deepEqual(report.take().notes, [{ type: 'item', item: item('x'.repeat(1000)) }])
    for (let i = 0; i < limits.items + 5; i++) report.tell(item('a'))
    assert.ok(report.isFull)
    const { notes } = report.close()
    assert.deepEqual([notes.length, notes.at(-1)], [limits.items, { type: 'dropped', items: 6 }])
  })
})
