import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatWishList, isWishList, maxWishes, parseWishList } from './wish-list.ts'

const wishes = [
  { path: 'golang.org/x/text', version: 'v0.14.0', count: 3, last: '2026-01-02T03:04:05Z' },
  { path: 'example.com/BurntSushi/toml', version: '', count: 1, last: '2026-01-02T03:04:05Z' },
  { path: 'example.com/m', version: 'release-1.x', count: 1, last: '2026-01-02T03:04:05Z' },
]
const bare = wishes.map(({ path, version }) => ({ path, version }))
const read = (text: string) => parseWishList('w', text).map(one => ('wish' in one ? one.wish : one.error.code))

describe('a wish list', () => {
  it('reads as it was written, as text and as the JSON that ls --misses prints', () => {
    const text = formatWishList('edge.test', wishes)
    assert.match(text, /^# goferry wishes of edge\.test\ngolang\.org\/x\/text@v0\.14\.0 # 3, 2026-/)
    assert.deepEqual(read(text), bare)
    assert.deepEqual(read(wishes.map(wish => `${JSON.stringify(wish)}\r\n`).join('')), bare)
    assert.deepEqual(read('\n  golang.org/x/text@v0.14.0\t# wanted by many\n#\n'), [bare[0]])
  })

  it('judges each line for itself: what is no name of a module is refused, the rest stands', () => {
    const hostile = [
      '../../etc/passwd@v1.0.0',
      '-toolexec=/bin/sh@v1.0.0',
      'x.test/m@v1.0.0\u001b[31m',
      'x.test/m\u0000@v1.0.0',
      'x.test/m@none',
      'x.test/m@>=v1.x',
      'x.test/m@a b',
      'x.test/m@v1@v2',
      `x.test/${'m'.repeat(1001)}@v1.0.0`,
      '{"path":["x.test/m"],"version":{}}',
      '{"path":"x.test/m"',
      '{}',
      'https://x.test/m@v1.0.0',
    ]
    const found = read([...hostile, 'x.test/good@v1.0.0'].join('\n'))
    assert.deepEqual(found.pop(), { path: 'x.test/good', version: 'v1.0.0' })
    assert.equal(found.length, hostile.length)
    for (const [i, code] of found.entries())
      assert.ok(['usage', 'bad-module-path', 'bad-version'].includes(String(code)), `${hostile[i]}: ${code}`)
  })

  it('has a bound, and the number of each line', () => {
    assert.throws(() => parseWishList('w', 'x.test/m\n'.repeat(maxWishes + 1)), { code: 'too-large' })
    assert.deepEqual(
      parseWishList('w', '\n\nx.test/m\n').map(({ line }) => line),
      [3],
    )
  })

  it('is told from a go.sum by its first line that says something', () => {
    const sum = `x.test/m v1.0.0 h1:${'A'.repeat(43)}=\n`
    assert.deepEqual([sum, `\n${sum}`, `x.test/m v1.0.0/go.mod h1:${'A'.repeat(43)}=\r\n`].map(isWishList), [
      false,
      false,
      false,
    ])
    assert.deepEqual([formatWishList('n', wishes), '# none\n', '', '{"path":"x"}'].map(isWishList), [
      true,
      true,
      true,
      true,
    ])
  })
})
