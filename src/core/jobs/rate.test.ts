import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Rate } from './rate.ts'

describe('Rate', () => {
  it('says nothing before anything moved', () => {
    const rate = new Rate()
    assert.deepEqual(rate.rates(), { done: 0, bytes: 0 })
    assert.equal(rate.secondsLeft({ total: 5, totalBytes: undefined }), undefined)
    rate.note({ done: 3, bytes: 0 }, 1000)
    assert.equal(rate.secondsLeft({ total: 5, totalBytes: undefined }), undefined)
  })

  it('goes by bytes where all of them are known', () => {
    const rate = new Rate()
    rate.note({ done: 0, bytes: 0 }, 0)
    rate.note({ done: 9, bytes: 250 }, 1000)
    assert.deepEqual(rate.rates(), { done: 9, bytes: 250 })
    assert.equal(rate.secondsLeft({ total: 10, totalBytes: 1000 }), 3)
    assert.equal(rate.secondsLeft({ total: 18, totalBytes: undefined }), 1)
    assert.equal(rate.secondsLeft({ total: undefined, totalBytes: undefined }), undefined)
  })

  it('forgets what was slow more than ten seconds ago', () => {
    const rate = new Rate()
    for (let second = 0; second <= 60; second++)
      rate.note({ done: second < 45 ? 0 : second - 45, bytes: 0 }, second * 1000)
    assert.ok(rate.rates().done > 0.9)
  })

  it('begins again with each part of the work, and is never negative', () => {
    const rate = new Rate()
    rate.note({ done: 1, bytes: 500 }, 0)
    rate.note({ done: 2, bytes: 900 }, 1000)
    rate.note({ done: 0, bytes: 0 }, 2000)
    assert.deepEqual(rate.rates(), { done: 0, bytes: 0 })
    rate.note({ done: 1, bytes: 100 }, 3000)
    assert.deepEqual(rate.rates(), { done: 1, bytes: 100 })
  })

  it('stays small however often it is called', () => {
    const rate = new Rate()
    for (let i = 0; i <= 100_000; i++) rate.note({ done: i, bytes: 0 }, i / 100)
    assert.ok(Math.abs(rate.rates().done - 100_000) < 1)
  })
})
