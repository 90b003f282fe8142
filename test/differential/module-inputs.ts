import { fromUtf8, utf8 } from '../../src/core/bytes.ts'
import type { Random } from '../support/random.ts'
import { vectors } from '../support/vectors.ts'

const words = [
  'a',
  'go',
  'mod',
  'net',
  'Azure',
  'sdk',
  'x_y',
  'k8s',
  'z~',
  'a~b',
  'api-v2',
  'v',
  'v2beta',
  'x.y',
  'com',
  'c0n',
]
const domains = ['example.com', 'github.com', 'rsc.io', 'k8s.io', 'a-b.c', '0.x', 'gopkg.in', 'golang.org']
const windows = ['con', 'PRN', 'aux', 'Nul', 'com1', 'LPT9', 'CON.txt', 'com9.x.y']
const known = vectors('module/check-path.txt').map(line => line.slice('ok ok ok '.length))

/** One way to make a path wrong: each aims at one reason of refusal. */
const spoilers: readonly ((path: string, random: Random) => string)[] = [
  () => '',
  path => `-${path}`,
  (path, random) => (random.chance(0.5) ? `${path}//x` : path.replace('/', '//')),
  path => path.replace('/', '/./'),
  path => `${path}/`,
  path => `/${path}`,
  (path, random) => `${path}/${random.pick(['.', '..', '...'])}`,
  path => `${path}/.git`,
  (path, random) => `${path}./${random.pick(words)}`,
  (path, random) =>
    `${path}/${random.pick([...'!"#$%&\'()*+,:;<=>?@[\\]^`{|} ', 'é', '☺', '𝒳', 'ſ', '\u088f', '\t', '\u212a'])}${random.pick(words)}`,
  (path, random) => `${path}/${random.pick(windows)}${random.chance(0.3) ? '/x' : ''}`,
  (path, random) => `${path}/${random.pick(words)}~${random.int(200)}`,
  (_, random) => [random.pick(words).replace('.', ''), random.pick(words)].join('/'),
  (path, random) => `${random.pick(['X', 'a_b', 'a~'])}${path}`,
  (path, random) =>
    `${path}${random.pick(['/v0', '/v1', '/v02', '/v2.1', '/v.', '/v1.', '.v0', '.v1', '.v01', '.v2-unstable', '.v0-unstable'])}`,
  path => `${path}\ud800`,
  (_, random) =>
    `gopkg.in/y${random.pick(['.v-unstable', '.v0-unstable', '.v', '.v00', '.v01', '.v7x', 'v1', '-unstable', '.v1-unstable-unstable'])}`,
]

/** A module path that is good most of the time, with a major version at times. */
export function goodPath(random: Random): string {
  const elements = Array.from({ length: random.int(4) }, () => (random.chance(0.7) ? random.pick(words) : word(random)))
  const domain = random.pick(domains)
  const path = [domain, ...elements].join('/')
  if (domain === 'gopkg.in') return `${path}/y.v${random.int(4)}${random.chance(0.1) ? '-unstable' : ''}`
  return random.chance(0.3) ? `${path}/v${2 + random.int(12)}` : path
}

/** A path element of any letters, digits and signs that a module path may hold. */
function word(random: Random): string {
  const chars = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~'
  return Array.from({ length: 1 + random.int(8) }, () => random.pick([...chars])).join('')
}

/** A path: good (half), spoiled in one way, from Go's test data, or with bytes changed. */
export function pathInput(random: Random): Uint8Array {
  const sort = random.int(100)
  if (sort < 45) return utf8(goodPath(random))
  if (sort < 85) return wtf8(random.pick(spoilers)(goodPath(random), random))
  const path = utf8(sort < 95 ? random.pick(known) : goodPath(random))
  return sort < 90 ? path : random.mutate(path)
}

const prereleases = [
  '',
  '',
  '-rc.1',
  '-0',
  '-alpha',
  '-alpha.1.beta',
  '-1.2.3',
  '-0a',
  '--',
  '-x-y.7',
  '-pre.0',
  '-dev',
]
const builds = ['', '', '', '+incompatible', '+incompatible', '+meta', '+a-b.01', '+incompatible.1']
const badVersions = [
  'v1.2.3-01',
  'v1.2.3-',
  'v1.2.3-a..b',
  'v1.2.3+',
  'v01.2.3',
  'v1.02.3',
  'v1-pre',
  '1.2.3',
  'v1.',
  'V1.0.0',
  'v1.2.3.4',
  'v1.2.3-a+b+c',
  'v1.2.3-a.',
  '',
  'master',
  'v1.2.3-é',
]
const knownVersions = [...vectors('module/semver.txt'), ...vectors('module/pseudo.txt')].map(
  line => line.split('\t', 1)[0] ?? '',
)

/** A semantic version that is not a pseudo-version but by chance; in a short form at times. */
export function goodVersion(random: Random): string {
  const number = () => random.pick(['0', '0', '1', '1', '2', '3', '9', '10', '12', '99', '18446744073709551616'])
  const short = random.int(12)
  if (short === 0) return `v${number()}`
  if (short === 1) return `v${number()}.${number()}`
  return `v${number()}.${number()}.${number()}${random.pick(prereleases)}${random.pick(builds)}`
}

/** A pseudo-version of one of the three forms; its time may not exist, its base may not be one. */
export function pseudo(random: Random): string {
  const base = random.pick([
    'v0.0.0-',
    'v1.0.0-',
    'v2.0.0-',
    'v1.2.4-0.',
    'v0.0.1-0.',
    'v1.2.100-0.',
    'v3.0.10-0.',
    'v1.2.0-0.',
    'v1.2.3-pre.0.',
    'v1.2.3-rc.1.0.',
    'v0.0.0--.0.',
  ])
  const rev = random.pick(['abcdef123456', 'hash', '0', 'ABC', '000000000000'])
  return `${base}${timestamp(random)}-${rev}${random.chance(0.25) ? random.pick(builds) : ''}`
}

/** A time as pseudo-versions have it; one in six does not exist. */
export function timestamp(random: Random): string {
  if (random.chance(0.06))
    return random.pick([
      '20210230120000',
      '20211301000000',
      '20210001000000',
      '20210100000000',
      '20210101240000',
      '20210101006000',
      '20210101000060',
      '99999999999999',
      '19000229000000',
    ])
  if (random.chance(0.05)) return random.pick(['00000101000000', '00010101000000', '99991231235959', '20000229235959'])
  return new Date(1e9 * random.int(2_000_000))
    .toISOString()
    .replace(/\.\d+Z$|\D/g, '')
    .slice(-14)
}

/** A version: good, pseudo, bad, from Go's test data, or with bytes changed. */
export function versionInput(random: Random): Uint8Array {
  const sort = random.int(100)
  if (sort < 45) return utf8(goodVersion(random))
  if (sort < 65) return utf8(pseudo(random))
  if (sort < 78) return utf8(random.pick(badVersions))
  const version = utf8(
    sort < 88 ? random.pick(knownVersions) : random.chance(0.5) ? goodVersion(random) : pseudo(random),
  )
  return sort < 84 ? version : random.mutate(version)
}

/** A pseudo-version (most), another version, or one with bytes changed. */
export function pseudoInput(random: Random): Uint8Array {
  const sort = random.int(100)
  if (sort < 75) return utf8(pseudo(random))
  return sort < 90 ? random.mutate(utf8(pseudo(random))) : versionInput(random)
}

/** `lines` as one input of the oracle. A line break within one would part it, so that it is made a space. */
export function lines(...parts: Uint8Array[]): Uint8Array {
  const whole = parts.flatMap((part, i) => [...(i === 0 ? [] : [10]), ...part.map(byte => (byte === 10 ? 32 : byte))])
  return Uint8Array.from(whole)
}

/** The text of an input; bytes that are not UTF-8 become lone surrogates, which are to be refused like them. */
export function textOf(input: Uint8Array): string {
  return fromUtf8(input) ?? Buffer.from(input).toString('utf8').replaceAll('\ufffd', '\ud800')
}

/** The two parts of an input made by `lines`. */
export function pairOf(input: Uint8Array): [string, string] {
  const [first = '', second = ''] = textOf(input).split('\n')
  return [first, second]
}

/** `text` in UTF-8, a lone surrogate as a byte that no UTF-8 has. */
function wtf8(text: string): Uint8Array {
  return Uint8Array.from(text.split('\ud800').flatMap((part, i) => [...(i === 0 ? [] : [0xff]), ...utf8(part)]))
}
