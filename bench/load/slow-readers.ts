import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What a reader takes at a time, and how long it waits then. */
const pieceBytes = 1024
const pauseMilliseconds = 500
/** So many connect at once. */
const burst = 50

/** Connections that ask for one file and read it as over a very slow line. */
export class SlowReaders {
  readonly #sockets: Socket[] = []
  #failed = 0
  #timer: NodeJS.Timeout | undefined

  /** How many connections were refused, or ended. */
  get failed(): number {
    return this.#failed
  }

  /** Opens `count` connections that ask for `url`; on return each has been sent its first bytes, or has failed. */
  async open(url: URL, count: number): Promise<void> {
    for (let at = 0; at < count; at += burst)
      await Promise.all(Array.from({ length: Math.min(burst, count - at) }, () => this.#openOne(url)))
    this.#timer = setInterval(() => {
      for (const socket of this.#sockets) socket.read(pieceBytes)
    }, pauseMilliseconds)
  }

  /** All go away. */
  close(): void {
    clearInterval(this.#timer)
    for (const socket of this.#sockets) socket.removeAllListeners('close').destroy()
  }

  async #openOne(url: URL): Promise<void> {
    const socket = connect({ port: Number(url.port), host: url.hostname })
    this.#sockets.push(socket)
    // An error is followed by `close`.
    socket.on('error', () => undefined)
    const closed = once(socket, 'close').then(() => {
      this.#failed++
    })
    socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
    await Promise.race([once(socket, 'readable'), closed])
  }
}
