import { createServer, type IncomingMessage, type Server } from 'node:http'
import { toWire } from '../core/error-wire.ts'
import { GoferryError } from '../core/errors.ts'

/** Larger than any command's arguments. */
const MAX_BODY_BYTES = 64 << 10

/** What the owner of a running node may ask of it, by name: takes and gives plain JSON values. */
export type ControlHandlers = Readonly<Record<string, (argument: unknown) => Promise<unknown>>>

/**
 * The control socket: HTTP on a Unix socket in a folder of mode 0700, so that only the node's
 * own user can speak to it. `POST /NAME` with a JSON body; answers `{"value":…}` or
 * `{"error":…}`. All that changes a node from outside goes through here (design §3.5, §3.12).
 */
export class ControlServer {
  readonly #server: Server

  constructor(handlers: ControlHandlers) {
    this.#server = createServer(async (request, response) => {
      const answer = await answerControl(handlers, request)
      response.writeHead('error' in answer ? 400 : 200, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(answer))
    })
  }

  /** Listens on the socket file `path`, which must not be there. Throws `io-failed`. */
  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', cause => reject(new GoferryError('io-failed', { subject: 'run/control.sock', cause })))
      this.#server.listen(path, resolve)
    })
  }

  /** Takes no more; what runs has `graceMs` to be answered. */
  async stop(graceMs = 5000): Promise<void> {
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    const deadline = setTimeout(() => this.#server.closeAllConnections(), graceMs)
    await closed
    clearTimeout(deadline)
  }
}

async function answerControl(handlers: ControlHandlers, request: IncomingMessage): Promise<object> {
  try {
    const name = request.url?.slice(1) ?? ''
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    if (request.method !== 'POST' || handler === undefined) throw new GoferryError('usage', { subject: `/${name}` })
    return { value: (await handler(await readJson(request))) ?? null }
  } catch (error) {
    return { error: toWire(error) }
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    size += piece.length
    if (size > MAX_BODY_BYTES) throw new GoferryError('too-large', { subject: String(request.url) })
    pieces.push(piece)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString() || 'null')
  } catch (cause) {
    throw new GoferryError('usage', { subject: String(request.url), cause })
  }
}
