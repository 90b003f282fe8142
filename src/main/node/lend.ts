import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { makeHandler } from '../../http/handler.ts'
import { NodeServer } from '../../http/node-server.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Pull } from '../../services/serve/world.ts'
import { metered } from '../compose.ts'
import { openSource } from '../operations/sources.ts'
import { openSite } from './open-site.ts'
import type { Writer } from './writer.ts'

/** Connections of the one go command that it is lent to. */
const connections = 256
const host = '127.0.0.1'

const lendRequest = z.strictObject({ upstream: z.string().optional() })

/** `pull`, which tells each version of which something came, and how many bytes came so far. */
function telling(pull: Pull, upstream: { readonly bytes: number }, { tell }: Watch): Pull {
  return {
    resolve: pull.resolve.bind(pull),
    list: pull.list.bind(pull),
    latest: pull.latest.bind(pull),
    relay: pull.relay.bind(pull),
    fetch: async (module, part) => {
      await pull.fetch(module, part)
      await tell({ subject: `${module.path}@${module.version}`, outcome: 'took', bytes: upstream.bytes })
    },
  }
}

/**
 * Serves the node as a GOPROXY to one go command of this machine, and takes in what that asks for, until the signal of
 * `watch`. Its URL, which nobody can guess, is told first, then each version of which something came. Throws `usage`,
 * `missing` without an upstream.
 */
export async function lend(writer: Writer, argument: unknown, watch: Watch): Promise<{ bytes: number }> {
  const request = lendRequest.safeParse(argument)
  if (!request.success) throw new GoferryError('usage', { subject: 'lend', cause: request.error })
  const upstream = metered(openSource(request.data).upstream, watch.signal)
  const base = `/${randomBytes(16).toString('hex')}`
  const site = await openSite({
    data: writer.data,
    settings: { ...writer.settings, base, requests: 'none' },
    identity: writer.identity,
    journal: writer.journal,
    writer: {
      pull: telling(writer.pullFrom(upstream), upstream, watch),
      miss: () => undefined,
      metrics: async () => '',
    },
    isReady: () => true,
    zipCheck: writer.zipCheck,
  })
  const server = new NodeServer({ tls: undefined, connections }, makeHandler(site))
  const port = await server.listen({ host, port: 0 })
  try {
    await watch.tell({ subject: `http://${host}:${port}${base}`, outcome: 'lent' })
    if (!watch.signal.aborted) await once(watch.signal, 'abort')
  } finally {
    await server.stop(0)
  }
  return { bytes: upstream.bytes }
}
