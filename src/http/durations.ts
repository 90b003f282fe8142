import { Histogram } from 'prom-client'
import type { Route } from './routes.ts'

/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600] as const

const NAME = 'goferry_http_request_seconds'
const HELP = 'Seconds from the request to the last byte handed to the socket, by kind of request'

/** How long the requests of one route took. */
export class Durations {
  /** How many took longer than the bound before and at most this one; the last, longer than all. */
  readonly #counts: number[] = new Array(BOUNDS.length + 1).fill(0)
  #sum = 0

  /** Counts one request. */
  observe(seconds: number): void {
    let bucket = 0
    while (seconds > (BOUNDS[bucket] ?? Number.POSITIVE_INFINITY)) bucket++
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#sum += seconds
  }

  /** The lines of a Prometheus histogram: how many took at most each bound, how long all took together, how many. */
  lines(labels: { readonly route: string }) {
    let count = 0
    const buckets = this.#counts.map((more, bucket) => {
      count += more
      return { metricName: `${NAME}_bucket`, labels: { le: BOUNDS[bucket] ?? '+Inf', ...labels }, value: count }
    })
    const sum = { metricName: `${NAME}_sum`, labels: { ...labels }, value: this.#sum }
    return [...buckets, sum, { metricName: `${NAME}_count`, labels: { ...labels }, value: count }]
  }
}

/**
 * The durations of all routes as prom-client shows a histogram. Its own finds one by its labels anew at each request,
 * which costs as much as a twentieth of a small answer.
 */
export class DurationHistogram extends Histogram {
  readonly #routes = new Map<Route['name'], Durations>()

  constructor() {
    super({ name: NAME, help: HELP })
  }

  /** Where the requests of `route` are counted, the same each time. */
  ofRoute(route: Route['name']): Durations {
    const durations = this.#routes.get(route) ?? new Durations()
    this.#routes.set(route, durations)
    return durations
  }

  /** What prom-client reads for the text of one process, and for those of all, added up. */
  async getForPromString() {
    const values = [...this.#routes].flatMap(([route, durations]) => durations.lines({ route }))
    const shared = values.map(value => ({ ...value, sharedLabels: {} }))
    return { name: NAME, help: HELP, type: 'histogram', aggregator: 'sum', values: shared }
  }
}
