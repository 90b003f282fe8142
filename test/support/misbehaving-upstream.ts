import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { escapePath, escapeVersion } from '../../src/core/module/escape.ts'
import { TestDatabase, testDatabase } from './test-database.ts'
import type { TestModule } from './test-module.ts'

/** What an upstream may do to one path instead of answering well. */
export type Misbehaviour =
  | { readonly kind: 'status'; readonly code: number; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array | string }
  | { readonly kind: 'html' }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Half of the announced bytes, then the connection ends. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'endless' }
  | { readonly kind: 'reset' }
  /** Neither head nor body ever comes. */
  | { readonly kind: 'silent' }
  /** The head comes, and no body. */
  | { readonly kind: 'stalled' }
  /** The good answer, later. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The head comes, and the good body when the test says so: a minute may go by. */
  | { readonly kind: 'held'; readonly until: Promise<void> }

/** A record that fills tiles. */
const fillerAt = (_: unknown, i: number) => `filler.test/m${i} v1.0.0 h1:x\n`

/** An upstream over http with its own checksum database, whose every answer a test can spoil. */
export class MisbehavingUpstream {
  /** The paths that were asked, in order, without the leading slash, decoded. */
  readonly asked: string[] = []
  /** How paths misbehave. */
  readonly misbehaviours = new Map<string, Misbehaviour>()
  /** Whether its answers have an ETag, and are not given again to who has that. */
  hasEtags = false
  /** How many bodies it gave. */
  bodies = 0
  /** Branches and the like: `path@query` → version. */
  readonly refs = new Map<string, string>()
  /** The size of the head that lookups carry; undefined: the whole log. */
  headSize: number | undefined
  /** The same for the lookups of one module, by its path. */
  readonly headSizes = new Map<string, number>()
  readonly #server: Server
  /** Records that fill full tiles before those of the test. */
  #fillers: readonly string[]
  #modules: readonly TestModule[] = []
  #records: readonly string[] = []
  #database = new TestDatabase([])

  /** `fillers`: how many records come before those of the test. */
  constructor(fillers = 300) {
    this.#fillers = Array.from({ length: fillers }, fillerAt)
    this.#server = createServer((request, response) => this.#serve(request, response))
  }

  /** Starts to listen on loopback. */
  static async start(
    modules: readonly TestModule[],
    records?: readonly string[],
    fillers?: number,
  ): Promise<MisbehavingUpstream> {
    const upstream = new MisbehavingUpstream(fillers)
    upstream.publish(modules, records)
    await new Promise<void>(resolve => upstream.#server.listen(0, '127.0.0.1', resolve))
    // A test that fails before it stops the upstream must still end.
    upstream.#server.unref()
    return upstream
  }

  /** The upstream now has `modules`; its database has `records` after the fillers: by default those of the modules. */
  publish(modules: readonly TestModule[], records: readonly string[] = modules.map(module => module.record)): void {
    this.#modules = modules
    this.#records = [...this.#fillers, ...records]
    this.#database = new TestDatabase(this.#records)
  }

  /** How many records the database has before those of the test. */
  get fillers(): number {
    return this.#fillers.length
  }

  /** The signed head of the first `size` records of its database. */
  headOf(size: number): Uint8Array {
    return this.#database.head(size)
  }

  /** The URL of the upstream. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/proxy`
  }

  /** How often each path was asked. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const path of this.asked) counts[path] = (counts[path] ?? 0) + 1
    return counts
  }

  /** The upstream is gone. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(request.url ?? '').slice('/proxy/'.length)
    this.asked.push(path)
    const bad = this.misbehaviours.get(path)
    if (bad === undefined) this.#answer(path, response, request.headers['if-none-match'])
    else this.#misbehave(bad, path, request, response)
  }

  #answer(path: string, response: ServerResponse, known?: string): void {
    const bytes = this.#find(path)
    if (bytes === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end(`not found: ${path}`)
      return
    }
    const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`
    if (this.hasEtags) response.setHeader('etag', etag)
    if (this.hasEtags && known === etag) response.writeHead(304).end()
    else {
      this.bodies++
      response.writeHead(200, { 'content-length': Buffer.byteLength(bytes) }).end(bytes)
    }
  }

  #find(path: string): Uint8Array | string | undefined {
    const sumdb = `sumdb/${testDatabase.name}/`
    if (path.startsWith(sumdb)) return this.#findInDatabase(path.slice(sumdb.length))
    for (const module of this.#modules) {
      const base = `${escapePath(module.path)}/@v/`
      const file = path.startsWith(base) ? path.slice(base.length) : undefined
      const version = escapeVersion(module.version)
      if (file === `${version}.mod`) return module.mod
      if (file === `${version}.info`) return module.info
      if (file === `${version}.zip`) return module.zip
      if (path === `${escapePath(module.path)}/@latest`) return this.#versionsOf(module.path).at(-1)?.info
      if (file === 'list')
        return this.#versionsOf(module.path)
          .map(each => `${each.version}\n`)
          .join('')
      const query = file?.endsWith('.info')
        ? this.refs.get(`${module.path}@${file.slice(0, -'.info'.length)}`)
        : undefined
      if (query === module.version) return module.info
    }
    return undefined
  }

  #findInDatabase(path: string): Uint8Array | string | undefined {
    const size = this.headSize ?? this.#records.length
    if (path === 'supported') return ''
    if (path === 'latest') return this.#database.head(size)
    if (path.startsWith('tile/')) return this.#database.tile(path)
    const module = this.#modules.find(each => path === `lookup/${escapePath(each.path)}@${escapeVersion(each.version)}`)
    return module && this.#database.lookup(module.record, this.headSizes.get(module.path) ?? size)
  }

  #versionsOf(path: string): TestModule[] {
    return this.#modules.filter(module => module.path === path)
  }

  #misbehave(bad: Misbehaviour, path: string, request: IncomingMessage, response: ServerResponse): void {
    const act: Record<Misbehaviour['kind'], () => void> = {
      status: () =>
        bad.kind === 'status' && response.writeHead(bad.code, { 'content-type': 'text/plain' }).end(bad.text),
      bytes: () => bad.kind === 'bytes' && response.end(bad.bytes),
      html: () => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>'),
      redirect: () => bad.kind === 'redirect' && response.writeHead(302, { location: bad.location }).end(),
      truncated: () => {
        const bytes = Buffer.from(this.#find(path) ?? '')
        response.writeHead(200, { 'content-length': bytes.length })
        response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
      },
      endless: () => {
        const more = () => {
          if (!response.destroyed) response.write(Buffer.alloc(65_536, 'x'), () => setImmediate(more))
        }
        more()
      },
      reset: () => request.socket.destroy(),
      silent: () => undefined,
      stalled: () => response.writeHead(200, { 'content-length': 100 }).flushHeaders(),
      held: () => {
        const bytes = Buffer.from(this.#find(path) ?? '')
        response.writeHead(200, { 'content-length': bytes.length }).flushHeaders()
        if (bad.kind === 'held') void bad.until.then(() => response.end(bytes))
      },
      slow: () => bad.kind === 'slow' && setTimeout(() => this.#answer(path, response), bad.ms),
    }
    act[bad.kind]()
  }
}
