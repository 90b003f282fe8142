import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../support/random.ts'
import { fault, type Kind, openEnds } from './modfile-faults.ts'

/**
 * A go.mod or go.work: well-formed, with one faulty line, with some bytes changed, or cut off within a string or block; or one of
 * x/mod's own test files, as it is or changed.
 */
export function modfileInput(random: Random, kind: Kind): Uint8Array {
  const sort = random.int(100)
  const lines = statements(random, kind)
  if (sort < 40)
    lines.splice(random.chance(0.5) ? 0 : random.int(lines.length + 1), 0, random.pick(fault(random, kind)))
  const end = random.chance(0.9) ? '\n' : '\r\n'
  const text = lines.flatMap(line => (random.chance(0.2) ? ['', line] : [line])).join(end)
  const cut = sort >= 40 && sort < 44
  const last = cut ? `\n${random.pick(openEnds)}` : random.chance(0.9) ? end : ''
  const file = Buffer.from(text + last, 'latin1')
  if (sort < 80) return file
  if (sort < 90) return random.mutate(file)
  const known = random.pick(testdata)
  return random.chance(0.3) ? known : random.mutate(known)
}

/** Lines such as `modulePath` may find, or not. */
export function modulePathInput(random: Random): Uint8Array {
  if (random.chance(0.3)) return modfileInput(random, 'go.mod')
  const pieces = [
    'module',
    'module',
    ' ',
    '\t',
    '\r',
    '\v',
    '\xc2\x85',
    '\xc2\xa0',
    '\n',
    '//',
    '/',
    '(',
    ')',
    '"',
    '`',
    '\\',
  ]
  const words = [
    'example.com/m',
    '"example.com/m"',
    '`example.com/m`',
    '"a\\x41\\u4e16"',
    '"a\\q"',
    'Module',
    'a b',
    '\xff',
    wide,
  ]
  const text = Array.from({ length: 2 + random.int(6) }, () => random.pick(random.chance(0.6) ? pieces : words)).join(
    '',
  )
  return Buffer.from(random.chance(0.5) ? `${random.pick(pieces)}module ${random.pick(words)}${text}` : text, 'latin1')
}

/** A character of three bytes, as the bytes of its UTF-8. Inputs are written as latin1: one character a byte. */
const wide = '\xe4\xb8\x96'

/** A letter and any character of the planes that have letters, also ones younger than Go's Unicode tables. */
function odd(random: Random): string {
  return Buffer.from(`a${String.fromCodePoint(random.int(0x33480))}`).toString('latin1')
}

/** The test files of x/mod itself, read from the module cache. */
const testdata = readTestdata()

function readTestdata(): Buffer[] {
  const cwd = join(import.meta.dirname, '..', 'oracle')
  const root = execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', 'golang.org/x/mod'], {
    cwd,
    encoding: 'utf8',
  }).trim()
  return readdirSync(join(root, 'modfile', 'testdata'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name)))
}

/** Well-formed statements in any order, each with its lines, blocks and comments; go, module and toolchain once at most. */
function statements(random: Random, kind: Kind): string[] {
  const once = kind === 'go.work' ? ['go', 'toolchain'] : ['module', 'go', 'toolchain']
  const often = kind === 'go.work' ? ['use', 'replace', 'godebug'] : Object.keys(args).filter(verb => verb !== 'use')
  const verbs = once.filter(() => random.chance(0.6))
  for (let n = random.int(5); n > 0; n--) {
    verbs.splice(random.int(verbs.length + 1), 0, random.pick(often))
  }
  return verbs.flatMap(verb => [...comments(random), ...statement(random, verb)])
}

function statement(random: Random, verb: string): string[] {
  const line = args[verb] ?? onceArgs[verb] ?? path
  if (verb === 'go' || verb === 'toolchain' || random.chance(0.6)) return [`${verb} ${line(random)}${suffix(random)}`]
  const lines = verb === 'module' ? 1 : random.int(4)
  if (lines === 0) return [random.pick([`${verb} ()`, `${verb} (\n)`, `${verb}(// none\n\n)`]) + suffix(random)]
  const inside = Array.from({ length: lines }, () => [...comments(random), `\t${line(random)}${suffix(random)}`])
  return [`${verb} (${suffix(random)}`, ...inside.flat(), ...comments(random), `)${suffix(random)}`]
}

const onceArgs: Readonly<Record<string, (random: Random) => string>> = {
  module: random => token(random, path(random)),
  go: random => random.pick(['1.21', '1.9', '1.22.3', '1.21rc1', '1.0', '2.0.0beta12']),
  toolchain: random => random.pick(['go1.21.0', 'default', 'go1', 'go1.22.3-custom', 'go1.\xff']),
}

const args: Readonly<Record<string, (random: Random) => string>> = {
  godebug: random => random.pick(['a=b', 'default=go1.21', 'x=', '=', 'a=b=c', `${wide}=\xfe`]),
  require: random => pathVersion(random),
  exclude: random => pathVersion(random),
  replace: random => `${random.chance(0.5) ? path(random) : pathVersion(random)} => ${replacement(random)}`,
  retract: random => random.pick(['v1.0.0', '[v1.0.0, v1.2.0]', '[ "v1.0.0" ,v2 ]', 'latest', '"v\\x31"', '[[,,]']),
  tool: random => token(random, path(random)),
  ignore: random =>
    token(
      random,
      random.pick(['./a', 'a/b', wide, odd(random), '\xf0\x9f', '', 'a\\u00e9', '\\xe2\\202\\xac', '\\xff\\t']),
    ),
  use: random => token(random, random.pick(['.', './a', '../b', 'C:\\\\x', `./${wide}`, odd(random), '/abs'])),
}

function path(random: Random): string {
  return random.pick([
    'example.com/m',
    'example.com/m/v2',
    'gopkg.in/yaml.v1',
    'std',
    '0',
    '\xe2\x82',
    `x.y/${wide}`,
    'a/v',
    '.v1',
  ])
}

function pathVersion(random: Random): string {
  const major = random.pick(['', '', '/v2', '/v12'])
  const v = major === '' ? random.pick(['v0', 'v1']) : major.slice(1)
  const rest = random.pick(['.2.3', '.0.0', '.2', '', '.2.3-pre.1', '.0.0-20200101000000-abcdefabcdef', '.4.5+meta'])
  return random.chance(0.9)
    ? `${token(random, `example.com/m${major}`)} ${token(random, v + rest)}`
    : random.pick([
        'gopkg.in/check.v1 v0.0.0-x',
        'gopkg.in/yaml.v2 v2.1.0',
        'x v3.0.0+incompatible',
        'gopkg.in/a.v3-unstable v3.0.0',
      ])
}

function replacement(random: Random): string {
  const directory = random.pick(['./a', '../b', '.', '..', '/abs', 'C:', 'c:/x', `./${wide}\xff`, `./${odd(random)}`])
  return random.chance(0.5) ? token(random, directory) : pathVersion(random)
}

/** A token as it is, or in quotes, where the first letter may be written as an escape. */
function token(random: Random, text: string): string {
  if (text !== '' && random.chance(0.8)) return text
  const code = text.charCodeAt(0).toString(16).padStart(2, '0')
  return random.chance(0.5) || text === '' ? `"${text}"` : `"\\x${code}${text.slice(1)}"`
}

function comments(random: Random): string[] {
  if (random.chance(0.6)) return []
  return Array.from({ length: 1 + random.int(3) }, () => random.pick([...remarks, '//', '']))
}

function suffix(random: Random): string {
  return random.chance(0.6) ? '' : random.pick([' ', '', '\t']) + random.pick(remarks)
}

const remarks = [
  ...[
    '// indirect',
    '//indirect',
    '// indirect; why',
    '// indirect;',
    '//\xc2\x85indirect;\xe2\x80\x83x ',
    '// direct // indirect',
  ],
  ...[
    '// Deprecated: old',
    '//Deprecated:  use x',
    '// Deprecated:',
    '//',
    '// Published by mistake.',
    '// \xff\xe4\xb8',
    `// ${wide} `,
  ],
]
