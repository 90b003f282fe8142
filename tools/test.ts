import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkProject } from './check.ts'
import { buildObjectStore } from './object-store.ts'
import { answersAt, postgresPrograms, startPostgres } from './postgres.ts'
import { ensurePrograms } from './requirements.ts'
import { keptGoSettings, testEnvironment } from './test-environment.ts'
import { Tree } from './tree.ts'

const usage = `usage: ./goferry test [--long] [--no-check] [PATTERN…]
  PATTERN     only the test files whose path holds it
  --long      200,000 inputs per differential test (else 2,000; 20,000 under CI=true)
  --no-check  leave out what ./goferry check does`

/** The test files of the project whose path holds one of `patterns`; all where none is given. */
export function testFiles(tree: Tree, patterns: readonly string[]): string[] {
  const files = tree.files(/^(src|test|tools|bench)\/.*\.test\.ts$/)
  return patterns.length === 0 ? files : files.filter(file => patterns.some(pattern => file.includes(pattern)))
}

/** The closing lines of node's TAP report (`# tests 12`, `# pass 12`, …), and how many tests did not run. */
export function summaryOf(tap: string): { lines: string[]; unrun: number } {
  const lines = tap
    .split('\n')
    .filter(line => /^# (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(line))
  const unrun = lines
    .filter(line => /^# (skipped|todo) /.test(line))
    .reduce((sum, line) => sum + Number(line.split(' ')[2]), 0)
  return { lines, unrun }
}

/** One run of node:test. */
export interface Run {
  readonly root: string
  readonly files: readonly string[]
  readonly environment: Record<string, string>
  /** After so many a test counts as hanging, and fails. */
  readonly minutes: number
  /** Where node's readable report goes. */
  readonly output: 'inherit' | 'ignore'
}

/** Runs tests to their end. Returns the closing lines of the report, and what is wrong, if anything. */
export function runTests({ root, files, environment, minutes, output }: Run): { lines: string[]; wrong: string[] } {
  const report = join(root, '.cache', `tests.${process.pid}.tap`)
  mkdirSync(join(root, '.cache'), { recursive: true })
  const args = [
    '--test',
    `--test-concurrency=${availableParallelism()}`,
    `--test-timeout=${minutes * 60_000}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
    ...files,
  ]
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    env: environment,
    stdio: ['ignore', output, output],
  })
  const { lines, unrun } = summaryOf(readFileSync(report, 'utf8'))
  rmSync(report)
  const wrong = [
    ...(status === 0 ? [] : ['tests failed']),
    ...(unrun > 0 && environment['CI'] === 'true' ? [`${unrun} tests did not run, and under CI each must`] : []),
  ]
  return { lines, wrong }
}

/** Builds `test/oracle`, Go's own x/mod as a program, where the tests look for it. */
function buildOracle(root: string, environment: Record<string, string>): string[] {
  const args = ['build', '-buildvcs=false', '-o', join(root, '.cache', 'oracle'), '.']
  const { status } = spawnSync('go', args, { cwd: join(root, 'test', 'oracle'), env: environment, stdio: 'inherit' })
  return status === 0 ? [] : ['test/oracle does not build']
}

function goSettings(): Record<string, string> {
  const { stdout } = spawnSync('go', ['env', '-json', ...keptGoSettings], { encoding: 'utf8' })
  return stdout ? JSON.parse(stdout) : {}
}

/** The PostgreSQL server that is `named`, or the one of this machine; where neither lets us in, one for this run. */
async function databaseServer(
  named = 'postgres://postgres@127.0.0.1:5432/postgres',
): Promise<{ url: string; stop(): Promise<void> }> {
  const isThere = (await answersAt(named)) || postgresPrograms() === undefined
  return isThere ? { url: named, stop: async () => undefined } : startPostgres()
}

function stop(text: string, code: number): never {
  console.error(text)
  process.exit(code)
}

function commandLine(): { long: boolean; check: boolean; patterns: string[] } {
  const options = { long: { type: 'boolean' }, 'no-check': { type: 'boolean' } } as const
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    return { long: values.long ?? false, check: !values['no-check'], patterns: positionals }
  } catch {
    return stop(usage, 2)
  }
}

async function main(root: string): Promise<void> {
  const { long, check, patterns } = commandLine()
  const files = testFiles(new Tree(root), patterns)
  if (files.length === 0) stop(`no test file's path holds ${patterns.join(' or ')}`, 2)
  const environment = testEnvironment(process.env, goSettings(), long)
  const missing = ensurePrograms(environment['PATH'] ?? '')
  for (const line of missing) console.error(line)
  if (missing.length > 0 && process.env['CI'] === 'true') process.exit(1)
  const checked = !check || (await checkProject(root, false))
  console.log(`GOFERRY_SEED=${environment['GOFERRY_SEED']} GOFERRY_INPUTS=${environment['GOFERRY_INPUTS']}`)
  const built = [...buildOracle(root, environment), ...buildObjectStore(root, environment)]
  const server = await databaseServer(environment['GOFERRY_TEST_POSTGRES'])
  environment['GOFERRY_TEST_POSTGRES'] = server.url
  const run = runTests({ root, files, environment, minutes: long ? 180 : 60, output: 'inherit' })
  await server.stop()
  console.log(run.lines.join('\n'))
  const wrong = [...built, ...run.wrong, ...(checked ? [] : ['./goferry check found offences (above)'])]
  if (wrong.length > 0) stop(`FAILED: ${wrong.join('; ')}`, 1)
}

if (import.meta.main) await main(join(import.meta.dirname, '..'))
