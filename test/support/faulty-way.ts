import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { after } from 'node:test'

/** One request on its way to the store: how many came before it, and the path of the key, or the listed prefix. */
export interface PassingRequest {
  readonly index: number
  readonly method: string
  readonly subject: string
  /** Settles when the store, or the fault, is through with it. */
  readonly passed: Promise<void>
}

/**
 * What becomes of a request: the connection is cut before the store hears of it, or after it has done what was asked;
 * nothing is answered, or the first byte of the body alone; a status and an S3 error code are answered without the
 * store; the connection is cut, and the store hears of it when the promise comes true.
 */
export type WayFault =
  | 'fail'
  | 'fail-after'
  | 'mute'
  | 'stall'
  | { readonly status: number; readonly code: string }
  | { readonly until: Promise<unknown> }

const ways = new Set<FaultyWay>()
after(() => {
  for (const way of ways) way.close()
})

/** A network between goferry and an object store that goes wrong as it is told: a server that hands requests on. */
export class FaultyWay {
  readonly endpoint: string
  /** Every request so far. */
  readonly requests: PassingRequest[] = []
  /** Decides on each. */
  rule: (request: PassingRequest) => WayFault | undefined = () => undefined
  readonly #store: URL
  readonly #server

  private constructor(store: URL, server: ReturnType<typeof createServer>) {
    this.#store = store
    this.#server = server
    const { port } = server.address() as AddressInfo
    this.endpoint = `http://127.0.0.1:${port}`
    const pass: RequestListener = (incoming, answer) => this.#note(incoming, answer)
    server.on('request', pass)
    server.on('checkContinue', (incoming, answer) => {
      answer.writeContinue()
      pass(incoming, answer)
    })
  }

  /** Opens a way to the store at the URL `store`; it is closed after the tests of the file. */
  static async to(store: string): Promise<FaultyWay> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const way = new FaultyWay(new URL(store), server)
    ways.add(way)
    return way
  }

  /** Nobody gets through any more. */
  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #note(incoming: IncomingMessage, answer: ServerResponse): void {
    const { method = '', url = '' } = incoming
    const { pathname, searchParams } = new URL(url, this.#store)
    const { promise: passed, resolve } = Promise.withResolvers<void>()
    const request = { index: this.requests.length, method, subject: searchParams.get('prefix') ?? pathname, passed }
    this.requests.push(request)
    resolve(this.#pass(incoming, answer, this.rule(request)))
  }

  async #pass(incoming: IncomingMessage, answer: ServerResponse, fault: WayFault | undefined): Promise<void> {
    const body = await buffer(incoming)
    if (fault === 'mute') return
    if (fault === 'fail') return void incoming.socket.destroy()
    if (typeof fault === 'object' && 'status' in fault) return void refuse(answer, fault)
    if (typeof fault === 'object') {
      incoming.socket.destroy()
      await fault.until
    }
    const given = await this.#ask(incoming, body)
    if (fault === 'fail-after') return void incoming.socket.destroy()
    answer.writeHead(given.status, given.headers)
    if (fault === 'stall') return void answer.write(given.body.subarray(0, 1))
    answer.end(given.body)
  }

  async #ask({ method, url: path, headers }: IncomingMessage, body: Buffer) {
    const { hostname, port } = this.#store
    // What is signed is the name by which the client asked.
    const { expect: _, ...rest } = headers
    const asking = request({ hostname, port, method, path, headers: rest })
    asking.end(body)
    const [given] = (await once(asking, 'response')) as [IncomingMessage]
    return { status: given.statusCode ?? 0, headers: given.headers, body: await buffer(given) }
  }
}

function refuse(answer: ServerResponse, { status, code }: { status: number; code: string }): void {
  answer.writeHead(status, { 'content-type': 'application/xml' })
  answer.end(status < 300 ? '' : `<Error><Code>${code}</Code><Message>made up</Message></Error>`)
}
