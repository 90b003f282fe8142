import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import type { Job, JobLine } from '../../../src/core/jobs/job.ts'

/** What came of following a job. */
export interface Followed {
  readonly lines: readonly JobLine[]
  /** The job as it was told last. */
  readonly job: Job | undefined
}

/**
 * Follows job `number` from line `after` of its record on, over the control socket of the node in `data`: until it has
 * ended, or so many lines have come; then the connection is cut.
 */
export async function follow(data: string, number: number, after: number, most = Infinity): Promise<Followed> {
  const asking = request({ socketPath: join(data, 'run/control.sock'), path: '/job-follow', method: 'POST' })
  asking.on('error', () => undefined).end(JSON.stringify({ number, after }))
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  const lines: JobLine[] = []
  let job: Job | undefined
  let rest = ''
  // To leave the loop cuts the connection.
  for await (const piece of response.setEncoding('utf8')) {
    const texts = `${rest}${piece}`.split('\n')
    rest = texts.pop() ?? ''
    for (const text of texts) {
      const { event } = JSON.parse(text) as { readonly event?: { readonly line?: JobLine; readonly job?: Job } }
      if (event?.line !== undefined) lines.push(event.line)
      job = event?.job ?? job
    }
    if (lines.length >= most) break
  }
  return { lines: lines.slice(0, most), job }
}
