import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shared } from './shared-lookup.ts'

describe('a shared lookup', () => {
  it('asks once for all who ask the same at once, and again afterwards', () => {
    const asked: [string, object][] = []
    const answers: ((...answer: unknown[]) => void)[] = []
    const lookup = shared((host, options, done) => {
      asked.push([host, options])
      answers.push(done)
    })
    const heard: (readonly unknown[])[] = []
    const ask = (host: string, options = {}) => lookup(host, options, (...answer) => heard.push(answer))
    ask('a.test')
    ask('a.test')
    ask('b.test')
    ask('a.test', { all: true })
    assert.deepEqual(asked, [
      ['a.test', {}],
      ['b.test', {}],
      ['a.test', { all: true }],
    ])
    answers[0]?.(null, '10.0.0.1', 4)
    assert.deepEqual(heard, [
      [null, '10.0.0.1', 4],
      [null, '10.0.0.1', 4],
    ])
    ask('a.test')
    assert.equal(asked.length, 4)
  })

  it('gives a failure to all of them, and keeps none', () => {
    const answers: ((...answer: unknown[]) => void)[] = []
    const lookup = shared((_host, _options, done) => void answers.push(done))
    const heard: unknown[] = []
    for (let i = 0; i < 3; i++) lookup('a.test', {}, error => heard.push(error))
    answers[0]?.('not found')
    assert.deepEqual(heard, ['not found', 'not found', 'not found'])
    lookup('a.test', {}, () => undefined)
    assert.equal(answers.length, 2)
  })
})
