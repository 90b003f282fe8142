import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { checkSourceFiles, hasNewVendorRule, isVendored } from './source-files.ts'

const files = (...paths: string[]) => paths.map(path => ({ path, size: 1 }))
const MiB = 2 ** 20

describe('files of a folder', () => {
  it('below a go.mod of their own are of another module, whatever its case', () => {
    const { valid, omitted } = checkSourceFiles(files('go.mod', 'a/GO.MOD', 'a/b/c.go', 'ab/c.go'))
    assert.deepEqual(
      valid.map(({ path }) => path),
      ['go.mod', 'ab/c.go'],
    )
    assert.deepEqual(
      omitted.map(({ path, reason }) => `${path} ${reason}`),
      ['a/GO.MOD source.other-module', 'a/b/c.go source.other-module'],
    )
  })

  it('that cannot lie side by side everywhere, or have no name that Go takes, are invalid', () => {
    const { valid, invalid } = checkSourceFiles(files('README', 'a/x', 'readme', 'A/y', 'con.txt', 'a\nb', 'Go.mod'))
    assert.deepEqual(
      invalid.map(({ path, reason }) => `${path} ${reason}`),
      [
        'readme zip.case-collision',
        'A/y zip.case-collision',
        'con.txt path.windows-name',
        'a\nb path.bad-char',
        'Go.mod zip.gomod-case',
      ],
    )
    assert.equal(valid.length, 2)
  })

  it('below a folder that collides are invalid one and all', () => {
    const { invalid } = checkSourceFiles(files('A/x', 'a/b/y', 'a/b/z', 'a/b/c/y', 'd/y'))
    assert.deepEqual(
      invalid.map(({ path }) => path),
      ['a/b/y', 'a/b/z', 'a/b/c/y'],
    )
  })

  it('are too large beyond 500 MiB together, or 16 MiB for go.mod and LICENSE', () => {
    const sized = (...sizes: number[]) => checkSourceFiles(sizes.map((size, i) => ({ path: `f${i}`, size })))
    assert.equal(sized(300 * MiB, 200 * MiB).isTooLarge, false)
    assert.equal(sized(300 * MiB, 200 * MiB, 1).isTooLarge, true)
    const roots = ['go.mod', 'LICENSE', 'd/LICENSE'].map(path => ({ path, size: 16 * MiB + 1 }))
    assert.deepEqual(
      checkSourceFiles(roots).invalid.map(({ path }) => path),
      ['go.mod', 'LICENSE'],
    )
    assert.deepEqual(checkSourceFiles(roots.map(file => ({ ...file, size: 16 * MiB }))).invalid, [])
  })
})

describe('the rules of vendor', () => {
  it('are those of Go 1.24 where the go.mod asks for it', () => {
    const asks = (go: string) => hasNewVendorRule(utf8(`module x.test\n${go}\n`))
    assert.deepEqual(
      ['go 1.24', 'go 1.24rc1', 'go 1.24.3', 'go 1.100', 'go 2.0'].filter(go => !asks(go)),
      [],
    )
    assert.deepEqual(['', 'go 1.23.9', 'go 1.24.0rc1', 'go x', 'go 1.9'].filter(asks), [])
  })

  it('leave packages out, not files right in vendor', () => {
    for (const rule of [false, true]) {
      assert.equal(isVendored('vendor/a', rule), false)
      assert.equal(isVendored('vendor/a/b', rule), true)
      assert.equal(isVendored('x/vendor/a/b', rule), true)
      assert.equal(isVendored('xvendor/a/b', rule), false)
    }
    assert.deepEqual([isVendored('x/vendor/a', false), isVendored('x/vendor/a', true)], [true, false])
    assert.deepEqual([isVendored('vendor/modules.txt', false), isVendored('vendor/modules.txt', true)], [false, true])
  })
})
