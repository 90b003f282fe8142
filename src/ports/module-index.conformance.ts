import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { IndexedVersion, ModuleIndex } from './module-index.ts'

const all = { offset: 0, limit: 100 }
const cursor = { log: 'log.test', size: 7, root: 'ab'.repeat(32) }

function version(path: string, more: Partial<IndexedVersion> = {}): IndexedVersion {
  const base = { version: 'v1.0.0', kind: 'module', words: [], position: 0, h1: 'h1:x', size: 5, requires: [] } as const
  return { path, ...base, ...more }
}

/** Holds an adapter to the contract of `ModuleIndex`. `make` gives an empty one, `again` opens the same once more. */
export function moduleIndexConformance(
  name: string,
  make: () => { readonly index: ModuleIndex; again(): ModuleIndex },
): void {
  describe(`module index: ${name}`, () => {
    let made: ReturnType<typeof make>
    let index: ModuleIndex
    beforeEach(() => {
      made = make()
      index = made.index
    })
    afterEach(() => index.close())

    const paths = async (...terms: string[]) => (await index.search(terms, all)).map(({ path }) => path)

    it('is empty, and then at the cursor that was put last', async () => {
      assert.equal(await index.cursor(), undefined)
      await index.put([version('a.test/m')])
      assert.equal(await index.cursor(), undefined)
      await index.put([], cursor)
      await index.put([], { ...cursor, size: 9 })
      assert.deepEqual(await index.cursor(), { ...cursor, size: 9 })
    })

    it('finds a part of a word, in paths and in words, in any case and any script; all terms must occur', async () => {
      await index.put([
        version('example.com/Yaml/v3'),
        version('example.com/tools', { kind: 'tool', words: ['stringer', '请改用 example.com/新模块'] }),
        version('other.test/a'),
      ])
      assert.deepEqual(await paths('yaml'), ['example.com/Yaml/v3'])
      assert.deepEqual(await paths('AML'), ['example.com/Yaml/v3'])
      assert.deepEqual(await paths('tringe'), ['example.com/tools'])
      assert.deepEqual(await paths('新模块'), ['example.com/tools'])
      assert.deepEqual(await paths('改用'), ['example.com/tools'])
      assert.deepEqual(await paths('example', 'stri'), ['example.com/tools'])
      assert.deepEqual(await paths('example', 'v3'), ['example.com/Yaml/v3'])
      assert.deepEqual(await paths('example', 'absent'), [])
      assert.deepEqual(await paths('t/'), ['other.test/a'])
    })

    it('knows upper and lower case of every script, and no other likeness', async () => {
      await index.put([
        version('a.test/m', { words: ['ÄRGER', 'οδος', 'ЖУК'] }),
        version('b.test/m', { words: ['cafe', '\u{10428}\u{10429}\u{1042a}'] }),
      ])
      for (const term of ['ärg', 'ÄRG', 'ΟΔΟΣ', 'οδοσ', 'Δοσ', 'жук', 'Ж', 'ук']) {
        assert.deepEqual(await paths(term), ['a.test/m'], term)
      }
      for (const term of ['\u{10400}\u{10401}', '\u{10400}\u{10401}\u{10402}', 'CAFE'])
        assert.deepEqual(await paths(term), ['b.test/m'], term)
      for (const term of ['arger', 'café', 'zhuk']) assert.deepEqual(await paths(term), [], term)
    })

    it('gives the shortest path first, then as bytes are ordered', async () => {
      const names = ['z.test/a', 'a.test/long', 'B.test/m', 'a.test/m', 'a.test/M', 'é.test/m', 'a.test/-', 'a.test/~']
      await index.put(names.map(path => version(path)))
      const ordered = [
        'B.test/m',
        'a.test/-',
        'a.test/M',
        'a.test/m',
        'a.test/~',
        'z.test/a',
        'é.test/m',
        'a.test/long',
      ]
      assert.deepEqual(await paths('test'), ordered)
      assert.deepEqual(await paths('t/'), ordered)
      assert.deepEqual(await paths('test', 't/'), ordered)
    })

    it('takes any text as text', async () => {
      await index.put([version('a.test/m', { words: ['50% "off" a_b OR c* \\'] })])
      for (const term of ['50%', '"off"', 'a_b', 'OR c*', '%', '_', '\\', '"'])
        assert.deepEqual(await paths(term), ['a.test/m'], term)
      for (const term of [
        'a%b',
        'axb',
        'NEAR(a)',
        'path:',
        '-a.test',
        '^a',
        '{a b}',
        "'; DROP TABLE module; --",
        '\u{1f600}',
      ])
        assert.deepEqual(await paths(term), [], term)
      assert.deepEqual(await paths('x'.repeat(10_000)), [])
    })

    it('finds one kind alone; a module is of the most telling kind of its versions', async () => {
      await index.put([
        version('a.test/m', { version: 'v1.0.0' }),
        version('a.test/m', { version: 'v1.1.0', kind: 'tool', words: ['one'] }),
        version('a.test/m', { version: 'v1.2.0', words: ['two'] }),
        version('a.test/n'),
      ])
      assert.deepEqual(await index.search(['a.test'], all, 'tool'), [
        { path: 'a.test/m', kind: 'tool', words: ['one', 'two'] },
      ])
      assert.deepEqual(
        (await index.search(['a.test'], all, 'module')).map(({ path }) => path),
        ['a.test/n'],
      )
      assert.deepEqual(await index.search(['a.test'], all, 'toolchain'), [])
    })

    it('gives pages', async () => {
      await index.put(Array.from({ length: 10 }, (_, i) => version(`a.test/m${i}`)))
      const pages = await Promise.all([0, 4, 8, 12].map(offset => index.search(['a.test'], { offset, limit: 4 })))
      assert.deepEqual(
        pages.map(page => page.length),
        [4, 4, 2, 0],
      )
      assert.equal(new Set(pages.flat().map(({ path }) => path)).size, 10)
    })

    it('knows who requires a module, at any version or at one', async () => {
      const requires = [{ path: 'dep.test/d', version: 'v1.0.0', indirect: false }]
      await index.put([
        version('b.test/m', { requires }),
        version('a.test/m', { requires: [{ path: 'dep.test/d', version: 'v1.1.0', indirect: true }] }),
        version('c.test/m', { requires: [{ path: 'dep.test/d/v2', version: 'v2.0.0', indirect: false }] }),
      ])
      const a = { path: 'a.test/m', version: 'v1.0.0', requires: 'v1.1.0', indirect: true }
      const b = { path: 'b.test/m', version: 'v1.0.0', requires: 'v1.0.0', indirect: false }
      assert.deepEqual(await index.requiring('dep.test/d', undefined, all), [a, b])
      assert.deepEqual(await index.requiring('dep.test/d', 'v1.0.0', all), [b])
      assert.deepEqual(await index.requiring('dep.test/d', undefined, { offset: 1, limit: 1 }), [b])
      assert.deepEqual(await index.requiring('dep.test', undefined, all), [])
    })

    it('gives those who require a module by path as bytes are ordered, then by position', async () => {
      const requires = [{ path: 'dep.test/d', version: 'v1.0.0', indirect: false }]
      const at = (path: string, position: number) => version(path, { version: `v1.${position}.0`, position, requires })
      await index.put([at('b.test/m', 3), at('b.test/m', 10), at('B.test/m', 5), at('b.test/m', 1)])
      assert.deepEqual(
        (await index.requiring('dep.test/d', undefined, all)).map(({ path, version }) => `${path}@${version}`),
        ['B.test/m@v1.5.0', 'b.test/m@v1.1.0', 'b.test/m@v1.3.0', 'b.test/m@v1.10.0'],
      )
    })

    it('takes thousands of versions and of requirements in one call, and one twice', async () => {
      const requires = Array.from({ length: 1500 }, (_, i) => ({
        path: `d.test/${i}`,
        version: 'v1.0.0',
        indirect: false,
      }))
      const many = Array.from({ length: 2500 }, (_, i) => version(`a.test/m${i % 1000}`, { version: `v1.${i}.0` }))
      const twice = { version: 'v1.7.0', words: ['first'], requires }
      await index.put(
        [version('b.test/m', twice), ...many, version('b.test/m', { ...twice, words: ['second'] })],
        cursor,
      )
      assert.equal((await index.search(['a.test'], { offset: 0, limit: 5000 })).length, 1000)
      assert.deepEqual(await paths('first', 'second'), ['b.test/m'])
      assert.equal((await index.requiring('d.test/1499', 'v1.0.0', all)).length, 1)
      assert.deepEqual(await index.cursor(), cursor)
    })

    it('takes sizes of 2^53 - 1, and texts with a NUL, which it drops', async () => {
      const requires = [{ path: 'dep.test/\0d', version: 'v1.0.0\0', indirect: false }]
      const most = Number.MAX_SAFE_INTEGER
      await index.put([version('a.test/m', { words: ['o\0ld'], size: most, position: most, requires })], {
        ...cursor,
        size: most,
      })
      assert.deepEqual(await paths('old'), ['a.test/m'])
      assert.equal((await index.requiring('dep.test/d', 'v1.0.0', all)).length, 1)
      assert.equal((await index.cursor())?.size, most)
    })

    it('answers while it takes, with what was there before or with all of it', async () => {
      const some = (from: number) => Array.from({ length: 300 }, (_, i) => version(`a.test/m${from + i}`))
      const puts = [0, 300, 600].map(from => index.put(some(from)))
      const counts: number[] = []
      for (let i = 0; i < 10; i++) counts.push((await index.search(['a.test'], { offset: 0, limit: 5000 })).length)
      await Promise.all(puts)
      assert.deepEqual(
        counts.filter(count => count % 300 !== 0),
        [],
      )
      assert.equal((await index.search(['a.test'], { offset: 0, limit: 5000 })).length, 900)
    })

    it('says of a version what was put last', async () => {
      const requires = [{ path: 'dep.test/d', version: 'v1.0.0', indirect: false }]
      await index.put([version('a.test/m', { requires })])
      await index.put([version('a.test/m', { requires })])
      assert.equal((await index.requiring('dep.test/d', undefined, all)).length, 1)
      await index.put([version('a.test/m')])
      assert.deepEqual(await index.requiring('dep.test/d', undefined, all), [])
      assert.deepEqual(await paths('a.test'), ['a.test/m'])
    })

    it('forgets everything', async () => {
      await index.put([version('a.test/m')], cursor)
      await index.clear()
      assert.deepEqual([await index.cursor(), await paths('a.test')], [undefined, []])
      await index.put([version('b.test/m')], cursor)
      assert.deepEqual(await paths('test'), ['b.test/m'])
    })

    it('keeps what was put when it is opened again', async () => {
      await index.put([version('a.test/m')], cursor)
      await index.close()
      index = made.again()
      assert.deepEqual([await index.cursor(), await paths('a.test')], [cursor, ['a.test/m']])
    })
  })
}
