import { utf8 } from '../../src/core/bytes.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'
import { goodPath, lines, pairOf, pathInput, pseudo, textOf, versionInput } from './module-inputs.ts'

const shared = [
  'path.invalid-utf8',
  'path.empty',
  'path.double-slash',
  'path.trailing-slash',
  'path.empty-element',
  'path.dots',
  'path.trailing-dot',
  'path.bad-char',
  'path.windows-name',
]
const importOnly = ['path.leading-dash', 'path.tilde-digits']
const moduleOnly = ['path.leading-dot', 'path.no-domain', 'path.bad-domain-char', 'path.bad-major']

differential({
  op: 'module.CheckPath',
  generate: pathInput,
  load: async core => {
    const { checkPath }: typeof import('../../src/core/module/path.ts') = await import(`${core}module/path.ts`)
    return input => checkPath(textOf(input))
  },
  reasons: [...shared, ...importOnly, ...moduleOnly],
  planted: { file: 'module/path-element.ts', find: '/~[0-9]+$/', replace: '/~[1-9]+$/' },
})

differential({
  op: 'module.CheckImportPath',
  generate: pathInput,
  load: async core => {
    const { checkImportPath }: typeof import('../../src/core/module/path.ts') = await import(`${core}module/path.ts`)
    return input => checkImportPath(textOf(input))
  },
  reasons: [...shared, ...importOnly],
  planted: {
    file: 'module/path-element.ts',
    find: "element.startsWith('.') && kind",
    replace: "element.startsWith('.') || kind",
  },
})

differential({
  op: 'module.CheckFilePath',
  generate: pathInput,
  load: async core => {
    const { checkFilePath }: typeof import('../../src/core/module/file-path.ts') = await import(
      `${core}module/file-path.ts`
    )
    return input => checkFilePath(textOf(input))
  },
  reasons: shared,
  planted: { file: 'module/path-element.ts', find: "kind !== 'file' && /~", replace: '/~' },
})

differential({
  op: 'module.SplitPathVersion',
  generate: random => utf8(textOf(pathInput(random)).toWellFormed()),
  load: async core => {
    const { splitPathVersion }: typeof import('../../src/core/module/path-major.ts') = await import(
      `${core}module/path-major.ts`
    )
    const { GoferryError }: typeof import('../../src/core/errors.ts') = await import(`${core}errors.ts`)
    return input => {
      const split = splitPathVersion(textOf(input))
      if (!split) throw new GoferryError('bad-module-path', { subject: 'the input', reason: 'path.bad-major' })
      return split
    }
  },
  reasons: ['path.bad-major'],
  planted: { file: 'module/path-major.ts', find: "pathMajor === '/v1'", replace: "pathMajor === '/v0'" },
})

/** The end of a path, as SplitPathVersion gives it or not. */
function majorInput(random: Random): Uint8Array {
  const major = random.pick([
    '',
    '/v2',
    '/v3',
    '/v10',
    '/v12',
    '.v0',
    '.v1',
    '.v2',
    '.v1-unstable',
    '.v2-unstable',
    '/v2-unstable',
  ])
  const bad = random.pick(['v2', '/', '.v', '/v01', '/v2.', '-unstable', '.v-unstable', '/v1.0.0', '/x'])
  return random.chance(0.1) ? random.mutate(utf8(major)) : utf8(random.chance(0.7) ? major : bad)
}

differential({
  op: 'module.PathMajorPrefix',
  generate: majorInput,
  load: async core => {
    const { pathMajorPrefix }: typeof import('../../src/core/module/path-major.ts') = await import(
      `${core}module/path-major.ts`
    )
    return input => pathMajorPrefix(textOf(input))
  },
  reasons: ['path.bad-major'],
  planted: { file: 'module/path-major.ts', find: '/^[/.]/', replace: '/^[/]/' },
})

differential({
  op: 'module.MatchPathMajor',
  generate: random => lines(random.chance(0.2) ? utf8(pseudo(random)) : versionInput(random), majorInput(random)),
  load: async core => {
    const { matchesPathMajor }: typeof import('../../src/core/module/path-major.ts') = await import(
      `${core}module/path-major.ts`
    )
    return input => matchesPathMajor(...pairOf(input))
  },
  // Go refuses nothing here: it says yes or no.
  reasons: [],
  planted: { file: 'module/path-major.ts', find: "wanted === '.v1' &&", replace: "wanted === '.v1' ||" },
})

/** A path with a version that fits it (most) or not. */
function checkInput(random: Random): Uint8Array {
  if (random.chance(0.45)) return lines(pathInput(random), versionInput(random))
  const path = goodPath(random)
  const major = /[/.]v(\d+)(?:-unstable)?$/.exec(path)?.[1] ?? random.pick(['0', '1', '1', '2'])
  const rest = random.pick([
    '.0.0',
    '.2.3',
    '',
    '.4',
    '.0.0-20200101000000-abcdef',
    '.1.0-rc.1',
    '.0.0+incompatible',
    '.0.0+meta',
  ])
  return lines(utf8(path), random.chance(0.2) ? versionInput(random) : utf8(`v${major}${rest}`))
}

differential({
  op: 'module.Check',
  generate: checkInput,
  load: async core => {
    const { checkModuleVersion }: typeof import('../../src/core/module/version.ts') = await import(
      `${core}module/version.ts`
    )
    return input => checkModuleVersion(...pairOf(input))
  },
  reasons: ['version.not-semver', 'version.wrong-major', ...shared, ...importOnly, ...moduleOnly],
  planted: { file: 'module/version.ts', find: 'matchesPathMajor(version, pathMajor)', replace: "pathMajor === ''" },
})
