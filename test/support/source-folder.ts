import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Random } from './random.ts'

/** A folder to be made a module of, as `test/oracle` takes it. Names hold a byte in each character (Latin-1). */
export interface Source {
  readonly path: string
  readonly version: string
  readonly entries: readonly SourceEntry[]
}

interface SourceEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'pipe'
  /** The content of a file, the target of a link. */
  readonly text?: string
  /** The length that a file is brought to. */
  readonly size?: number
}

/** Makes the folder of `source` in `parent`, and gives its path; the caller removes it. */
export function makeSource({ entries }: Pick<Source, 'entries'>, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'goferry-source-'))
  for (const entry of entries) makeEntry(folder, entry)
  return folder
}

function makeEntry(folder: string, { name, kind, text = '', size = 0 }: SourceEntry): void {
  const path = at(folder, name)
  mkdirSync(at(folder, dirname(name)), { recursive: true })
  if (kind === 'folder') mkdirSync(path, { recursive: true })
  else if (kind === 'link') symlinkSync(text, path)
  else if (kind === 'pipe') execFileSync('mkfifo', [join(folder, name)])
  else {
    writeFileSync(path, text)
    if (size > 0) truncateSync(path, size)
  }
}

function at(folder: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')])
}

/** Removes what `makeSource` made. */
export function removeSource(folder: string): void {
  rmSync(folder, { recursive: true })
}

/** Generates the folder of a module, with a go.mod that Go takes, honest or not in all else, some files of `hugeBytes`. */
export function randomSource(random: Random, hugeBytes: number): Source {
  const [path, version] = random.chance(0.95) ? (['corp.test/m', 'v1.2.3'] as const) : random.pick(otherVersions)
  const go = random.pick(goVersions)
  const goMod = `module ${path}\n${go === '' ? '' : `\ngo ${go}\n`}`
  const entries = new Map<string, SourceEntry>([['go.mod', { name: 'go.mod', kind: 'file', text: goMod }]])
  const folders = new Set<string>()
  // Half of the folders are such as people have: else hardly one would be taken.
  const pool = random.chance(0.5) ? plainNames : [...plainNames, ...oddNames]
  for (let left = random.int(14); left > 0; left--) {
    const name = Array.from({ length: 1 + random.int(4) }, () => random.pick(pool)).join('/')
    const above = name.split('/').map((_, i, elements) => elements.slice(0, i).join('/'))
    if (entries.has(name) || folders.has(name) || above.some(folder => entries.has(folder))) continue
    for (const folder of above) folders.add(folder)
    entries.set(name, randomEntry(random, name, hugeBytes))
  }
  return { path, version, entries: [...entries.values()] }
}

function randomEntry(random: Random, name: string, hugeBytes: number): SourceEntry {
  const roll = random.next()
  if (roll < 0.02) return { name, kind: 'folder' }
  if (roll < 0.08) return { name, kind: 'link', text: random.pick(['/etc/passwd', '.', 'go.mod', '..', 'nowhere']) }
  if (roll < 0.085 && /^[ -~]+$/.test(name)) return { name, kind: 'pipe' }
  if (roll < 0.1) return { name, kind: 'file', size: hugeBytes }
  if (roll < 0.12 && /license$/i.test(name)) return { name, kind: 'file', size: 2 ** 24 + random.int(2) }
  return { name, kind: 'file', text: `${name} ${random.next()}\n`.repeat(random.int(9)) }
}

const goVersions = [
  '',
  '1.13',
  '1.22',
  '1.23.9',
  '1.24',
  '1.24.1',
  '1.24rc1',
  '1.24.0rc1',
  'v1.25.1',
  '1.24x',
  '1.100',
  '2.0',
]

const otherVersions = [
  ['corp.test/m', 'v2.0.0'],
  ['corp.test/m', 'v2.0.0+incompatible'],
  ['corp.test/m/v2', 'v2.0.0'],
  ['corp.test/m/v2', 'v1.0.0'],
  ['corp.test/m', 'v1.2'],
  ['corp.test/m', 'v1.2.3+meta'],
  ['corp.test/m', 'v0.0.0-20260102030405-abcdefabcdef'],
  ['corp.test/m', 'main'],
  ['corp.test/m', 'v1.0.0-'],
] as const

const utf8 = (name: string) => Buffer.from(name).toString('latin1')

const plainNames = [
  'a',
  'b',
  'c',
  'main.go',
  'LICENSE',
  'vendor',
  'vendor',
  'modules.txt',
  'testdata',
  '.gitattributes',
]
plainNames.push('.git', '.hg', '.svn', '.bzr', '.hg_archival.txt', 'go.mod', 'go.sum', '.github', 'a b', utf8('é'))
plainNames.push(utf8('日本'), 'x~1', 'x+y')

const oddNames = [
  'A',
  'B',
  'License',
  'GO.MOD',
  'Go.mod',
  'Vendor',
  'CON',
  'aux.txt',
  utf8('É'),
  utf8('ß'),
  utf8('\u212a'),
]
oddNames.push(
  'k',
  utf8('ſ'),
  's',
  'a:b',
  'a\\b',
  'a\nb',
  '\x1b[31m',
  'a.',
  '...',
  '..x',
  '\xff',
  utf8('\u202e'),
  "it's",
)
