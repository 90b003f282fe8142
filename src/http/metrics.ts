import { AggregatorRegistry, Counter, collectDefaultMetrics, Histogram, register } from 'prom-client'
import type { Route } from './routes.ts'

const requests = new Counter({
  name: 'goferry_http_requests_total',
  help: 'Requests answered, by kind of request and HTTP status',
  labelNames: ['route', 'status'],
})

const duration = new Histogram({
  name: 'goferry_http_request_seconds',
  help: 'Seconds from the request to the last byte handed to the socket, by kind of request',
  labelNames: ['route'],
  buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600],
})

/** What one route came to with one status. */
interface Series {
  readonly counter: Counter.Internal
  readonly histogram: Histogram.Internal<'route'>
}

/** All of them, by route and status: to find them by their labels costs as much as a small answer. */
const series = new Map<Route['name'], Map<number, Series>>()

/** Counts one answered request. */
export function observe(route: Route['name'], status: number, seconds: number): void {
  const { counter, histogram } = series.get(route)?.get(status) ?? makeSeries(route, status)
  counter.inc()
  histogram.observe(seconds)
}

function makeSeries(route: Route['name'], status: number): Series {
  const made = { counter: requests.labels(route, String(status)), histogram: duration.labels(route) }
  const byStatus = series.get(route) ?? new Map<number, Series>()
  series.set(route, byStatus.set(status, made))
  return made
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
