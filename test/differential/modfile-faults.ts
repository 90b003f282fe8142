import type { Random } from '../support/random.ts'

/** What kind of file an input is meant to be. */
export type Kind = 'go.mod' | 'dependency' | 'go.work'

/** Faulty statements of one cause, each cause with equal chance; those that a dependency's go.mod may have are rare there. */
export function fault(random: Random, kind: Kind): string[] {
  if (kind === 'go.work') return random.pick([...syntaxFaults, ...mainFaults, ...goFaults, ...goWorkFaults])
  const faults = [...syntaxFaults, ...goFaults, ...goModFaults]
  return random.pick(kind === 'dependency' && random.chance(0.9) ? faults : [...faults, ...mainFaults])
}

/** By cause: lines that no file may have. */
const syntaxFaults = [
  ['/* c */', 'go/* c */', 'a /*'],
  ['module "abc\\', 'tool `abc', '"'],
  ['module "abc', 'tool `a\nb`', 'tool `a\\\nb`'],
  ['a \x01', '\xc2\xa0', 'a\fb', '\xef\xbb\xbf// x', 'a \x7f'],
  ['require (\n) x', 'x (\n)(', 'retract (\n) )'],
]

/** By cause: lines that no file may have, but for old forms of the version, which a dependency may. */
const goFaults = [
  ['go 1.21\ngo 1.21', 'go 1.1\ngo x'],
  ['go', 'go 1.21 1.22'],
  ['go 1', 'go 01.1', 'go v1.13', 'go 1.02', 'go "1.21"', 'go 1.2.03', 'go .1', 'go 1.21rc'],
  ['go 1.13x', 'go v1.13beta', 'go 1.21.', 'go 1.13\xff', 'go 1.2-\xe2\x82', 'go v0.1x', 'go vv1.1x'],
]

/** By cause: lines that only a dependency's go.mod may have. */
const mainFaults = [
  ['go (\n1.21\n)', 'unknown (\nx\n)', 'require x (\n)', '( (\n)', 'constructor (\n)', 'x ()', 'a ( ( )'],
  [
    'unknown',
    'unknown x',
    '( x',
    ') (',
    'toString x',
    '__proto__ y',
    'a "b\\\n" // indirect',
    '() // c',
    'a ( ) b',
    '[ { , }',
  ],
  ['toolchain go1.1\ntoolchain go1.1', 'toolchain', 'toolchain go1 go1'],
  ['toolchain 1.21', 'toolchain go2.0', 'toolchain defaults', 'toolchain "go1.21"', 'toolchain go1x'],
  ['godebug', 'godebug a', 'godebug a=b c=d', 'godebug "a=b"', 'godebug a=b,c', "godebug a='"],
  [
    'replace a',
    'replace a => b c d',
    'replace => b',
    'replace a b c => d',
    'replace a =>',
    'replace a v1.0.0 =>',
    'replace',
  ],
  ['replace a => b', 'replace a v1.0.0 => ...', 'replace a => ""', 'replace a => .x', 'replace => => 1:'],
  ['replace a => b@v1.0.0', 'replace a => "@"'],
  ['replace a => .\\b', 'replace a => "../b\\\\c"', 'replace a => C:\\x', 'replace a => \\\\x'],
  ['replace a => ./b v1.0.0', 'replace a v1.0.0 => .. v1.0.0', 'replace a => c: v1.0.0'],
  [
    'replace a => "b\\q" v1.0.0',
    'replace "\\ud800" => ./b',
    'replace a => "\\400"',
    'replace a => "\\x4"',
    'replace a => "./\\\'"',
  ],
  ["replace a => b'c v1.0.0", 'replace a" => ./b', 'replace `a` => ./b', 'replace a => ./` v1'],
  [
    'replace a x => ./b',
    'replace a => b v1.',
    'replace a => b "v1.0.0 "',
    'replace a v1.0.0- => ./b',
    'replace a v01.0.0 => ./b',
  ],
  ['replace a/v1 => ./b', 'replace a/v02 => ./b', 'replace gopkg.in/a => ./b', 'replace a/v2.1 v2.1.0 => ./b'],
  ['replace a v2.0.0 => ./b', 'replace a/v3 v2.0.0 => b v1.0.0', 'replace gopkg.in/a.v1 v2.0.0 => ./b'],
]

/** By cause: lines that no go.mod may have; most of them not even a dependency's. */
const goModFaults = [
  ['module a\nmodule b', 'module a\nmodule (\nb\n)'],
  ['module', 'module a b', 'tool a b', 'ignore', 'ignore ('.concat('\na b\n)')],
  ['require a', 'exclude a v1.0.0 x', 'require', 'exclude (\na\n)', 'require a => v1.0.0', 'require a v1.0.0 x'],
  [
    'module "a\\',
    'tool "\\u12"',
    'ignore "\\U00110000"',
    'require "\\08" v1.0.0',
    'ignore "a\\\nb"',
    'require a "v1.0.0\\z"',
  ],
  ["module 'a'", 'tool `a`', 'ignore a"b', 'require a v1.0.0"', "require 'a' v1.0.0"],
  ['require a latest', 'exclude a v1.2.3.4', 'require a 1.2.3', 'require a v1.2-3', 'require a v1.0.0-\xff'],
  ['require a/v1 v1.0.0', 'exclude gopkg.in/x v1.0.0', 'require a/v0 v0.0.0', 'require gopkg.in/a.v0-unstable v0.0.0'],
  [
    'require a v2.0.0',
    'exclude a/v2 v1.0.0',
    'require a/v2 v2.0.0+incompatible',
    'require a/v3 v2.0.0',
    'require "" v2.0.0',
  ],
  ['retract', 'retract ( x', 'retract (\n(\n)'],
  [
    'retract [',
    'retract [a',
    'retract [a b]',
    'retract [a,',
    'retract [a, b',
    'retract [a,b)',
    'retract ["a\\q", b]',
    'retract ['.concat('"a)'),
  ],
  ['retract v1 v2', 'retract [a, b] c', 'retract v1 [', "retract 'v1'", 'retract [a,b'.concat("' ]")],
]

/** By cause: lines that no go.work may have. */
const goWorkFaults = [
  ['use', 'use a b', 'use (\n. .\n)'],
  ['use "\\q"', 'use "\\"a"b'],
  ['use `a`', "use a'"],
]

/** Ends of a file within a string or a block. */
export const openEnds = [
  ...['tool "a', 'use `b', '"\\', 'module "a\\\n'],
  ...['replace (', 'replace (\na => ./b\n', 'godebug ( // c', 'replace (\n// c\n\n'],
]
