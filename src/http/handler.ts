import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, GoferryError } from '../core/errors.ts'
import { HotAnswers } from './hot-answers.ts'
import { observe } from './metrics.ts'
import { Pump } from './pump.ts'
import { refusalText } from './refusal.ts'
import { type Route, routeOf } from './routes.ts'
import { breakOffSilent, sendAnswer } from './send.ts'
import type { HotAnswer } from './shelf.ts'
import type { Site } from './site.ts'
import { statusOf } from './status.ts'

/** Longer ones are no module request: the go command's are under 2 KiB. */
const MAX_URL_BYTES = 8 << 10
/** What a journal line keeps of a URL and of an error. */
const MAX_NOTED = 512

/** One request on its way, for the journal. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly id: string
}

/** Makes the function that answers every request of a node: parse → decide → answer → present. It never throws. */
export function makeHandler(site: Site): (request: IncomingMessage, response: ServerResponse) => void {
  const tools = { pump: new Pump(), hot: new HotAnswers() }
  return (request, response) => {
    const begun = performance.now()
    const exchange = { request, response, id: requestId(request) }
    const hot = isPlain(request) ? tools.hot.find(request.url ?? '') : undefined
    if (hot === undefined) void answer(site, exchange, begun, tools)
    else tools.hot.send(hot, exchange.id, response, () => finish(site, exchange, begun, hot.route))
  }
}

/** A GET of the whole, whatever the client has already. */
function isPlain({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.range === undefined && headers['if-none-match'] === undefined
}

async function answer(
  site: Site,
  exchange: Exchange,
  begun: number,
  { pump, hot }: { pump: Pump; hot: HotAnswers },
): Promise<void> {
  const { request, response } = exchange
  let route: Route['name'] = 'unknown'
  let failure: unknown
  response.setHeader('X-Request-Id', exchange.id)
  try {
    checkForm(request)
    const found = routeOf(site, request)
    route = found.name
    const made = await found.answer()
    const send = (kept: HotAnswer) =>
      hot.send(kept, exchange.id, response, () => finish(site, exchange, begun, found.name))
    if (isPlain(request) && (await hot.keep(request.url ?? '', route, made, send))) return
    await sendAnswer(request, response, made, pump)
  } catch (error) {
    failure = error
    presentError(site, exchange, error)
  }
  finish(site, exchange, begun, route, failure)
}

/** The last byte was handed over, or the client is gone. */
function finish(site: Site, exchange: Exchange, begun: number, route: Route['name'], failure?: unknown): void {
  const seconds = (performance.now() - begun) / 1000
  observe(route, exchange.response.statusCode, seconds)
  note(site, exchange, seconds, failure)
}

/** Throws `usage` for what is wrong in its very form: another method, an endless URL. */
function checkForm({ method = '', url = '' }: IncomingMessage): void {
  if (method !== 'GET' && method !== 'HEAD')
    throw new GoferryError('usage', { subject: method, reason: 'answer.read-only' })
  if (url.length <= MAX_URL_BYTES) return
  const params = { limit: MAX_URL_BYTES }
  throw new GoferryError('usage', { subject: 'URL', reason: 'answer.url-too-long', params })
}

/**
 * Writes the error as text; where the answer had begun, breaks the
 * connection so that the client sees that it is not whole.
 */
function presentError(site: Site, { request, response, id }: Exchange, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const status = statusOf(error)
  const body = Buffer.from(refusalText(error, { node: site.world.log.name, request: id, lang: site.lang }))
  if (status === 405) response.setHeader('Allow', 'GET, HEAD')
  // What follows such a head on the connection is nothing to be read as the next request.
  if (status === 405 || status === 414) response.setHeader('Connection', 'close')
  breakOffSilent(response)
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Length': body.length,
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** The caller's id where it is a sane one, so that a chain of nodes shares it; else a new one. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : nextId()
}

/** In the form of a UUID: the first half is of this process, the last twelve digits count. */
function nextId(): string {
  requestCount++
  return processId + requestCount.toString(16).padStart(12, '0')
}

const processId = randomUUID().slice(0, 24)
let requestCount = 0

/**
 * Writes the request to the journal, and an error inside the node
 * whatever the settings say: the client was told none of it.
 */
function note(site: Site, { request, response, id }: Exchange, seconds: number, failure: unknown): void {
  const problem = failure === undefined ? undefined : describe(failure, 'en').slice(0, MAX_NOTED)
  if (failure !== undefined && statusOf(failure) === 500)
    site.journal.error('request-failed', { request: id, problem, detail: detailOf(failure) })
  const failed = response.statusCode >= 400
  if (site.logRequests === 'none' || (site.logRequests === 'errors' && !failed)) return
  site.journal.info('request', {
    request: id,
    method: request.method,
    url: request.url?.slice(0, MAX_NOTED),
    status: response.statusCode,
    ms: Math.round(seconds * 1000),
    client: request.socket.remoteAddress,
    problem,
  })
}

/** Where it happened, or what the system said. */
function detailOf(failure: unknown): string | undefined {
  if (!(failure instanceof GoferryError)) return failure instanceof Error ? failure.stack : undefined
  return failure.cause instanceof Error ? failure.cause.message : undefined
}
