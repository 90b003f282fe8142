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

/** The two of each route and status that occurred: to find them by their labels costs as much as a small answer. */
const known = new Map<string, { readonly counter: Counter.Internal; readonly histogram: Histogram.Internal<'route'> }>()

/** Counts one answered request. */
export function observe(route: Route['name'], status: number, seconds: number): void {
  const key = `${route} ${status}`
  const series = known.get(key) ?? {
    counter: requests.labels(route, String(status)),
    histogram: duration.labels(route),
  }
  known.set(key, series)
  series.counter.inc()
  series.histogram.observe(seconds)
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
