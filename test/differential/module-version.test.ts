import { utf8 } from '../../src/core/bytes.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'
import { goodVersion, lines, pairOf, pseudo, pseudoInput, textOf, versionInput } from './module-inputs.ts'

differential({
  op: 'semver',
  generate: versionInput,
  load: async core => {
    const semver: typeof import('../../src/core/module/semver.ts') = await import(`${core}module/semver.ts`)
    const { canonicalVersion }: typeof import('../../src/core/module/version.ts') = await import(
      `${core}module/version.ts`
    )
    const { isPseudoVersion, isZeroPseudoVersion }: typeof import('../../src/core/module/pseudo-version.ts') =
      await import(`${core}module/pseudo-version.ts`)
    const { GoferryError }: typeof import('../../src/core/errors.ts') = await import(`${core}errors.ts`)
    return input => {
      const v = textOf(input)
      if (!semver.isSemver(v)) throw new GoferryError('bad-version', { subject: v, reason: 'version.not-semver' })
      return {
        canonical: semver.canonical(v),
        major: semver.majorOf(v),
        majorMinor: semver.majorMinorOf(v),
        prerelease: semver.prereleaseOf(v),
        build: semver.buildOf(v),
        canonicalVersion: canonicalVersion(v),
        pseudo: isPseudoVersion(v),
        zeroPseudo: isZeroPseudoVersion(v),
      }
    }
  },
  reasons: ['version.not-semver'],
  planted: { file: 'module/semver.ts', find: '/^0[0-9]+$/', replace: '/^00[0-9]*$/' },
})

/** A version near to `other`, so that comparing them goes deep. */
function near(random: Random, other: string): string {
  const cut = random.int(other.length + 1)
  return (
    other.slice(0, cut) +
    random.pick(['', '0', '1', '.1', '-a', '-1', '.b', 'x']) +
    other.slice(random.chance(0.5) ? cut : cut + 1)
  )
}

differential({
  op: 'semver.Compare',
  generate: random => {
    const a = random.chance(0.8) ? goodVersion(random) : pseudo(random)
    return lines(utf8(a), random.chance(0.5) ? utf8(near(random, a)) : versionInput(random))
  },
  load: async core => {
    const { compareVersions }: typeof import('../../src/core/module/semver.ts') = await import(
      `${core}module/semver.ts`
    )
    return input => Math.sign(compareVersions(...pairOf(input)))
  },
  // Go refuses nothing here.
  reasons: [],
  planted: {
    file: 'module/semver.ts',
    find: "if (a === '' || b === '') return a === ''",
    replace: "if (a === '' || b === '') return b === ''",
  },
})

/** Versions to sort, in ASCII: on other text UTF-8 and UTF-16 are ordered differently. */
function manyVersions(random: Random): Uint8Array {
  const count = 2 + random.int(6)
  return lines(...Array.from({ length: count }, () => versionInput(random).map(byte => byte & 0x7f)))
}

differential({
  op: 'semver.Sort',
  generate: manyVersions,
  load: async core => {
    const { sortVersions }: typeof import('../../src/core/module/semver.ts') = await import(`${core}module/semver.ts`)
    return input => sortVersions(textOf(input).split('\n'))
  },
  reasons: [],
  planted: { file: 'module/semver.ts', find: ' || compareText(a, b))', replace: ')' },
})

differential({
  op: 'module.PseudoVersion',
  generate: random => {
    const seconds = utf8(String(random.int(4e9) - 1e8))
    const older = random.chance(0.6) ? utf8(goodVersion(random)) : versionInput(random)
    return lines(
      utf8(random.pick(['', 'v0', 'v1', 'v2', 'v10'])),
      older,
      utf8(random.pick(['abcdef123456', 'hash'])),
      seconds,
    )
  },
  load: async core => {
    const { pseudoVersion }: typeof import('../../src/core/module/pseudo-version.ts') = await import(
      `${core}module/pseudo-version.ts`
    )
    return input => {
      const [major = '', older = '', rev = '', seconds] = textOf(input).split('\n')
      return pseudoVersion(major, older, new Date(Number(seconds) * 1000), rev)
    }
  },
  reasons: [],
  planted: {
    file: 'module/pseudo-version.ts',
    find: 'BigInt(base.slice(patch)) + 1n',
    replace: 'Number(base.slice(patch)) + 1',
  },
})

differential({
  op: 'module.PseudoVersionTime',
  generate: pseudoInput,
  load: async core => {
    const { pseudoVersionTime }: typeof import('../../src/core/module/pseudo-version.ts') = await import(
      `${core}module/pseudo-version.ts`
    )
    return input => pseudoVersionTime(textOf(input)).toISOString().replace('.000Z', 'Z')
  },
  reasons: ['pseudo.malformed', 'pseudo.bad-time'],
  planted: { file: 'module/pseudo-version.ts', find: ' && time.toISOString() === iso', replace: '' },
})

differential({
  op: 'module.PseudoVersionBase',
  generate: pseudoInput,
  load: async core => {
    const { pseudoVersionBase, pseudoVersionRev }: typeof import('../../src/core/module/pseudo-version.ts') =
      await import(`${core}module/pseudo-version.ts`)
    return input => [pseudoVersionBase(textOf(input)), pseudoVersionRev(textOf(input))]
  },
  reasons: ['pseudo.malformed', 'pseudo.build-without-base', 'pseudo.negative-patch'],
  planted: { file: 'module/pseudo-version.ts', find: '- 1n', replace: '' },
})
