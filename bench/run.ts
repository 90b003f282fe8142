import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isGoferryError } from '../src/core/errors.ts'
import { ensurePrograms } from '../tools/requirements.ts'
import { barsOf, isReached } from './bars.ts'
import { runBench } from './bench.ts'
import { withResults } from './page.ts'
import { fullPlan, quickPlan, usualProject } from './plan.ts'
import { type Results, SECTIONS, type Section } from './results.ts'
import { peerServer } from './servers/peer-server.ts'

const usage = `usage: ./goferry bench [--quick] [--peer NAME=URL]… [--project MODULE@VERSION] [--only PART]…
  --peer     a server on this machine that runs already and serves the project
  --project  what is downloaded (default ${usualProject})
  --quick    a minute, made-up modules, no network: shows that it works; the figures are worth nothing
  --only     one of ${SECTIONS.join(', ')}; what is measured is printed and not kept`

const root = join(import.meta.dirname, '..')

/** The pages that show the results, by language. */
const pages = { en: 'docs/benchmarks.md', zh: 'docs/benchmarks.zh-CN.md' } as const

function commandLine() {
  const options = {
    quick: { type: 'boolean', default: false },
    peer: { type: 'string', multiple: true },
    project: { type: 'string', default: usualProject },
    only: { type: 'string', multiple: true },
    help: { type: 'boolean', short: 'h', default: false },
  } as const
  try {
    const { quick, peer = [], project, only, help } = parseArgs({ options }).values
    if (help) {
      console.log(usage)
      return process.exit(0)
    }
    const sections = only?.map(sectionOf)
    return { plan: quick ? quickPlan() : fullPlan(project), peers: peer.map(peerServer), ...(sections && { sections }) }
  } catch (error) {
    if (!isGoferryError(error) && !(error instanceof TypeError)) throw error
    console.error(`${error.message}\n${usage}`)
    return process.exit(2)
  }
}

function sectionOf(name: string): Section {
  const section = SECTIONS.find(each => each === name)
  if (section === undefined) throw new TypeError(`no part ${name}`)
  return section
}

/** Keeps a full run beside the others, and shows it on the pages. */
function keep(results: Results): void {
  const file = join('bench', 'results', `${results.date.slice(0, 10)}.json`)
  mkdirSync(join(root, 'bench', 'results'), { recursive: true })
  writeFileSync(join(root, file), `${JSON.stringify(results, null, 2)}\n`)
  for (const lang of ['en', 'zh'] as const) {
    const page = join(root, pages[lang])
    writeFileSync(page, withResults(readFileSync(page, 'utf8'), results, lang))
  }
  console.error(`kept in ${file}; shown in ${pages.en} and ${pages.zh}`)
}

async function main(): Promise<void> {
  const options = commandLine()
  const missing = ensurePrograms(`${process.env['PATH']}:/usr/sbin:/sbin`)
  for (const line of missing) console.error(line)
  if (missing.length > 0) process.exit(1)
  process.env['PATH'] += ':/usr/sbin:/sbin'
  const folder = mkdtempSync(join(tmpdir(), 'goferry-bench-'))
  // Also where somebody ends it: a full run holds several gigabytes.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const results = await runBench({ ...options, folder, say: text => console.error(text) })
  console.log(JSON.stringify(results, null, 1))
  if (options.plan.name === 'full' && options.sections === undefined) keep(results)
  for (const bar of barsOf(results)) {
    const verdict = isReached(bar)
    if (verdict !== undefined)
      console.error(`${verdict ? 'ok  ' : 'MISS'} ${bar.id}: ${bar.measured} (${bar.sense} ${bar.wanted})`)
  }
}

await main()
