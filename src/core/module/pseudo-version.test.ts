import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { vectors } from '../../../test/support/vectors.ts'
import {
  findPseudoTime,
  isPseudoVersion,
  isZeroPseudoVersion,
  pseudoVersion,
  pseudoVersionBase,
  pseudoVersionRev,
  pseudoVersionTime,
} from './pseudo-version.ts'

const time = new Date('2006-01-02T15:04:05Z')

describe('pseudo-versions', () => {
  for (const line of vectors('module/pseudo.txt')) {
    const [version = '', major = '', older = ''] = line.split('\t')
    it(`are made and taken apart as by Go: ${version}`, () => {
      assert.equal(pseudoVersion(major, older, time, 'hash'), version)
      assert.ok(isPseudoVersion(version))
      assert.ok(!isPseudoVersion(older))
      assert.deepEqual(pseudoVersionTime(version), time)
      assert.equal(pseudoVersionRev(version), 'hash')
      assert.equal(pseudoVersionBase(version), older)
    })
  }

  for (const version of vectors('module/pseudo-base-bad.txt')) {
    it(`have no base in ${version}`, () => {
      assert.throws(() => pseudoVersionBase(version), { code: 'bad-version' })
    })
  }

  it('give back the parts that they were made of', () => {
    const older = fc
      .tuple(
        fc.nat(),
        fc.nat(),
        fc.bigInt(0n, 10n ** 30n),
        fc.constantFrom('', '-rc.1', '-0a', '--'),
        fc.constantFrom('', '+incompatible'),
      )
      .map(([major, minor, patch, pre, build]) => `v${major}.${minor}.${patch}${pre}${build}`)
    const seconds = fc.integer({ min: Date.parse('0000-01-01') / 1000, max: Date.parse('9999-12-31') / 1000 })
    fc.assert(
      fc.property(fc.oneof(older, fc.constant('')), seconds, fc.stringMatching(/^[0-9a-f]{12}$/), (tag, at, rev) => {
        const version = pseudoVersion('v1', tag, new Date(at * 1000), rev)
        assert.equal(pseudoVersionTime(version).getTime(), at * 1000)
        assert.equal(pseudoVersionRev(version), rev)
        assert.equal(pseudoVersionBase(version), tag)
      }),
    )
  })

  it('may name a time that does not exist', () => {
    const version = 'v0.0.0-20210230000000-abcdef123456'
    assert.ok(isPseudoVersion(version))
    assert.equal(findPseudoTime(version), undefined)
    assert.throws(() => pseudoVersionTime(version), { reason: 'pseudo.bad-time' })
    assert.throws(() => pseudoVersionTime('v1.0.0'), { reason: 'pseudo.malformed' })
  })

  it('may stand for no commit', () => {
    assert.ok(isZeroPseudoVersion('v2.0.0-00010101000000-000000000000'))
    assert.ok(!isZeroPseudoVersion('v2.0.0-20060102150405-000000000000'))
  })

  it('of a megabyte are read in linear time', () => {
    for (const part of ['0.', '9', '0.20060102150405-', '-', 'a']) {
      const long = `v1.0.0-${part.repeat(1_000_000 / part.length)}`
      assert.ok(!isPseudoVersion(`${long}+`))
      isPseudoVersion(`${long}0.20060102150405-${long.slice(7).replace(/\W/g, '')}`)
    }
    const nines = '9'.repeat(1_000_000)
    assert.equal(pseudoVersionBase(pseudoVersion('', `v1.0.${nines}`, time, 'hash')), `v1.0.${nines}`)
  })
})
