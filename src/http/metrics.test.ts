import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AggregatorRegistry, register } from 'prom-client'
import { metricsText, observe } from './metrics.ts'

/** The lines about the kind of request that only this test makes. */
const linesOf = (text: string) => text.split('\n').filter(line => line.includes('route="tlog"'))

/** What they are when `times` processes have answered what the test observes. */
const expected = (times: number) => {
  const counts = [1, 3, 3, 3, 3, 3, 3, 3, 4].map(count => count * times)
  const bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600]
  return [
    `goferry_http_requests_total{route="tlog",status="200"} ${4 * times}`,
    `goferry_http_requests_total{route="tlog",status="404"} ${times}`,
    ...bounds.map((le, i) => `goferry_http_request_seconds_bucket{le="${le}",route="tlog"} ${counts[i]}`),
    `goferry_http_request_seconds_bucket{le="+Inf",route="tlog"} ${5 * times}`,
    `goferry_http_request_seconds_sum{route="tlog"} ${1300.0078125 * times}`,
    `goferry_http_request_seconds_count{route="tlog"} ${5 * times}`,
  ]
}

describe('metrics of requests', () => {
  it('count each request once, however often they are read, and add up over processes', async () => {
    observe('tlog', 200, 0.001)
    observe('tlog', 200, 0.00390625)
    await metricsText()
    observe('tlog', 404, 0.00290625)
    observe('tlog', 200, 600)
    observe('tlog', 200, 700)
    const text = await metricsText()
    assert.deepEqual(linesOf(text), expected(1))
    assert.match(text, /^# TYPE goferry_http_request_seconds histogram$/m)
    const one = await register.getMetricsAsJSON()
    const both = AggregatorRegistry.aggregate([one, one])
    assert.deepEqual(linesOf(await both.metrics()), expected(2))
  })
})
