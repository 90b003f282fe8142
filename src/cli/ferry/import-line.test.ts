import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { catalogue } from '../../core/messages/catalogue.ts'
import { fill } from '../../core/messages/text.ts'
import type { Context } from '../context.ts'
import { importLines } from './import-line.ts'

describe('the lines of imports', () => {
  const context = { say: (key, params) => fill(catalogue[key], 'en', params), terminal: { lang: 'en' } } as Context
  const row = { id: '0123456789ab', origin: 'mirror.example', from: 0, to: 6, step: 'done', missing: [] } as const
  const lines = (...bundles: readonly string[]) =>
    importLines(
      context,
      bundles.map(bundle => ({ ...row, bundle })),
    )

  it('name the digest where two have the same id, as show, approve and drop take it', () => {
    const [one, other] = ['1'.repeat(64), '2'.repeat(64)]
    assert.deepEqual(lines(one), ['bundle 0123456789ab of mirror.example, entries 0 to 6: in the log'])
    const named = lines(one, other).map(line => /^bundle 0123456789ab \(([0-9a-f]{16})\) of/.exec(line)?.[1])
    assert.deepEqual(named, [one.slice(0, 16), other.slice(0, 16)])
  })
})
