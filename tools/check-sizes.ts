import type { Offence } from './offence.ts'
import { isTest, type Tree } from './tree.ts'

/** The most lines that a file of src may have, tests apart. (The 60 lines of a function are biome's to count.) */
const most = 500

/** The widest line of src: biome breaks code there, but no comment. A text of the catalogue is one string, however long. */
const widest = 120
const isMessage = (line: string): boolean => /^ +(en|zh): '/.test(line)

/** Files of src that have grown too long to be read at one sitting, and lines too wide to be read at one glance. */
export async function check(tree: Tree): Promise<Offence[]> {
  const long = lengths(tree)
    .filter(({ lines }) => lines > most)
    .map(({ file, lines }) => ({ file, says: `${lines} lines; at most ${most}: split it by idea` }))
  return [...long, ...tree.sources('src').flatMap(file => wideLines(tree, file))]
}

function wideLines(tree: Tree, file: string): Offence[] {
  return tree
    .text(file)
    .split('\n')
    .map((text, i) => ({ text, line: i + 1 }))
    .filter(({ text }) => text.length > widest && !isMessage(text))
    .map(({ text, line }) => ({ file, line, says: `${text.length} columns; at most ${widest}` }))
}

/** How long the files of src are, and how many lines of tests stand against a line of source. */
export function figures(tree: Tree): string {
  const sorted = lengths(tree)
    .map(({ lines }) => lines)
    .sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  const source = sorted.reduce((sum, lines) => sum + lines, 0)
  const tests = tree.files(/^(src|test)\/.*\.ts$/).filter(file => isTest(file) || file.startsWith('test/'))
  const ratio = tests.reduce((sum, file) => sum + linesOf(tree, file), 0) / Math.max(1, source)
  return `${sorted.length} files, ${source} lines; median ${at(0.5)}, p90 ${at(0.9)}, longest ${at(1)}; tests ${ratio.toFixed(2)} : 1`
}

function lengths(tree: Tree): { file: string; lines: number }[] {
  return tree.sources('src').map(file => ({ file, lines: linesOf(tree, file) }))
}

function linesOf(tree: Tree, file: string): number {
  return tree.text(file).split('\n').length - 1
}
