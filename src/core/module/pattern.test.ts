import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { vectors } from '../../../test/support/vectors.ts'
import { matchesPrefixPatterns } from './pattern.ts'

describe('prefix patterns', () => {
  for (const line of vectors('module/prefix-patterns.txt')) {
    it(`match as in Go: ${line}`, () => {
      const [patterns = '', path = ''] = line.slice(3).split('\t')
      assert.equal(matchesPrefixPatterns(patterns, path), line.startsWith('ok'))
    })
  }

  it('know the classes and escapes of path.Match', () => {
    const cases: [pattern: string, path: string, matches: boolean][] = [
      ['example.com/[a-c]x', 'example.com/bx', true],
      ['example.com/[^a-c]x', 'example.com/bx', false],
      ['example.com/[^a-c]x', 'example.com/dx/more', true],
      ['example.com/\\*', 'example.com/*', true],
      ['example.com/\\*', 'example.com/a', false],
      ['example.com/[\\]]', 'example.com/]', true],
      ['corp.*.com/*/x?z', 'corp.a.b.com/team/xyz/v2', true],
    ]
    for (const [pattern, path, matches] of cases) assert.equal(matchesPrefixPatterns(pattern, path), matches, pattern)
  })

  it('match nothing where they are malformed, and leave the others in force', () => {
    for (const bad of ['[', '[]', '[a', '[a-', '[a-]', '[-a]', 'a\\', '[^]', '[]a]', '*[']) {
      assert.ok(!matchesPrefixPatterns(bad, 'a'), bad)
      assert.ok(matchesPrefixPatterns(`${bad},a`, 'a'), bad)
    }
  })

  it('take no more steps than pattern times path', () => {
    const path = 'a'.repeat(20_000)
    assert.ok(!matchesPrefixPatterns(`${'*a'.repeat(200)}b`, path))
    assert.ok(!matchesPrefixPatterns(`${'[a-z]'.repeat(200)}*b`, path))
    assert.ok(!matchesPrefixPatterns('*b,'.repeat(200), path))
  })
})
