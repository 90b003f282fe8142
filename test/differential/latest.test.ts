import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { isRetracted, latestVersion } from '../../src/core/module/latest.ts'
import { Random } from '../support/random.ts'
import { timestamp } from './module-inputs.ts'

/** A generated module: its list as an upstream has it, and each version's go.mod, undefined where it has none of its own. */
interface Generated {
  readonly path: string
  readonly list: readonly string[]
  readonly retracts: ReadonlyMap<string, Range[] | undefined>
}

interface Range {
  readonly low: string
  readonly high: string
}

const count = Math.min(2000, Math.ceil(Number(process.env['GOFERRY_INPUTS'] ?? 2000) / 20))
const seed = Number(process.env['GOFERRY_SEED'] ?? Date.now() % 1_000_000_007)

describe('latest', () => {
  it(`is what the go command takes for @latest of ${count} generated modules (seed ${seed})`, t => {
    const random = new Random(seed)
    const modules = Array.from({ length: count }, (_, i) => generate(random, `example.com/m${i}`))
    const theirs = askGo(modules)
    const ours = modules.map(module => `${module.path} ${latestOf(module)}`)
    const chosen = (kind: RegExp) => theirs.filter(line => kind.test(line)).length
    const kinds = {
      none: / undefined$/,
      incompatible: /\+inc/,
      pseudo: /\d{14}-/,
      prerelease: /-rc/,
      release: /\.\d+$/,
    }
    const tally = Object.entries(kinds).map(([kind, pattern]) => `${kind} ${chosen(pattern)}`)
    t.diagnostic(tally.join(', '))
    assert.deepEqual(ours, theirs, modules.map(m => JSON.stringify([m.path, m.list, ...m.retracts])).join('\n'))
    for (const [kind, pattern] of Object.entries(kinds))
      assert.ok(chosen(pattern) > 0, `no module has ${kind} for its latest`)
  })
})

/** A module of 0 to 6 versions of all kinds, some of them retracting others. */
function generate(random: Random, path: string): Generated {
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
  return { path, list, retracts: new Map(list.map(v => [v, random.chance(0.5) ? undefined : ranges()])) }
}

/** The two steps of the go command: the latest of all names what is retracted, then the latest of the rest. */
function latestOf({ list, retracts }: Generated): string | undefined {
  const legacy = (version: string) => retracts.get(version) === undefined
  const newest = latestVersion(list, { legacy })
  const ranges = retracts.get(newest ?? '') ?? []
  return latestVersion(list, { legacy, retracted: version => isRetracted(version, ranges) })
}

/** Writes `modules` as a file tree, and asks the go command for the latest of each: `path version`, in order. */
function askGo(modules: readonly Generated[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'goferry-latest-'))
  try {
    for (const module of modules) writeModule(join(folder, 'proxy', module.path, '@v'), module)
    mkdirSync(join(folder, 'work'))
    writeFileSync(join(folder, 'work', 'go.mod'), 'module example.com/work\n')
    const output = execFileSync(
      'go',
      ['list', '-m', '-e', '-json=Path,Version', ...modules.map(({ path }) => `${path}@latest`)],
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
    const answers: { Path: string; Version?: string }[] = JSON.parse(`[${output.toString().replaceAll('}\n{', '},{')}]`)
    return answers.map(({ Path, Version }) => `${Path} ${Version === 'latest' ? undefined : Version}`)
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
