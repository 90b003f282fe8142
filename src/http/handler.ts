import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, GoferryError } from '../core/errors.ts'
import { observe } from './metrics.ts'
import { Pump } from './pump.ts'
import { refusalText } from './refusal.ts'
import { type Route, routeOf } from './routes.ts'
import { sendAnswer } from './send.ts'
import type { Site } from './site.ts'
import { STATUS } from './status.ts'

/** Longer ones are no module request: the go command's are under 2 KiB. */
const MAX_URL_BYTES = 8 << 10

/** Makes the function that answers every request of a node: parse → decide → answer → present. It never throws. */
export function makeHandler(site: Site): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const pump = new Pump()
  return async (request, response) => {
    const begun = performance.now()
    const id = requestId(request)
    response.setHeader('X-Request-Id', id)
    let name: Route['name'] = 'unknown'
    try {
      if (refusesForm(request, response)) return
      const route = routeOf(site, request)
      name = route.name
      await sendAnswer(request, response, await route.answer(), pump)
    } catch (error) {
      presentError(site, request, response, id, error)
    } finally {
      const seconds = (performance.now() - begun) / 1000
      observe(name, response.statusCode, seconds)
      logRequest(site, request, response, id, seconds)
    }
  }
}

/** Answers what is wrong in its very form: 405 for other methods, 414 for an endless URL. Says whether it did. */
function refusesForm(request: IncomingMessage, response: ServerResponse): boolean {
  const status =
    request.method !== 'GET' && request.method !== 'HEAD' ? 405 : (request.url?.length ?? 0) > MAX_URL_BYTES ? 414 : 0
  if (status === 0) return false
  response.writeHead(status, { Allow: 'GET, HEAD', Connection: 'close', 'Content-Length': 0 })
  response.end()
  return true
}

/** Writes the error as text; where the answer had begun, breaks the connection so that the client sees that it is not whole. */
function presentError(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  error: unknown,
): void {
  const code = error instanceof GoferryError ? error.code : 'internal'
  if (code === 'internal') site.journal.error('request-failed', { request: id, problem: describe(error, 'en') })
  if (response.headersSent) {
    response.destroy()
    return
  }
  const body = Buffer.from(refusalText(error, { node: site.world.log.name, request: id, lang: site.lang }))
  for (const header of ['ETag', 'Accept-Ranges']) response.removeHeader(header)
  response.writeHead(STATUS[code], {
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
  return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID()
}

function logRequest(site: Site, request: IncomingMessage, response: ServerResponse, id: string, seconds: number): void {
  const failed = response.statusCode >= 400
  if (site.logRequests === 'none' || (site.logRequests === 'errors' && !failed)) return
  site.journal.info('request', {
    request: id,
    method: request.method,
    url: request.url?.slice(0, 512),
    status: response.statusCode,
    ms: Math.round(seconds * 1000),
    client: request.socket.remoteAddress,
  })
}
