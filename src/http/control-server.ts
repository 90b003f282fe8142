import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { toWire } from '../core/error-wire.ts'
import { GoferryError } from '../core/errors.ts'
import type { Progress, Watch } from '../ports/watch.ts'

/** Larger than any command's arguments: the longest is the list of all modules of a go.sum. */
const MAX_BODY_BYTES = 16 << 20
/** How often progress goes out at most. */
const PROGRESS_MS = 100

/** What the owner of a running node may ask of it, by name: takes and gives plain JSON values. */
export type ControlHandlers = Readonly<Record<string, (argument: unknown, watch: ControlWatch) => Promise<unknown>>>

/** Whoever asked, and may be told more than how far something is. */
export interface ControlWatch extends Watch {
  /** Something that happened, as plain JSON; resolves when there is room for the next. */
  send(event: object): Promise<void>
}

/**
 * The control socket: HTTP on a Unix socket in a folder of mode 0700, so that only the node's own user can speak to it.
 * `POST /NAME` with a JSON body; the answer is a JSON object a line: any number of `{"progress":…}`, `{"item":…}` and
 * `{"event":…}`, and at the end `{"value":…}` or `{"error":…}`. Whoever goes away ends what was asked for. All that
 * changes a node from outside goes through here (design §3.5, §3.12).
 */
export class ControlServer {
  readonly #server: Server
  readonly #stopping = new AbortController()

  constructor(handlers: ControlHandlers) {
    const { signal } = this.#stopping
    this.#server = createServer((request, response) => answerControl(handlers, request, response, signal))
  }

  /** Listens on the socket file `path`, which must not be there. Throws `io-failed`. */
  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', cause => reject(new GoferryError('io-failed', { subject: 'run/control.sock', cause })))
      this.#server.listen(path, resolve)
    })
  }

  /** Takes no more; what runs is told to end, and has `graceMs` to be answered. */
  async stop(graceMs = 5000): Promise<void> {
    this.#stopping.abort()
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    const deadline = setTimeout(() => this.#server.closeAllConnections(), graceMs)
    await closed
    clearTimeout(deadline)
  }
}

async function answerControl(
  handlers: ControlHandlers,
  request: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  const gone = new AbortController()
  const signal = AbortSignal.any([gone.signal, stopping])
  response.on('close', () => gone.abort())
  // What cannot be written any more is not missed: `close` follows.
  response.on('error', () => undefined)
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' })
  response.end(`${JSON.stringify(await result(handlers, request, watchOf(response, signal)))}\n`)
}

async function result(handlers: ControlHandlers, request: IncomingMessage, watch: ControlWatch): Promise<object> {
  try {
    const name = request.url?.slice(1) ?? ''
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    if (request.method !== 'POST' || handler === undefined) throw new GoferryError('usage', { subject: `/${name}` })
    return { value: (await handler(await readJson(request), watch)) ?? null }
  } catch (error) {
    return { error: toWire(error) }
  }
}

function watchOf(response: ServerResponse, signal: AbortSignal): ControlWatch {
  let last = 0
  const write = async (line: object) => {
    if (response.destroyed || response.write(`${JSON.stringify(line)}\n`)) return
    await new Promise<void>(resolve => {
      const go = () => {
        response.off('drain', go).off('close', go)
        resolve()
      }
      response.on('drain', go).on('close', go)
    })
  }
  return {
    signal,
    progress(progress: Progress) {
      const now = Date.now()
      if (now - last < PROGRESS_MS || response.writableNeedDrain) return
      last = now
      response.write(`${JSON.stringify({ progress })}\n`)
    },
    tell: item => write({ item }),
    send: event => write({ event }),
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
