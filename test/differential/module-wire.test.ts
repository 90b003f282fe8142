import { utf8 } from '../../src/core/bytes.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'
import { goodVersion, lines, pseudo, timestamp, versionInput } from './module-inputs.ts'

const spaces = [' ', '\t', '  ', '\r', '\v', '\u0085', '\u00a0', '\u2003', '\u3000', '\ufeff', '\u180e', '\u200b']

/** A list: lines with a version (most), spaces and a time at times, or with bytes changed. */
function listInput(random: Random): Uint8Array {
  const line = () => {
    const version = random.pick([goodVersion, pseudo, goodVersion])(random)
    const before = random.chance(0.1) ? random.pick(spaces) : ''
    const after = random.chance(0.2) ? random.pick(spaces) + random.pick(['', '2020-01-01T00:00:00Z', 'x y']) : ''
    return random.chance(0.1) ? random.pick(['', '<html>', 'v1.x', ' ']) : before + version + after
  }
  const body = utf8(Array.from({ length: random.int(6) }, line).join(random.chance(0.9) ? '\n' : '\r\n'))
  return random.chance(0.3) ? random.mutate(body) : body
}

differential({
  op: 'goproxy.list',
  generate: listInput,
  load: async core => {
    const { parseList }: typeof import('../../src/core/module/list.ts') = await import(`${core}module/list.ts`)
    return parseList
  },
  // The go command refuses nothing here: it passes over what it does not know.
  reasons: [],
  planted: { file: 'module/list.ts', find: '\\u3000', replace: '' },
})

/** A time as upstreams write it, or not; `stamp` as a pseudo-version has it. */
function timeOf(random: Random, stamp: string): string {
  const [, y, mo, d, h, mi, s] = /(....)(..)(..)(..)(..)(..)/.exec(stamp) ?? []
  const exact = `${y}-${mo}-${d}T${h}:${mi}:${s}`
  const sort = random.int(20)
  if (sort < 15) return `${exact}${random.pick(['Z', 'Z', 'Z', '.123Z', '.999999999Z', '+00:00', '-00:00'])}`
  if (sort === 15) return `2021-01-02T03:04:05${random.pick(['Z', '+08:00', '-23:59'])}`
  return random.pick([
    `${exact}`,
    `${exact}+24:30`,
    `${exact}z`,
    '2021-02-30T00:00:00Z',
    '2021-01-01T24:00:00Z',
    '2021-01-01T1:00:00Z',
    '2021-01-01 00:00:00Z',
    '2021-01-01T00:00:00,5Z',
    '',
    '2021-01-01T00:00:60Z',
  ])
}

/** What is wrong with a `.info`: each aims at one reason of refusal. */
const faults: readonly ((fields: Record<string, unknown>, json: string, random: Random) => string)[] = [
  (_, json) => `${json}\xff`,
  (_, json, random) =>
    random.pick([
      json.slice(1),
      `${json},`,
      '',
      'null',
      '[]',
      '"v1.0.0"',
      '<html></html>',
      `\ufeff${json}`,
      json.replaceAll('"', "'"),
    ]),
  (_, json, random) =>
    json.replace(
      '{',
      random.pick([
        '{"Version":"v1.0.0",',
        '{"version":"v9.0.0",',
        '{"Ver\u017fion":"v1.0.0",',
        '{"TIME":5,',
        '{"x":1,"x":1,',
        '{"Origin":{"url":1},',
      ]),
    ),
  (fields, _, random) =>
    JSON.stringify({
      ...fields,
      ...random.pick<Record<string, unknown>>([
        { Version: 5 },
        { Version: null },
        { Time: 7 },
        { Origin: 'x' },
        { Origin: { URL: 5 } },
        { Origin: [] },
        { Version: undefined },
        { Time: null },
      ]),
    }),
  fields => JSON.stringify({ ...fields, Version: 'v7.7.7' }),
  (_, json, random) =>
    `${json.slice(0, -1)},"deep":${'['.repeat(random.pick([50, 99, 200, 10_001]))}${random.pick(['', ']'])}`,
]

/** A request and the `.info` that answers it. */
function infoInput(random: Random): Uint8Array {
  const path = random.pick([
    'example.com/m',
    'example.com/m',
    'github.com/Azure/sdk',
    'example.com/m/v2',
    'gopkg.in/y.v3',
  ])
  const major = /[/.]v(\d+)$/.exec(path)?.[1] ?? random.pick(['0', '1'])
  const stamp = random.chance(0.2) ? '20210230000000' : timestamp(random)
  const fitting = random.pick([
    `v${major}.2.3`,
    `v${major}.0.0-rc.1`,
    `v${major}.0.0-${stamp}-abcdef123456`,
    `v${major}.4.1-0.${stamp}-abcdef123456`,
  ])
  const version = random.chance(0.8) ? fitting : Buffer.from(versionInput(random)).toString('latin1')
  const fields: Record<string, unknown> = { Version: version }
  if (random.chance(0.9)) fields['Time'] = timeOf(random, random.chance(0.2) ? '20210228000000' : stamp)
  if (random.chance(0.5))
    fields['Origin'] = { VCS: 'git', URL: `https://${path}`, Hash: 'abc', Ref: 'refs/tags/x', extra: { a: [1] } }
  if (random.chance(0.2)) fields['New'] = random.pick<unknown>([1, null, [{}], { Version: 'x' }, '"\\}'])
  const json = JSON.stringify(fields)
  const text = random.chance(0.3) ? random.pick(faults)(fields, json, random) : json
  const body = text.endsWith('\xff') ? Uint8Array.from([...utf8(json.slice(0, -2)), 0xff, ...utf8('"}')]) : utf8(text)
  return lines(utf8(path), utf8(random.chance(0.3) ? '' : version), random.chance(0.05) ? random.mutate(body) : body)
}

differential({
  op: 'goproxy.info',
  generate: infoInput,
  load: async core => {
    const { parseInfo }: typeof import('../../src/core/module/info.ts') = await import(`${core}module/info.ts`)
    return input => {
      const first = input.indexOf(10)
      const second = input.indexOf(10, first + 1)
      const text = Buffer.from(input)
      const asked = text.toString('utf8', first + 1, second)
      const info = parseInfo(
        { path: text.toString('utf8', 0, first), version: asked || undefined },
        input.subarray(second + 1),
      )
      if (info.time === undefined) return { version: info.version }
      return { version: info.version, time: new Date(info.time).toISOString().replace(/\.\d+Z/, 'Z') }
    }
  },
  reasons: [
    'info.invalid-utf8',
    'info.not-json',
    'info.ambiguous',
    'info.bad-field',
    'info.wrong-version',
    'info.bad-time',
    'info.wrong-time',
    'version.not-semver',
    'version.not-canonical',
    'version.wrong-major',
    'pseudo.bad-time',
  ],
  // Go reads bytes that are not UTF-8 as U+FFFD, folds case, lets the last of two keys win, and takes more for a time than
  // RFC 3339 does.
  stricter: ['info.invalid-utf8', 'info.ambiguous', 'info.bad-field', 'info.bad-time'],
  planted: { file: 'module/info.ts', find: 'instant < pseudo', replace: 'instant <= pseudo' },
})
