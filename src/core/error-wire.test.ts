import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fromWire, toWire } from './error-wire.ts'
import { type ErrorCode, GoferryError, describe as tell } from './errors.ts'
import { catalogue, type MessageKey } from './messages/catalogue.ts'
import { errorTexts } from './messages/errors.ts'

describe('an error between processes', () => {
  it('says afterwards what it said before, in both languages', () => {
    const codes = fc.constantFrom(...(Object.keys(errorTexts) as ErrorCode[]))
    const reasons = fc.option(fc.constantFrom(...(Object.keys(catalogue) as MessageKey[])), { nil: undefined })
    const params = fc.dictionary(fc.constantFrom('why', 'text', 'code'), fc.oneof(fc.string(), fc.nat()), {
      noNullPrototype: true,
    })
    fc.assert(
      fc.property(codes, reasons, fc.string(), params, (code, reason, subject, values) => {
        const error = new GoferryError(code, { subject, params: values, ...(reason === undefined ? {} : { reason }) })
        const arrived = fromWire(JSON.parse(JSON.stringify(toWire(error))))
        assert.deepEqual(arrived, error)
        for (const lang of ['en', 'zh'] as const) assert.equal(tell(arrived, lang), tell(error, lang))
      }),
    )
  })

  it('takes no cause along: that is for the journal of the process in which it happened', () => {
    const error = new GoferryError('io-failed', { subject: 'log', cause: new TypeError('/home/node') })
    assert.equal(fromWire(toWire(error)).cause, undefined)
  })

  for (const [thrown, subject] of [
    [new TypeError('x is not a function'), 'x is not a function'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ] as const)
    it(`makes ${String(thrown)} an internal error`, () => {
      assert.deepEqual(toWire(thrown), { code: 'internal', subject, reason: undefined, params: {} })
    })
})
