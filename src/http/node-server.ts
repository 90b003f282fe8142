import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { GoferryError } from '../core/errors.ts'

/** How a node listens, and what it bears from its clients (abuse case A19). */
export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** PEM texts; undefined for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** Open connections of this process; more are closed at once. */
  readonly connections: number
}

const MAX_HEADER_BYTES = 16 << 10
/** A client that takes that long over its headers, or over its request, is gone. */
const HEADERS_TIMEOUT_MS = 15_000
const REQUEST_TIMEOUT_MS = 60_000
const KEEP_ALIVE_MS = 75_000

/** The network surface of a node: read-only, bounded in every way, stopping without breaking off what runs. */
export class NodeServer {
  readonly #server: Server

  constructor(
    options: Pick<ListenOptions, 'tls' | 'connections'>,
    handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ) {
    const limits = {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    }
    this.#server =
      options.tls === undefined
        ? createServer(limits, handler)
        : createTlsServer({ ...limits, ...options.tls }, handler)
    this.#server.maxConnections = options.connections
  }

  /** Listens; gives the port that it got. Throws `io-failed` where the address is in use or not allowed. */
  listen(options: Pick<ListenOptions, 'host' | 'port'>): Promise<number> {
    return new Promise((resolve, reject) => {
      const refuse = (error: Error) => reject(cannotListen(options, error))
      this.#server.once('error', refuse)
      this.#server.listen({ host: options.host, port: options.port, backlog: 1024 }, () => {
        this.#server.off('error', refuse)
        const address = this.#server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : options.port)
      })
    })
  }

  /** Takes no new requests, lets running ones finish for `graceMs`, then breaks off the rest. */
  async stop(graceMs: number): Promise<void> {
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    const deadline = setTimeout(() => this.#server.closeAllConnections(), graceMs)
    const idle = setInterval(() => this.#server.closeIdleConnections(), 200)
    await closed
    clearTimeout(deadline)
    clearInterval(idle)
  }
}

function cannotListen({ host, port }: { host: string; port: number }, cause: Error): GoferryError {
  const params = { problem: cause.message }
  return new GoferryError('io-failed', { subject: `${host}:${port}`, reason: 'cli.up.why-listen', params, cause })
}
