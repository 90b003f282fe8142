import type { GoRequest } from '../../core/goproxy/request.ts'
import type { Answer } from './answer.ts'
import { serveLatest } from './latest.ts'
import { serveList } from './list.ts'
import { servePart } from './part.ts'
import { serveQuery } from './query.ts'
import { type Client, serveSumdb } from './sumdb.ts'
import type { World } from './world.ts'

/**
 * Answers one request of the GOPROXY protocol. Throws a GoferryError for everything that is not answered with content.
 */
export async function serveGo(world: World, request: GoRequest, client: Client): Promise<Answer> {
  switch (request.kind) {
    case 'list':
      return serveList(world, request.path)
    case 'latest':
      return serveLatest(world, request.path)
    case 'part':
      return servePart(world, request.module, request.part)
    case 'query':
      return serveQuery(world, request.path, request.query)
    case 'sumdb':
      return serveSumdb(world, request.name, request.rest, client)
  }
}
