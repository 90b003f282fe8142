import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { vectors } from '../../../test/support/vectors.ts'
import { canonical, compareVersions, isSemver, majorMinorOf, majorOf, sortVersions } from './semver.ts'
import { canonicalVersion, checkModuleVersion, checkVersion, isCanonicalVersion } from './version.ts'

const identifier = fc.oneof(fc.nat(20).map(String), fc.stringMatching(/^[a-z-]{1,2}[0-9a-z-]{0,2}$/))
const versions = fc
  .tuple(
    fc.nat(3),
    fc.nat(3),
    fc.nat(12),
    fc.array(identifier, { maxLength: 3 }),
    fc.constantFrom('', '+incompatible', '+x'),
  )
  .map(
    ([major, minor, patch, pre, build]) =>
      `v${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join('.')}` : ''}${build}`,
  )

describe('semantic versions', () => {
  const table = vectors('module/semver.txt').map(line => line.split('\t'))

  for (const [version = '', full = ''] of table) {
    it(`have a canonical form: ${version}`, () => {
      assert.equal(canonical(version), full)
      assert.equal(isSemver(version), full !== '')
      assert.equal(majorOf(version), full.split('.', 1)[0])
      assert.equal(majorMinorOf(version), full.split('.', 2).join('.'))
    })
  }

  it("are ordered as in Go's table", () => {
    for (const [i, [a = '', fullA]] of table.entries()) {
      for (const [j, [b = '', fullB]] of table.entries()) {
        assert.equal(Math.sign(compareVersions(a, b)), fullA === fullB ? 0 : Math.sign(i - j), `${a} and ${b}`)
      }
    }
  })

  it('are in a total order that their build metadata does not change', () => {
    fc.assert(
      fc.property(versions, versions, versions, (a, b, c) => {
        assert.equal(Math.sign(compareVersions(a, b)), -Math.sign(compareVersions(b, a)) + 0)
        assert.equal(compareVersions(a, canonical(a)), 0)
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) assert.ok(compareVersions(a, c) <= 0)
      }),
    )
  })

  it('sort to the same list from any order', () => {
    fc.assert(
      fc.property(fc.array(versions), list => assert.deepEqual(sortVersions(list.toReversed()), sortVersions(list))),
    )
  })

  it('of a megabyte are read in linear time', () => {
    for (const part of ['0', '9', '-', 'a.', '1.', '+']) {
      for (const start of ['v', 'v1.0.0-', 'v1.0.0+']) {
        const long = start + part.repeat(1_000_000 / part.length)
        compareVersions(long, `${long}x`)
      }
    }
  })
})

describe('a version of a module', () => {
  for (const line of vectors('module/check.txt')) {
    it(`is judged with its path as Go does: ${line}`, () => {
      const [path = '', version = ''] = line.slice(3).split('\t')
      const check = () => checkModuleVersion(path, version)
      if (line.startsWith('ok')) check()
      else assert.throws(check, { name: 'GoferryError' })
    })
  }

  it('is canonical in its full form alone, with +incompatible as the only metadata', () => {
    for (const version of ['v1.2.3', 'v1.2.3-rc.1', 'v2.0.0+incompatible', 'v0.0.0-20200101000000-abcdef123456']) {
      assert.ok(isCanonicalVersion(version), version)
    }
    for (const query of ['', 'v1', 'v1.2', 'v1.2.3+meta', 'master', 'latest', 'abcdef123456', '>=v1.2.3', 'v1.2.3/x']) {
      assert.ok(!isCanonicalVersion(query), query)
    }
    assert.equal(canonicalVersion('v1.2+meta'), undefined)
    assert.equal(canonicalVersion('v1.2.0+meta'), 'v1.2.0')
  })

  it('named by a file must be canonical', () => {
    checkVersion('example.com/m', 'v1.2.3')
    assert.throws(() => checkVersion('example.com/m', 'v1.2'), { code: 'bad-version', reason: 'version.not-canonical' })
    assert.throws(() => checkVersion('example.com/m/v2', 'v1.2.3'), {
      message: 'malformed version "v1.2.3": the major version of the path is v2, that of the version v1',
    })
  })
})
