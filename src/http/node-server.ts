import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { GoferryError } from '../core/errors.ts'
import { KEEP_ALIVE_MS } from './hot-head.ts'

/** How a node listens. */
export interface ListenOptions {
  readonly host: string
  /** 0 for one that is free. */
  readonly port: number
}

/** What a node speaks, and what it bears from its clients. */
export interface ServerOptions {
  /** PEM texts; undefined for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** Open connections of this process; more are closed at once. */
  readonly connections: number
  readonly limits?: Limits
}

/** How long a client may take, in milliseconds (abuse case A19); the defaults are for production. */
export interface Limits {
  /** Over its headers. */
  readonly headersMs: number
  /** Over its whole request. */
  readonly requestMs: number
  /** How often the two above are looked after. */
  readonly checkMs: number
}

const PRODUCTION: Limits = { headersMs: 15_000, requestMs: 60_000, checkMs: 5000 }
const MAX_HEADER_BYTES = 16 << 10

/** The network surface of a node: read-only, bounded in every way, stopping without breaking off what runs. */
export class NodeServer {
  readonly #server: Server
  /**
   * Connections that have brought no request yet: Node counts them
   * neither as idle nor, once it stops, against the limits.
   */
  readonly #silent = new Set<Duplex>()

  constructor(
    { tls, connections, limits = PRODUCTION }: ServerOptions,
    handler: (request: IncomingMessage, response: ServerResponse) => void,
  ) {
    const bounds = {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // A request without a body is not read as a stream that ends: that is a tenth of what a small answer costs.
      optimizeEmptyRequests: true,
    }
    const secure = { ...bounds, ...tls, handshakeTimeout: limits.headersMs }
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.#silent.delete(request.socket)
      handler(request, response)
    }
    this.#server = tls === undefined ? createServer(bounds, listener) : createTlsServer(secure, listener)
    this.#server.maxConnections = connections
    this.#server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Duplex) => {
      this.#silent.add(socket)
      socket.once('close', () => this.#silent.delete(socket))
    })
    this.#server.on('clientError', refuseBroken)
  }

  /** Listens; gives the port that it got. Throws `io-failed` where the address is in use or not allowed. */
  listen(options: ListenOptions): Promise<number> {
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

  /** Takes no new connections, lets running requests finish for `graceMs`, then breaks off the rest. */
  async stop(graceMs: number): Promise<void> {
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    for (const socket of this.#silent) socket.destroy()
    const deadline = setTimeout(() => this.#server.closeAllConnections(), graceMs)
    const idle = setInterval(() => this.#server.closeIdleConnections(), 200)
    await closed
    clearTimeout(deadline)
    clearInterval(idle)
  }
}

/** Answers what never became a request: headers beyond the limit, too slow, or no HTTP at all. */
function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const status = STATUS_OF_BROKEN[error.code ?? ''] ?? 400
  const body = `${STATUS_CODES[status]} (URL and headers: at most ${MAX_HEADER_BYTES} bytes)\n`
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${body.length}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

const STATUS_OF_BROKEN: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

function cannotListen({ host, port }: ListenOptions, cause: Error): GoferryError {
  const params = { problem: cause.message }
  return new GoferryError('io-failed', { subject: `${host}:${port}`, reason: 'cli.up.why-listen', params, cause })
}
