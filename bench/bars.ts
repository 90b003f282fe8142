import { median, ratio } from './measure/median.ts'
import type { FerryRow, FerryTool, HashingTool, PathKind, RequestRow, ResolveTool, Results } from './results.ts'

/** A demand on the figures of a run, and what came of it. */
export interface Bar {
  readonly id: BarId
  readonly wanted: number
  /** NaN where it was not measured. */
  readonly measured: number
  /** Whether `measured` is to be at least or at most `wanted`. */
  readonly sense: 'at least' | 'at most'
}

/** What is demanded; the page says it in words. */
export type BarId =
  | 'info-nginx'
  | 'mod-nginx'
  | 'small-peers'
  | 'zip1-nginx'
  | 'zip30-nginx'
  | 'list-info'
  | 'cold-fetches'
  | 'cold-unasked'
  | 'hash-go'
  | 'resolve-go'
  | 'slow-memory'
  | 'ferry-out'
  | 'ferry-memory'

/** Whether the demand is met; undefined where it was not measured. */
export function isReached({ wanted, measured, sense }: Bar): boolean | undefined {
  if (Number.isNaN(measured)) return undefined
  return sense === 'at least' ? measured >= wanted : measured <= wanted
}

/** Requests a second. */
export const requestRate = (row: RequestRow): number => row.requests / row.seconds

/** Bytes of bodies for a second of the server's CPU time. */
export const bytesPerCpu = (row: RequestRow): number => (row.requests * row.bodyBytes) / row.cpuSeconds

/** Bytes of files a second. */
export const ferryPace = (row: FerryRow): number => row.bytes / row.wallSeconds

/** All demands, with what `results` say of them. */
export function barsOf(results: Results): Bar[] {
  const atLeast = (id: BarId, wanted: number, measured: number): Bar => ({ id, wanted, measured, sense: 'at least' })
  const atMost = (id: BarId, wanted: number, measured: number): Bar => ({ id, wanted, measured, sense: 'at most' })
  const of = rowsOf(results)
  const toNginx = (kind: PathKind, figure: (row: RequestRow) => number) =>
    ratio(of('goferry', kind), of('nginx', kind), figure)
  const cold = results.cold ?? []
  const ferry = (tool: FerryTool) => (results.ferry?.whole ?? []).filter(row => row.tool === tool)
  const slow = (results.slow ?? []).find(row => row.server === 'goferry')
  return [
    atLeast('info-nginx', 0.7, toNginx('info', requestRate)),
    atLeast('mod-nginx', 0.7, toNginx('mod', requestRate)),
    atLeast('small-peers', 1, overPeers(results)),
    atLeast('zip1-nginx', 0.9, toNginx('zip1', bytesPerCpu)),
    atLeast('zip30-nginx', 0.5, toNginx('zip30', bytesPerCpu)),
    atLeast('list-info', 0.9, ratio(of('goferry', 'list'), of('goferry', 'info'), requestRate)),
    atMost('cold-fetches', 1, median(cold.map(row => row.mostFetches))),
    atMost('cold-unasked', 0, median(cold.map(row => row.unaskedBytes))),
    atLeast('hash-go', 1, hashingRatio(results, 'h1 of each zip')),
    atMost('resolve-go', 1, resolveRatio(results, 'the graph alone')),
    atMost('slow-memory', 200e6, slow?.peakBytes ?? Number.NaN),
    atLeast('ferry-out', 0.8, ratio(ferry('ferry out'), ferry('tar | sha256sum'), ferryPace)),
    atMost('ferry-memory', 300e6, most([...ferry('ferry out'), ...ferry('ferry in')].map(row => row.peakBytes))),
  ]
}

/** How much more zip bytes a second of CPU time `tool` reads than `go mod verify`. */
export function hashingRatio({ hashing = [] }: Results, tool: HashingTool): number {
  const of = (name: HashingTool) => hashing.filter(row => row.tool === name)
  return ratio(of(tool), of('go mod verify'), row => row.zipBytes / row.cpuSeconds)
}

/** How many times as long as `go mod graph` a way to the module graph takes; NaN where it was not measured. */
export function resolveRatio({ resolve = [] }: Results, tool: ResolveTool): number {
  const of = (name: ResolveTool) => resolve.filter(row => row.tool === name)
  return ratio(of(tool), of('go mod graph'), row => row.wallSeconds)
}

function most(figures: readonly number[]): number {
  return figures.length === 0 ? Number.NaN : Math.max(...figures)
}

/** The least advantage over any peer on .info and .mod; NaN without peers. */
function overPeers(results: Results): number {
  const of = rowsOf(results)
  const ratios = peersOf(results).flatMap(peer =>
    (['info', 'mod'] as const).map(kind => ratio(of('goferry', kind), of(peer, kind), requestRate)),
  )
  return ratios.length === 0 ? Number.NaN : Math.min(...ratios)
}

/** The names of the peers, in the order in which they took turns. */
function peersOf({ requests = [] }: Results): string[] {
  return [...new Set(requests.map(row => row.server))].filter(name => name !== 'goferry' && name !== 'nginx')
}

function rowsOf({ requests = [] }: Results): (server: string, kind: PathKind) => RequestRow[] {
  return (server, kind) => requests.filter(row => row.server === server && row.kind === kind)
}
