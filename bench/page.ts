import { type Bar, barsOf, bytesPerCpu, ferryPace, hashingRatio, isReached, requestRate, resolveRatio } from './bars.ts'
import { median, ratio } from './measure/median.ts'
import { type PageTable, type PageTexts, pageTexts } from './page-texts.ts'
import {
  type BesideJobsRow,
  type FerryRow,
  type FerryTool,
  type JobDatabase,
  type LinkRow,
  PATH_KINDS,
  type PathKind,
  type RequestRow,
  type Results,
} from './results.ts'

/** The generated part of the page stands between these lines. */
const [begin, end] = ['<!-- measured -->', '<!-- /measured -->']

/** `page` with its generated part made anew from `results`. Throws RangeError where the page has no place for it. */
export function withResults(page: string, results: Results, lang: 'en' | 'zh'): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new RangeError(`the page has no ${begin} … ${end}`)
  return `${page.slice(0, from + begin.length)}\n\n${measured(results, pageTexts[lang])}\n${page.slice(to)}`
}

function measured(results: Results, texts: PageTexts): string {
  const parts: Record<PageTable, readonly (readonly string[])[]> = {
    bars: barsOf(results).map(bar => barRow(bar, texts)),
    downloads: downloadRows(results, texts),
    requests: PATH_KINDS.flatMap(kind => requestRows(results, kind, texts)),
    slow: (results.slow ?? []).map(row => [
      row.server,
      String(row.clients),
      String(row.failed),
      megabytes(row.peakBytes),
      show(row.cpuSeconds),
      show(row.probeP50Milliseconds),
      show(row.probeMaxMilliseconds),
    ]),
    cold: (results.cold ?? []).map(row => [
      String(row.clients),
      show(row.wallSeconds),
      show(row.cpuSeconds),
      megabytes(row.peakBytes),
      `${row.files} (${row.idealFiles})`,
      String(row.mostFetches),
      `${megabytes(row.bytes)} (${megabytes(row.idealBytes)})`,
      String(row.unaskedBytes),
    ]),
    hashing: hashingRows(results, texts),
    resolve: resolveRows(results, texts),
    link: linkRows(results, texts),
    ...jobRows(results, texts),
    ...ferryRows(results),
  }
  const sections = (Object.keys(parts) as (keyof typeof parts)[])
    .filter(name => parts[name].length > 0)
    .map(name => `## ${texts.titles[name]}\n\n${table(texts.heads[name], parts[name])}`)
  return [settingOf(results, texts), ...sections].join('\n')
}

function barRow(bar: Bar, texts: PageTexts): string[] {
  const scale = bar.id.endsWith('-memory') ? 1e6 : 1
  const reached = isReached(bar)
  const verdict = reached === undefined ? 'unmeasured' : reached ? 'yes' : 'no'
  const wanted = fill(texts.sense[bar.sense], { n: String(bar.wanted / scale) })
  return [texts.bars[bar.id], wanted, show(bar.measured / scale), texts.verdict[verdict]]
}

function downloadRows({ downloads = [] }: Results, texts: PageTexts): string[][] {
  const of = (server: string) => downloads.filter(row => row.server === server)
  return [...new Set(downloads.map(row => row.server))].map(server => [
    server === 'file' ? texts.file : server,
    show(median(of(server).map(row => row.wallSeconds))),
    show(ratio(of(server), of('nginx'), row => row.wallSeconds)),
    show(median(of(server).map(row => row.cpuSeconds))),
    megabytes(Math.max(...of(server).map(row => row.peakBytes))),
  ])
}

function requestRows({ requests = [] }: Results, kind: PathKind, texts: PageTexts): string[][] {
  const of = (server: string) => requests.filter(row => row.server === server && row.kind === kind)
  const middle = (server: string, figure: (row: RequestRow) => number) => median(of(server).map(figure))
  const isZip = kind === 'zip1' || kind === 'zip30'
  return [...new Set(requests.filter(row => row.kind === kind).map(row => row.server))].map(server => [
    fill(texts.kinds[kind], { size: bytes(of(server)[0]?.bodyBytes ?? 0) }),
    server,
    show(middle(server, requestRate)),
    show(ratio(of(server), of('nginx'), requestRate)),
    show(middle(server, row => (row.cpuSeconds / row.requests) * 1e6)),
    isZip ? show(middle(server, bytesPerCpu) / 1e6) : '',
    show(ratio(of(server), of('nginx'), bytesPerCpu)),
    show(middle(server, row => row.p50Milliseconds)),
    show(middle(server, row => row.p99Milliseconds)),
  ])
}

function hashingRows(results: Results, texts: PageTexts): string[][] {
  const { hashing = [] } = results
  return [...new Set(hashing.map(row => row.tool))].map(tool => {
    const rows = hashing.filter(row => row.tool === tool)
    return [
      texts.tools[tool],
      show(median(rows.map(row => row.wallSeconds))),
      show(median(rows.map(row => row.cpuSeconds))),
      show(median(rows.map(row => row.zipBytes / row.wallSeconds / 1e6))),
      show(median(rows.map(row => row.zipBytes / row.cpuSeconds / 1e6))),
      show(hashingRatio(results, tool)),
    ]
  })
}

function resolveRows(results: Results, texts: PageTexts): string[][] {
  const { resolve = [] } = results
  return [...new Set(resolve.map(row => row.tool))].map(tool => {
    const rows = resolve.filter(row => row.tool === tool)
    const cpu = rows.flatMap(row => row.cpuSeconds ?? [])
    return [
      texts.resolvers[tool],
      show(median(rows.map(row => row.wallSeconds)) * 1000),
      cpu.length === 0 ? '' : show(median(cpu) * 1000),
      show(resolveRatio(results, tool)),
    ]
  })
}

function linkRows({ link = [] }: Results, texts: PageTexts): string[][] {
  const lineOf = ({ megabits, roundTripMilliseconds }: LinkRow) => `${megabits} Mbit/s, ${roundTripMilliseconds} ms`
  return [...Map.groupBy(link, row => `${lineOf(row)}|${row.tool}`).values()].flatMap(rows => {
    const [first] = rows
    if (first === undefined) return []
    const middle = (figure: (row: LinkRow) => number) => show(median(rows.map(figure)))
    const theirs = link.filter(row => row.tool === 'go mod download' && lineOf(row) === lineOf(first))
    return [
      [
        lineOf(first),
        texts.downloaders[first.tool],
        middle(row => row.wallSeconds),
        middle(row => row.cpuSeconds),
        middle(row => row.wireBytes / 1e6),
        middle(linkShare),
        first.tool === 'curl' ? '' : show(ratio(rows, theirs, row => row.wallSeconds)),
        megabytes(Math.max(...rows.map(row => row.peakBytes))),
      ],
    ]
  })
}

/** How much of what the line can carry came over it. */
function linkShare({ wireBytes, wallSeconds, megabits }: LinkRow): number {
  return (wireBytes * 8) / wallSeconds / (megabits * 1e6)
}

function jobRows(
  { jobs }: Results,
  texts: PageTexts,
): Record<'killedJobs' | 'quietJobs' | 'besideJobs', readonly (readonly string[])[]> {
  const { killed = [], quiet = [], lone = [], beside = [] } = jobs ?? {}
  const ended = (database: JobDatabase, workers: number) =>
    show(
      median(quiet.filter(row => row.database === database && row.workers === workers).map(row => row.endedPerSecond)),
    )
  return {
    killedJobs: killed.map(({ database, jobs, kills, wallSeconds, attempts, lost }) => [
      database,
      ...[jobs, kills, wallSeconds, jobs / wallSeconds, attempts, lost].map(show),
    ]),
    quietJobs: lone.map(({ database, p50Milliseconds, p99Milliseconds }) => [
      database,
      show(median(quiet.filter(row => row.database === database).map(row => row.submittedPerSecond))),
      ended(database, 1),
      ended(database, 4),
      show(p50Milliseconds),
      show(p99Milliseconds),
    ]),
    besideJobs: [false, true].flatMap(withJobs => {
      const rows = beside.filter(row => row.jobs === withJobs)
      const rate = (row: BesideJobsRow) => row.requests / row.seconds
      if (rows.length === 0) return []
      return [
        [
          withJobs ? texts.beside.jobs : texts.beside.nothing,
          show(median(rows.map(rate))),
          show(
            ratio(
              rows,
              beside.filter(row => !row.jobs),
              rate,
            ),
          ),
          show(median(rows.map(row => row.p50Milliseconds))),
          show(median(rows.map(row => row.p99Milliseconds))),
        ],
      ]
    }),
  }
}

function ferryRows({ ferry }: Results): Record<'ferry' | 'littleCut', readonly (readonly string[])[]> {
  const { whole = [], little = [] } = ferry ?? {}
  const of = (tool: FerryTool) => whole.filter(row => row.tool === tool)
  const perCpu = (row: FerryRow) => row.bytes / row.cpuSeconds
  return {
    ferry: [...new Set(whole.map(row => row.tool))].map(tool => [
      `\`${tool}\``,
      show(median(of(tool).map(row => row.wallSeconds))),
      show(median(of(tool).map(row => row.cpuSeconds))),
      show(median(of(tool).map(ferryPace)) / 1e6),
      show(ratio(of(tool), of('tar | sha256sum'), ferryPace)),
      show(median(of(tool).map(perCpu)) / 1e6),
      show(ratio(of(tool), of('tar | sha256sum'), perCpu)),
      megabytes(Math.max(...of(tool).map(row => row.peakBytes))),
    ]),
    littleCut: little.map(({ versions, writtenBytes, readBytes, wallSeconds, peakBytes }) => [
      String(versions),
      show(readBytes / 1e6),
      show(writtenBytes / 1e6),
      show(wallSeconds),
      megabytes(peakBytes),
    ]),
  }
}

function settingOf({ date, machine, plan, project }: Results, texts: PageTexts): string {
  return `${fill(texts.setting, {
    date: date.slice(0, 10),
    ...machine.versions,
    cpu: machine.cpu,
    cores: String(machine.cores),
    memory: String(Math.round(machine.memoryBytes / 1e9)),
    kernel: machine.kernel,
    load: show(machine.load),
    project: project.name,
    zips: String(project.zips),
    mods: String(project.mods),
    size: bytes(project.bytes),
    rounds: String(plan.rounds),
    workers: String(plan.workers),
    servers: plan.cores?.servers ?? '*',
    loaders: plan.cores?.load ?? '*',
  })}\n`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('')
}

/** Three figures that count, or a whole number where it has more. */
function show(value: number): string {
  if (Number.isNaN(value)) return '–'
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return String(Math.round(value))
  return String(Number(value.toPrecision(3)))
}

function megabytes(count: number): string {
  return String(Math.round(count / 1e6))
}

function bytes(count: number): string {
  return `${show(count / 1e6)} MB`
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')
}
