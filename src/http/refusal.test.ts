import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type ErrorCode, GoferryError } from '../core/errors.ts'
import { catalogue, type MessageKey } from '../core/messages/catalogue.ts'
import { errorTexts } from '../core/messages/errors.ts'
import type { Lang } from '../core/messages/text.ts'
import { refusalText } from './refusal.ts'

const where = (lang: Lang) => ({ node: 'log.test', request: '0123456789ab', lang })
const codes = Object.keys(errorTexts) as ErrorCode[]
const reasons = Object.keys(catalogue) as MessageKey[]

/**
 * What the go command shows of a body (cmd/go `web.HTTPError`): lines
 * without control characters, up to the first blank one.
 */
function assertShown(text: string): void {
  assert.ok(text.endsWith('\n'))
  assert.ok(Buffer.byteLength(text) <= 648, `${Buffer.byteLength(text)} bytes`)
  const lines = text.slice(0, -1).split('\n')
  assert.ok(lines.length <= 8)
  assert.ok(lines.every(line => line.trim() !== ''))
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufffd]/)
}

describe('refusalText', () => {
  it('says what and why, what to do, and where to look', () => {
    const error = new GoferryError('missing', { subject: 'x.test/m@v1.0.0', reason: 'answer.no-upstream' })
    assert.equal(
      refusalText(error, where('en')),
      `x.test/m@v1.0.0 is not on this node: this node takes nothing from an upstream
The miss was recorded. To bring it: goferry up --upstream URL (ask the operator of this node)
(goferry log.test, request 0123456789ab)
`,
    )
  })

  it('says the same in Chinese', () => {
    const error = new GoferryError('not-listed', { subject: 'x.test/m@v1.0.0' })
    assert.equal(
      refusalText(error, where('zh')),
      `公共校验数据库未收录 x.test/m@v1.0.0
如仍需获取：goferry up --unlisted 'x.test/m=原因'（由本节点的管理员决定）
（goferry log.test，请求 0123456789ab）
`,
    )
  })

  it('names the remedy that fits the reason', () => {
    const lines = (reason: MessageKey) =>
      refusalText(new GoferryError('denied', { subject: 'x.test/m', reason }), where('en')).split('\n').length - 1
    assert.equal(lines('policy-denied'), 3)
    assert.equal(lines('answer.recalled'), 2)
    assert.equal(lines('answer.foreign-sumdb'), 2)
  })

  for (const error of [
    new TypeError("cannot read '/home/node/keys/secret'"),
    new GoferryError('internal', { subject: '/home/node' }),
    new GoferryError('io-failed', { subject: '/home/node/log', cause: new TypeError('/home/node') }),
    new GoferryError('key-exposed', { subject: '/home/node/keys/log.key' }),
    'thrown text /home/node',
    undefined,
  ])
    it(`tells nothing of the machine: ${String(error).slice(0, 40)}`, () => {
      const text = refusalText(error, where('en'))
      assert.doesNotMatch(text, /home/)
      assert.match(text, /something went wrong inside the node.*\n.*0123456789ab/)
    })

  it('is shown whole by the go command, whatever the error says, in both languages', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: fc.constantFrom('模', '块', '\n', '\r', '\t', '\u001b'), maxLength: 400 }),
      fc.string({ minLength: 600, maxLength: 1200 }),
    )
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.constantFrom(...reasons), hostile, (code, reason, subject) => {
        const params = Object.fromEntries(
          ['why', 'text', 'code', 'own', 'wanted', 'problem'].map(name => [name, subject]),
        )
        for (const lang of ['en', 'zh'] as const)
          assertShown(refusalText(new GoferryError(code, { subject, reason, params }), where(lang)))
      }),
      { numRuns: 50 },
    )
  })

  it('cuts between characters, and never the place to look', () => {
    for (let length = 380; length < 400; length++) {
      const text = refusalText(new GoferryError('absent', { subject: '模'.repeat(length) }), where('zh'))
      assertShown(text)
      assert.match(text, /模…\n（goferry log\.test，请求 0123456789ab）\n$/)
    }
  })
})
