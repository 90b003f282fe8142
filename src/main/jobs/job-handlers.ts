import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { JOB_STATES } from '../../core/jobs/job.ts'
import type { ControlHandlers } from '../../http/control-server.ts'
import type { Jobs } from '../../services/jobs/jobs.ts'
import { type ChainSecrets, withoutSecrets } from './chain-secrets.ts'

const number = z.int().min(1)
const submitRequest = z.strictObject({
  kind: z.string(),
  argument: z.unknown().optional(),
  priority: z.int().optional(),
  idempotencyKey: z.string().min(1).max(200).optional(),
  renews: z.boolean().default(false),
  inMs: z.int().min(0).optional(),
})
const askRequest = z.union([
  z.strictObject({ number, wish: z.enum(['cancel', 'pause', 'resume', 'retry']) }),
  z.strictObject({ number, wish: z.literal('priority'), priority: z.int() }),
])
const listRequest = z.strictObject({
  states: z.array(z.enum(JOB_STATES)).optional(),
  kind: z.string().optional(),
  parent: number.optional(),
  before: number.optional(),
  limit: z.int().min(1).max(10_000).default(100),
})
const followRequest = z.strictObject({ number, after: z.int().min(0).default(0) })
const linesRequest = followRequest.extend({ limit: z.int().min(1).max(1000) })

/** The names of the handlers. */
export const jobCalls = ['job-submit', 'job-ask', 'job-show', 'job-list', 'job-lines', 'job-follow'] as const

/** One of the handlers of jobs. */
export type JobCall = (typeof jobCalls)[number]

/** The kinds that any process which shares the queue can run; all others need the node's own writer. */
const freeKinds = ['drill', 'drill-part', 'drill-pulse']

/**
 * The jobs of a node over its control socket, or in this process: `job-submit`, `job-ask`, `job-show`, `job-list`,
 * `job-lines`, and `job-follow`, whose events are the lines of the record and the job as it changes.
 */
export function jobHandlers(jobs: Jobs, secrets: ChainSecrets): Readonly<Record<JobCall, ControlHandlers[string]>> {
  return {
    'job-submit': async argument => {
      const request = parse(submitRequest, argument)
      const { upstream, ...rest } = (request.argument ?? {}) as { readonly upstream?: unknown }
      const hasChain = typeof upstream === 'string'
      const submitted = await jobs.submit({
        ...request,
        argument: hasChain ? { ...rest, upstream: withoutSecrets(upstream) } : request.argument,
        isOfNode: !freeKinds.includes(request.kind),
      })
      if (hasChain) secrets.keep(submitted.job.number, upstream)
      return submitted
    },
    'job-ask': async argument => {
      const { number, ...wish } = parse(askRequest, argument)
      return jobs.ask(number, wish)
    },
    'job-show': async argument => {
      const job = await jobs.get(parse(z.strictObject({ number }), argument).number)
      return { job, ...(job.state === 'queued' && { ahead: await jobs.ahead(job) }) }
    },
    'job-list': argument => jobs.list(parse(listRequest, argument ?? {})),
    'job-lines': argument => {
      const { number, after, limit } = parse(linesRequest, argument)
      return jobs.lines(number, after, limit)
    },
    'job-follow': async (argument, { signal, send }) => {
      const { number, after } = parse(followRequest, argument)
      for await (const event of jobs.follow(number, after, signal)) await send(event)
    },
  }
}

function parse<T>(schema: z.ZodType<T>, argument: unknown): T {
  const result = schema.safeParse(argument)
  if (!result.success) throw new GoferryError('usage', { subject: fieldOf(result.error), cause: result.error })
  return result.data
}

/** `job: states.0`: which field of a request is not as it must be. */
function fieldOf({ issues: [issue] }: z.ZodError): string {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys : []
  return `job: ${[...(issue?.path ?? []), ...unknown].join('.')}`
}
