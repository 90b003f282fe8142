import { AggregatorRegistry, Counter, collectDefaultMetrics, register } from 'prom-client'
import { DurationHistogram, type Durations } from './durations.ts'
import type { Route } from './routes.ts'

const requests = new Counter({
  name: 'goferry_http_requests_total',
  help: 'Requests answered, by kind of request and HTTP status',
  labelNames: ['route', 'status'],
  collect: tellCounts,
})

const durations = new DurationHistogram()

/** What one route came to with one status. */
interface Series {
  readonly route: Route['name']
  readonly status: number
  readonly durations: Durations
  /** Requests that prom-client was not told of yet. */
  count: number
}

/** All of them, by route and status: prom-client, which looks for them by their labels, is told when somebody reads. */
const series = new Map<Route['name'], Map<number, Series>>()

/** Counts one answered request. */
export function observe(route: Route['name'], status: number, seconds: number): void {
  const found = series.get(route)?.get(status) ?? makeSeries(route, status)
  found.count++
  found.durations.observe(seconds)
}

function makeSeries(route: Route['name'], status: number): Series {
  const made = { route, status, durations: durations.ofRoute(route), count: 0 }
  const byStatus = series.get(route) ?? new Map<number, Series>()
  series.set(route, byStatus.set(status, made))
  return made
}

/** Somebody reads the metrics. */
function tellCounts(): void {
  for (const byStatus of series.values())
    for (const each of byStatus.values()) {
      requests.inc({ route: each.route, status: String(each.status) }, each.count)
      each.count = 0
    }
}

/** Starts the metrics of the process itself (CPU, memory, event loop), once a process. */
export function observeProcess(): void {
  if (register.getSingleMetric('process_cpu_seconds_total') !== undefined) return
  collectDefaultMetrics()
  // Its constructor makes a worker process answer the writer's questions for its metrics.
  new AggregatorRegistry()
}

/** The metrics of this process in Prometheus' text format. */
export async function metricsText(): Promise<string> {
  return register.metrics()
}
