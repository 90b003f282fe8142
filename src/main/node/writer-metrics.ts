import { Gauge, Registry } from 'prom-client'
import type { Writer } from './writer.ts'

/**
 * What the writer alone knows, in Prometheus' text format: to follow the metrics of the processes that answer requests.
 */
export async function writerMetrics(writer: Pick<Writer, 'log' | 'misses' | 'room'>): Promise<string> {
  const registry = new Registry()
  const gauge = (name: string, help: string, value: number) =>
    new Gauge({ name, help, registers: [registry] }).set(value)
  gauge('goferry_log_entries', 'Entries of the published log', writer.log.state.size)
  gauge(
    'goferry_misses_not_kept',
    'Misses since the start that were only counted: too many, or too long',
    writer.misses.uncounted,
  )
  gauge('goferry_held_bytes', 'Bytes of the zips that are held', writer.room.held)
  gauge('goferry_free_bytes', 'Bytes that are free on the disk of the node', await writer.room.free())
  gauge('goferry_writer_resident_bytes', 'Resident memory of the writer process', process.memoryUsage.rss())
  return `\n${await registry.metrics()}`
}
