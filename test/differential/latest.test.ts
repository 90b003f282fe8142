import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { isRetracted, latestVersion } from '../../src/core/module/latest.ts'
import { matchRange, parseQuery } from '../../src/core/module/query.ts'
import { Random } from '../support/random.ts'
import { timestamp } from './module-inputs.ts'

/** A generated module: its list as an upstream has it, and each version's go.mod, undefined where it has none of its own. */
interface Generated {
  readonly path: string
  readonly list: readonly string[]
  readonly retracts: ReadonlyMap<string, Range[] | undefined>
  /** What is asked of it: `latest`, a range, the beginning of a version. */
  readonly query: string
}

interface Range {
  readonly low: string
  readonly high: string
}

const count = Math.min(2000, Math.ceil(Number(process.env['GOFERRY_INPUTS'] ?? 2000) / 20))
const seed = Number(process.env['GOFERRY_SEED'] ?? Date.now() % 1_000_000_007)

/** What the go command finds, by the form of its answer. */
const kinds = { none: / undefined$/, incompatible: /\+inc/, pseudo: /\d{14}-/, prerelease: /-rc/, release: /\.\d+$/ }

describe('a query of versions', () => {
  it(`latest is answered as by the go command, for ${count} generated modules (seed ${seed})`, t =>
    compare(t, () => 'latest', Object.values(kinds)))

  it(`of a range or a prefix is answered as by the go command, for ${count} generated modules (seed ${seed})`, t =>
    compare(t, queryOf, [kinds.none, kinds.incompatible, kinds.prerelease, kinds.release]))
})

/** Generates modules with queries, asks both sides, and holds each answer of ours against theirs. */
function compare(t: TestContext, query: (random: Random) => string, expected: readonly RegExp[]): void {
  const random = new Random(seed)
  const modules = Array.from({ length: count }, (_, i) => generate(random, `example.com/m${i}`, query(random)))
  const theirs = askGo(modules)
  const ours = modules.map(module => `${module.path} ${answerOf(module)}`)
  const chosen = (kind: RegExp) => theirs.filter(line => kind.test(line)).length
  t.diagnostic(
    Object.entries(kinds)
      .map(([kind, pattern]) => `${kind} ${chosen(pattern)}`)
      .join(', '),
  )
  assert.deepEqual(ours, theirs, modules.map(m => JSON.stringify([m.path, m.query, m.list, ...m.retracts])).join('\n'))
  for (const kind of expected) assert.ok(chosen(kind) > 0, `no answer is like ${kind}`)
}

/** `v1`, `v1.2`, `<v1.2.0`, `>=v1` and the like. */
function queryOf(random: Random): string {
  const version = `v${random.int(4)}.${random.int(3)}.${random.int(3)}`
  const operator = random.pick(['<', '<=', '>', '>=', ''])
  if (operator === '') return version.slice(0, random.pick([2, 4]))
  const mayBeShort = operator === '<' || operator === '>='
  if (mayBeShort && random.chance(0.3)) return operator + version.slice(0, random.pick([2, 4]))
  return `${operator}${version}${random.chance(0.3) ? '-rc.1' : ''}`
}

/** A module of 0 to 6 versions of all kinds, some of them retracting others. */
function generate(random: Random, path: string, query: string): Generated {
  const number = () => random.int(3)
  const kinds = [
    () => `v${random.int(2)}.${number()}.${number()}`,
    () => `v${random.int(2)}.${number()}.${number()}-rc.${number()}`,
    () => `v${2 + random.int(2)}.${number()}.0+incompatible`,
    () =>
      `v${random.int(2)}.0.0-${random.chance(0.2) ? '20200101000000' : timestamp(random)}-${random.pick(['abcdef123456', 'fedcba654321'])}`,
  ]
  const some = kinds.filter(() => random.chance(0.5))
  const list = [...new Set(Array.from({ length: random.int(7) }, () => random.pick(some.length > 0 ? some : kinds)()))]
  const ranges = () =>
    Array.from({ length: random.int(3) }, () => ({ low: random.pick(list), high: random.pick(list) }))
  return { path, query, list, retracts: new Map(list.map(v => [v, random.chance(0.5) ? undefined : ranges()])) }
}

/** The two steps of the go command: the latest of all names what is retracted, then the answer among the rest. */
function answerOf({ path, list, retracts, query }: Generated): string | undefined {
  const legacy = (version: string) => retracts.get(version) === undefined
  const newest = latestVersion(list, { legacy })
  const ranges = retracts.get(newest ?? '') ?? []
  const rules = { legacy, retracted: (version: string) => isRetracted(version, ranges) }
  const parsed = parseQuery(query)
  if (parsed.kind === 'latest') return latestVersion(list, rules)
  return parsed.kind === 'range' ? matchRange(parsed, path, list, rules) : undefined
}

/** Writes `modules` as a file tree, and asks the go command for what each query comes to: `path version`, in order. */
function askGo(modules: readonly Generated[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'goferry-latest-'))
  try {
    for (const module of modules) writeModule(join(folder, 'proxy', module.path, '@v'), module)
    mkdirSync(join(folder, 'work'))
    writeFileSync(join(folder, 'work', 'go.mod'), 'module example.com/work\n')
    const output = execFileSync(
      'go',
      ['list', '-m', '-e', '-json=Path,Version,Error', ...modules.map(({ path, query }) => `${path}@${query}`)],
      {
        cwd: join(folder, 'work'),
        env: {
          ...process.env,
          GOPROXY: `file://${join(folder, 'proxy')}`,
          GOMODCACHE: join(folder, 'cache'),
          GOFLAGS: '-mod=mod -modcacherw',
          GONOSUMDB: '*',
          GOWORK: 'off',
          GO111MODULE: 'on',
        },
        maxBuffer: 1 << 26,
      },
    )
    const answers: { Path: string; Version?: string; Error?: object }[] = JSON.parse(
      `[${output.toString().replaceAll('}\n{', '},{')}]`,
    )
    return answers.map(answer => `${answer.Path} ${answer.Error ? undefined : answer.Version}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function writeModule(folder: string, { path, list, retracts }: Generated): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'list'), list.map(version => `${version}\n`).join(''))
  for (const [version, ranges] of retracts) {
    writeFileSync(join(folder, `${version}.info`), JSON.stringify({ Version: version, Time: '2021-01-01T00:00:00Z' }))
    const retract = (ranges ?? []).map(({ low, high }) => `retract [${low}, ${high}]\n`)
    writeFileSync(
      join(folder, `${version}.mod`),
      [`module ${path}\n`, ...(ranges ? ['go 1.20\n'] : []), ...retract].join(''),
    )
  }
}
