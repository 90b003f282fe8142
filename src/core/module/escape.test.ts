import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { vectors } from '../../../test/support/vectors.ts'
import { isGoferryError } from '../errors.ts'
import { escapePath, escapeVersion, unescapePath, unescapeVersion } from './escape.ts'

const elements = fc.array(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,11}$/), { maxLength: 5 })
const paths = elements.map(rest => ['example.com', ...rest].join('/'))

/** What `run` gives, or undefined where it refuses. */
function unlessRefused<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    assert.ok(isGoferryError(error, 'bad-module-path', 'bad-version'))
    return undefined
  }
}

describe('escaping', () => {
  it('writes a capital as an exclamation mark and the small letter', () => {
    assert.equal(escapePath('github.com/GoogleCloudPlatform/omega'), 'github.com/!google!cloud!platform/omega')
    assert.equal(
      escapePath('ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789'),
      'ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789',
    )
    assert.equal(escapeVersion('v1.0.0-RC1'), 'v1.0.0-!r!c1')
  })

  it('is undone by unescaping, and leaves no capitals', () => {
    fc.assert(
      fc.property(paths, path => {
        const escaped = unlessRefused(() => escapePath(path))
        if (escaped === undefined) return
        assert.equal(escaped, escaped.toLowerCase())
        assert.equal(unescapePath(escaped), path)
      }),
    )
    fc.assert(
      fc.property(fc.string(), text => {
        const version = unlessRefused(() => unescapeVersion(text))
        if (version !== undefined) assert.equal(escapeVersion(version), text)
      }),
    )
  })

  for (const bad of ['', ...vectors('module/unescape-bad.txt')]) {
    it(`refuses to unescape ${JSON.stringify(bad)}`, () => {
      assert.throws(() => unescapePath(bad), { code: 'bad-module-path' })
    })
  }

  it('of a megabyte is done in linear time', () => {
    const long = 'aB'.repeat(500_000)
    assert.equal(unescapeVersion(escapeVersion(long)), long)
    assert.equal(unescapePath(escapePath(`example.com/${long}`)), `example.com/${long}`)
    assert.throws(() => unescapeVersion('!'.repeat(1_000_000)), { code: 'bad-version' })
  })
})
