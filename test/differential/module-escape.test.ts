import { utf8 } from '../../src/core/bytes.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'
import { goodPath, goodVersion, pathInput, pseudo, textOf, versionInput } from './module-inputs.ts'

const pathReasons = [
  'path.invalid-utf8',
  'path.empty',
  'path.leading-dash',
  'path.double-slash',
  'path.trailing-slash',
  'path.empty-element',
  'path.dots',
  'path.leading-dot',
  'path.trailing-dot',
  'path.bad-char',
  'path.windows-name',
  'path.tilde-digits',
  'path.no-domain',
  'path.bad-domain-char',
  'path.bad-major',
]
const elementReasons = ['path.empty-element', 'path.dots', 'path.trailing-dot', 'path.bad-char', 'path.windows-name']

differential({
  op: 'module.EscapePath',
  generate: pathInput,
  load: async core => {
    const { escapePath }: typeof import('../../src/core/module/escape.ts') = await import(`${core}module/escape.ts`)
    return input => escapePath(textOf(input))
  },
  reasons: pathReasons,
  planted: { file: 'module/escape.ts', find: '/[A-Z]/g', replace: '/[A-Y]/g' },
})

/** A path as it stands in a URL: escaped (most), or with `!` and capitals in the wrong places. */
function escapedPath(random: Random): Uint8Array {
  if (random.chance(0.1))
    return utf8(goodPath(random).replace(/[a-z]$/, random.pick(['!', '!!a', '!A', '!0', 'A!b', 'é', '!é'])))
  return random.chance(0.9) ? escaped(pathInput(random)) : pathInput(random)
}

/** Bytes with each capital escaped as Go does it. */
function escaped(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytes].flatMap(byte => (byte >= 0x41 && byte <= 0x5a ? [0x21, byte + 0x20] : [byte])))
}

differential({
  op: 'module.UnescapePath',
  generate: escapedPath,
  load: async core => {
    const { unescapePath }: typeof import('../../src/core/module/escape.ts') = await import(`${core}module/escape.ts`)
    return input => unescapePath(textOf(input))
  },
  reasons: ['escape.malformed', ...pathReasons.filter(reason => reason !== 'path.invalid-utf8')],
  planted: { file: 'module/escape.ts', find: '[A-Z\\u0080', replace: '[A-Y\\u0080' },
})

/** A version or query, good as a file name (most) or not. */
function queryInput(random: Random): Uint8Array {
  const good = random.pick([
    () => goodVersion(random),
    () => pseudo(random),
    () => random.pick(['master', 'HEAD', 'v1', 'feature-X', 'a b', 'release.1', '(x)', 'R2', 'Alpha']),
  ])()
  const sort = random.int(100)
  if (sort < 50) return utf8(good)
  if (sort < 85)
    return utf8(
      random.pick([
        '',
        '.',
        '..',
        '...',
        `${good}.`,
        `${good}*`,
        `a/${good}`,
        `x!${good}`,
        `${good}é`,
        `${good}🙂`,
        'con',
        'NUL.txt',
        'Com7.',
        'lpt1',
        '!b',
        'ſ',
      ]),
    )
  return sort < 95 ? random.mutate(utf8(good)) : versionInput(random)
}

differential({
  op: 'module.EscapeVersion',
  generate: queryInput,
  load: async core => {
    const { escapeVersion }: typeof import('../../src/core/module/escape.ts') = await import(`${core}module/escape.ts`)
    return input => escapeVersion(textOf(input))
  },
  reasons: ['escape.bang', 'escape.non-ascii', ...elementReasons],
  planted: { file: 'module/escape.ts', find: "version.includes('!')", replace: "version.startsWith('!')" },
})

differential({
  op: 'module.UnescapeVersion',
  generate: random => (random.chance(0.8) ? escaped(queryInput(random)) : queryInput(random)),
  load: async core => {
    const { unescapeVersion }: typeof import('../../src/core/module/escape.ts') = await import(
      `${core}module/escape.ts`
    )
    return input => unescapeVersion(textOf(input))
  },
  reasons: ['escape.malformed', ...elementReasons],
  planted: { file: 'module/escape.ts', find: '[A-Z\\u0080', replace: '[B-Z\\u0080' },
})
