import type { IncomingMessage } from 'node:http'
import { GoferryError } from '../core/errors.ts'
import { parseGoRequest } from '../core/goproxy/request.ts'
import { acceptedLanguage } from '../core/messages/accepted-language.ts'
import { parseDlRequest } from '../core/toolchain/dl-request.ts'
import { type Answer, textAnswer } from '../services/serve/answer.ts'
import { serveDl } from '../services/serve/archive.ts'
import { serveGo } from '../services/serve/serve.ts'
import { type Client, checkLocal, serveTlog } from '../services/serve/sumdb.ts'
import { isLocal } from './client.ts'
import type { Site } from './site.ts'

/** Entries of one `/index` answer, as the public index has it. */
const MAX_INDEX_ENTRIES = 2000
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** A route: its name in metrics, and what answers it. */
export interface Route {
  readonly name: 'list' | 'latest' | 'part' | 'query' | 'sumdb' | 'tlog' | 'index' | 'dl' | 'operate' | 'unknown'
  answer(): Promise<Answer>
}

/** Finds what answers a GET or HEAD. Throws `bad-module-path`, `bad-version` for malformed names. */
export function routeOf(site: Site, request: IncomingMessage): Route {
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(request.url ?? '') ?? []
  const operate = operateRoute(site, path)
  if (operate !== undefined) return operate
  if (!path.startsWith(`${site.base}/`)) return nothing(path)
  return clientRoute(site, request, path.slice(site.base.length), query)
}

function clientRoute(site: Site, request: IncomingMessage, path: string, query: string): Route {
  const client = { isLocal: isLocal(request) }
  if (path === '/checkpoint' || path.startsWith('/tile/'))
    return { name: 'tlog', answer: () => serveTlog(site.world, path.slice(1), client) }
  if (path === '/index') return { name: 'index', answer: () => answerIndex(site, new URLSearchParams(query), client) }
  if (/^\/dl(\/|$)/.test(path)) return dlRoute(site, request, path, query)
  const asked = parseGoRequest(path)
  if (asked === undefined) return nothing(path)
  return { name: asked.kind, answer: () => serveGo(site.world, asked, client) }
}

/** The download site of toolchains; no module path begins so, for the first element of one has a dot. */
function dlRoute(site: Site, { headers }: IncomingMessage, path: string, query: string): Route {
  const asked = parseDlRequest(path, new URLSearchParams(query))
  if (asked === undefined) return nothing(path)
  const lang = acceptedLanguage(headers['accept-language'], site.lang)
  return { name: 'dl', answer: () => serveDl(site.world, asked, lang) }
}

/** What the node's operator and a load balancer ask, outside of the base path. */
function operateRoute(site: Site, path: string): Route | undefined {
  if (path === '/healthz') return { name: 'operate', answer: async () => textAnswer('ok\n', 'none') }
  if (path === '/readyz') return { name: 'operate', answer: () => answerReady(site) }
  if (path === '/metrics') return { name: 'operate', answer: async () => textAnswer(await site.metrics(), 'none') }
  return undefined
}

async function answerReady(site: Site): Promise<Answer> {
  if (!site.isReady()) throw new GoferryError('stopping', { subject: 'readyz' })
  return textAnswer('ready\n', 'none')
}

/** `/index?since=TIME&limit=N` in the public index's format: one JSON object a line, oldest first. */
async function answerIndex(site: Site, query: URLSearchParams, client: Client): Promise<Answer> {
  checkLocal(client)
  const since = query.get('since') ?? ''
  const limit = query.get('limit') ?? String(MAX_INDEX_ENTRIES)
  const isTime = since === '' || (RFC3339.test(since) && !Number.isNaN(Date.parse(since)))
  if (!isTime || !/^0*[1-9]\d*$/.test(limit))
    throw new GoferryError('usage', { subject: '/index', reason: 'answer.index-query' })
  return textAnswer(await site.index(since, Math.min(Number(limit), MAX_INDEX_ENTRIES)), 'none')
}

function nothing(path: string): Route {
  return {
    name: 'unknown',
    answer: async () => {
      throw new GoferryError('absent', { subject: path })
    },
  }
}
