import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { isGoferryError } from '../errors.ts'
import { parseGoWork } from './gowork.ts'

describe('parseGoWork', () => {
  it('reads every directive', () => {
    const text = `go 1.24
toolchain default
godebug (
	panicnil=1
)
use (
	.
	"./a b" // second
)
replace example.com/a v1.2.3 => ./a
`
    assert.deepEqual(parseGoWork('go.work', utf8(text)), {
      go: '1.24',
      toolchain: 'default',
      godebug: [{ key: 'panicnil', value: '1' }],
      use: ['.', './a b'],
      replace: [{ old: { path: 'example.com/a', version: 'v1.2.3' }, new: { path: './a', version: '' } }],
    })
  })

  it('refuses what only a go.mod may say', () => {
    for (const text of ['module m', 'require a v1.0.0', 'retract v1.0.0', 'tool a', 'ignore a']) {
      assert.throws(
        () => parseGoWork('go.work', utf8(text)),
        error => isGoferryError(error, 'bad-gomod') && error.reason === 'gomod.unknown-directive',
      )
    }
  })
})
