import { utf8 } from '../../src/core/bytes.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'
import { vectors } from '../support/vectors.ts'
import { goodPath, lines, pairOf } from './module-inputs.ts'

const known = vectors('module/prefix-patterns.txt').map(line => line.slice(3).split('\t', 1)[0] ?? '')
const pieces = [
  '*',
  '*',
  '?',
  '[a-z]',
  '[^a]',
  '[a-c/]',
  '[]a]',
  '[a',
  '[]',
  '[^]',
  '[-a]',
  '[a-]',
  '[\\]]',
  '[[]',
  '[a-\\z]',
  '\\*',
  '\\',
  '/',
  ',',
  ']',
  '-',
  '[é-𝒳]',
  '\\a',
  '**',
  '[*]',
  '[a,b]',
]

/** Globs made from the path that they are held against, so that many match: a part of it is replaced by another term. */
function globs(random: Random, path: string): string {
  if (random.chance(0.1)) return random.pick(known)
  let glob = path
    .split('/')
    .slice(0, 1 + random.int(4))
    .join('/')
  for (let n = random.int(4); n > 0; n--) {
    const at = random.int(glob.length + 1)
    glob = glob.slice(0, at) + random.pick(pieces) + glob.slice(at + random.int(4))
  }
  return random.chance(0.2) ? `${random.pick(known)},${glob}` : glob
}

differential({
  op: 'module.MatchPrefixPatterns',
  generate: random => {
    const path = goodPath(random)
    return lines(utf8(globs(random, path)), utf8(path))
  },
  load: async core => {
    const { matchesPrefixPatterns }: typeof import('../../src/core/module/pattern.ts') = await import(
      `${core}module/pattern.ts`
    )
    return input => matchesPrefixPatterns(...pairOf(input))
  },
  // Go refuses nothing here: it says yes or no.
  reasons: [],
  planted: { file: 'module/pattern.ts', find: 'low <= c', replace: 'low < c' },
})
