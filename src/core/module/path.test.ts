import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { vectors } from '../../../test/support/vectors.ts'
import { GoferryError } from '../errors.ts'
import { checkFilePath } from './file-path.ts'
import { checkImportPath, checkPath } from './path.ts'
import { matchesPathMajor, pathMajorPrefix, splitPathVersion } from './path-major.ts'

const passes = (check: (path: string) => void, path: string) => {
  try {
    check(path)
    return true
  } catch (error) {
    assert.ok(error instanceof GoferryError)
    return false
  }
}

describe('paths', () => {
  for (const line of vectors('module/check-path.txt')) {
    const [module, imported, file, ...rest] = line.split(' ')
    const path = rest.join(' ')
    it(`are judged as Go judges ${JSON.stringify(path)}`, () => {
      assert.deepEqual(
        [passes(checkPath, path), passes(checkImportPath, path), passes(checkFilePath, path)],
        [module === 'ok', imported === 'ok', file === 'ok'],
      )
    })
  }

  it('name in their refusal what is wrong and where', () => {
    assert.throws(() => checkPath('example.com/a b'), {
      code: 'bad-module-path',
      message: 'malformed module path "example.com/a b": the character " " is not allowed',
    })
    assert.throws(() => checkImportPath('-x'), { code: 'bad-module-path', reason: 'path.leading-dash' })
    assert.throws(() => checkFilePath('a/COM1.txt'), { code: 'bad-file-path', reason: 'path.windows-name' })
  })

  it('of a megabyte are judged in linear time', () => {
    for (const part of ['a', 'a/', '.', '~1', 'a.', '9', 'v1.', 'com1/', '/v2']) {
      const path = `example.com/${part.repeat(1_000_000 / part.length)}`
      for (const check of [checkPath, checkImportPath, checkFilePath]) passes(check, path)
    }
  })
})

describe('the major version of a path', () => {
  for (const line of vectors('module/match-path-major.txt')) {
    it(`agrees with Go: ${line}`, () => {
      const [version = '', pathMajor = ''] = line.slice(3).split('\t')
      assert.equal(matchesPathMajor(version, pathMajor), line.startsWith('ok'))
    })
  }

  it('is cut from the path', () => {
    assert.deepEqual(splitPathVersion('example.com/m'), { prefix: 'example.com/m', pathMajor: '' })
    assert.deepEqual(splitPathVersion('example.com/m/v3'), { prefix: 'example.com/m', pathMajor: '/v3' })
    assert.deepEqual(splitPathVersion('gopkg.in/yaml.v2'), { prefix: 'gopkg.in/yaml', pathMajor: '.v2' })
    assert.equal(splitPathVersion('example.com/m/v1'), undefined)
    assert.equal(splitPathVersion('gopkg.in/yaml'), undefined)
  })

  it('gives the prefix of tags', () => {
    assert.equal(pathMajorPrefix(''), '')
    assert.equal(pathMajorPrefix('/v2'), 'v2')
    assert.equal(pathMajorPrefix('.v1-unstable'), 'v1')
    assert.throws(() => pathMajorPrefix('v2'), { code: 'bad-module-path' })
  })
})
