import type { Level } from '../../src/services/closure/levels.ts'

const build = [['build', './...']]
const tidy = [
  ['mod', 'tidy'],
  ['mod', 'download'],
  ['mod', 'vendor', '-o', 'vendored'],
  ['mod', 'verify'],
  ['mod', 'graph'],
  ['list', '-m', 'all'],
  ['mod', 'why', '-m', 'all'],
]

/** The go commands that must do with the closure of a level, and together ask for all of it. */
export function levelCommands(level: Level): readonly (readonly string[])[] {
  return {
    build,
    test: [...build, ['vet', './...'], ['test', '-run', 'NONE', './...']],
    tidy,
    full: [...tidy, ['mod', 'download', 'all']],
  }[level]
}
