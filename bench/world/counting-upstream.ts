import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** What was moved of one file. */
export interface Moved {
  readonly fetches: number
  readonly bytes: number
}

/** A web server in front of a tree of files that counts what is fetched of it. */
export class CountingUpstream {
  readonly #root: string
  readonly #server: Server
  readonly #moved = new Map<string, Moved>()

  private constructor(root: string) {
    this.#root = root
    this.#server = createServer((request, response) => this.#serve(request, response))
  }

  /** Starts it in front of the files below `root`, on loopback. */
  static async start(root: string): Promise<CountingUpstream> {
    const upstream = new CountingUpstream(root)
    await new Promise<void>(resolve => upstream.#server.listen(0, '127.0.0.1', resolve))
    return upstream
  }

  /** Its URL, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** What was fetched since the last call, by the path below the root: files of modules (.info, .mod, .zip) alone. */
  take(): ReadonlyMap<string, Moved> {
    const moved = new Map([...this.#moved].filter(([path]) => /@v\/[^/]+\.(info|mod|zip)$/.test(path)))
    this.#moved.clear()
    return moved
  }

  /** Stops it, and breaks off what runs. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = normalize(decodeURIComponent(request.url ?? '')).slice(1)
    const file = join(this.#root, path)
    const stats = await stat(file).catch(() => undefined)
    if (!stats?.isFile()) {
      response.writeHead(404).end()
      return
    }
    const { fetches, bytes } = this.#moved.get(path) ?? { fetches: 0, bytes: 0 }
    this.#moved.set(path, { fetches: fetches + 1, bytes: bytes + stats.size })
    response.writeHead(200, { 'Content-Length': stats.size })
    // A client that goes away is no failure of the upstream.
    await pipeline(createReadStream(file), response).catch(() => undefined)
  }
}
