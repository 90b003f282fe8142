import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decide, isReserved, type Policy, unlistedReason, whyNotAsked } from './policy.ts'

const open: Policy = { allow: [], deny: [], reserved: [], unlisted: [] }
const denied = { verdict: 'denied', reason: 'policy-denied' }
const notAllowed = { verdict: 'denied', reason: 'policy-not-allowed' }
const allowed = { verdict: 'allowed' }

describe('policy', () => {
  it('decides by deny first, then by allow', () => {
    const cases = [
      [open, 'example.com/x', allowed],
      [{ ...open, deny: ['example.com/x'] }, 'example.com/x/v2', denied],
      [{ ...open, deny: ['example.com/x'] }, 'example.com/xy', allowed],
      [{ ...open, allow: ['github.com/*/tools', 'rsc.io'] }, 'github.com/a/tools/sub', allowed],
      [{ ...open, allow: ['github.com/*/tools', 'rsc.io'] }, 'github.com/a/other', notAllowed],
      [{ ...open, allow: ['rsc.io'], deny: ['rsc.io/quote'] }, 'rsc.io/quote', denied],
      [{ ...open, allow: ['rsc.io,go.uber.org'] }, 'go.uber.org/zap', allowed],
    ] as const
    for (const [policy, path, decision] of cases) assert.deepEqual(decide(policy, path), decision, path)
  })

  it('reserves internal prefixes without hiding them', () => {
    const policy = { ...open, reserved: ['corp.example', '*.corp.example'] }
    for (const path of ['corp.example', 'corp.example/x', 'git.corp.example/x'])
      assert.ok(isReserved(policy, path), path)
    assert.ok(!isReserved(policy, 'corp.example.org/x'))
    assert.deepEqual(decide(policy, 'corp.example/x'), allowed)
  })

  it('keeps from the upstream what it hides and what it reserves', () => {
    const policy = { ...open, deny: ['corp.example/secret'], reserved: ['corp.example'] }
    const why = ['x.test/m', 'corp.example/x', 'corp.example/secret'].map(path => whyNotAsked(policy, path))
    assert.deepEqual(why, [undefined, 'policy-reserved', 'policy-denied'])
  })

  it('gives the reason of the first rule for what is not listed', () => {
    const policy = {
      ...open,
      unlisted: [
        { pattern: 'v.example/a', reason: 'one' },
        { pattern: 'v.example', reason: 'two' },
      ],
    }
    assert.deepEqual(
      ['v.example/a/b', 'v.example/c', 'w.example'].map(path => unlistedReason(policy, path)),
      ['one', 'two', undefined],
    )
  })
})
