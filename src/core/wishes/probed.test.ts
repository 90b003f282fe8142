import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isProbed } from './probed.ts'

describe('a path that the go command tried on its way', () => {
  const had = [
    { path: 'x.test/a/tool/cmd', version: '' },
    { path: 'x.test/b', version: 'v1.0.0' },
  ]
  const probed = (path: string, version = '') => isProbed({ path, version }, had)

  it('lies above one that was had, and was asked for with the same query', () => {
    assert.deepEqual([probed('x.test'), probed('x.test/a'), probed('x.test/a/tool')], [true, true, true])
    assert.deepEqual(
      [probed('x.test', 'v1.0.0'), probed('x.test/a', 'v1.0.0'), probed('x.test', 'v2')],
      [true, false, false],
    )
    assert.deepEqual([probed('x.test/a/tool/cmd'), probed('x.test/a/to'), probed('x.test/c')], [false, false, false])
  })
})
