import type { ServerResponse } from 'node:http'
import { readWhole } from '../ports/read-whole.ts'
import type { Answer } from '../services/serve/answer.ts'
import { bodyHead } from './head.ts'
import { HotHead } from './hot-head.ts'
import type { Route } from './routes.ts'
import { breakOffSilent, isBlob } from './send.ts'
import { type HotAnswer, Shelf } from './shelf.ts'

/** Bodies up to this many bytes are kept at the first request, as text, which goes out in one piece with the head. */
const SMALL_BYTES = 32 << 10
/** Larger ones up to this many are kept when they are asked for again; what is larger still is read each time. */
const LARGE_BYTES = 40 << 20
/** Bytes of all small bodies together, and of all large ones: those that are on their way to a client count too. */
const SMALL_BUDGET = 8 << 20
const LARGE_BUDGET = 42 << 20
/** What an entry takes besides its body, roughly. */
const ENTRY_BYTES = 1024
/** How long an answer is given again that depends on the upstream too (a list): the writer keeps those for minutes. */
const BRIEF_MS = 1000
/** URLs of large bodies that were asked for once. */
const MAX_ASKED = 1000

/**
 * Answers of GET requests that are given again from memory, by URL. Each is given only while it stands: the stored file
 * and what the log says of it are looked at once for all requests of a turn of the event loop, since a request that is
 * answered in a turn had come before it. Memory is bounded, by bytes.
 */
export class HotAnswers {
  readonly #small = new Shelf(SMALL_BUDGET)
  readonly #large = new Shelf(LARGE_BUDGET)
  readonly #asked = new Set<string>()
  #turn = 0
  #isTurning = false
  /** The second of the turn, and its text as a header has it. */
  #second = 0
  #date = ''

  /** The answer that is kept for `url`, if it stands. */
  find(url: string): HotAnswer | undefined {
    const hot = this.#small.get(url) ?? this.#large.get(url)
    if (hot === undefined) return undefined
    this.#beginTurn()
    if (hot.turn !== this.#turn) {
      if (performance.now() >= hot.until || !hot.stands()) {
        const shelf = typeof hot.body === 'string' ? this.#small : this.#large
        shelf.drop(url, hot)
        return undefined
      }
      hot.turn = this.#turn
    }
    hot.used = true
    return hot
  }

  /**
   * Keeps `answer` to `url` where it can be given again: then its body is read, its blob closed, and `use` called with
   * what is kept before anything can take it away; gives whether that was so. Throws what reading throws: the blob is
   * closed then too.
   */
  async keep(url: string, route: Route['name'], answer: Answer, use: (hot: HotAnswer) => void): Promise<boolean> {
    const { body, stands, cache } = answer
    const length = isBlob(body) ? body.size : body.length
    if (stands === undefined || url.includes('?') || !this.#isWanted(url, length)) return false
    const shelf = length <= SMALL_BYTES ? this.#small : this.#large
    if (!shelf.reserve(length + ENTRY_BYTES)) return false
    let bytes: Uint8Array | undefined
    try {
      bytes = isBlob(body) ? await readWhole(body) : body.slice()
    } finally {
      if (bytes?.length !== length) shelf.give(length + ENTRY_BYTES)
      if (bytes === undefined && isBlob(body)) await body.close()
    }
    if (bytes.length !== length) return false
    const hot: HotAnswer = {
      route,
      head: new HotHead(bodyHead(answer, length)),
      body: length <= SMALL_BYTES ? Buffer.from(bytes).toString('latin1') : bytes,
      bytes: length + ENTRY_BYTES,
      stands,
      until: cache === 'brief' ? performance.now() + BRIEF_MS : Number.POSITIVE_INFINITY,
      turn: -1,
      used: false,
      clients: 0,
    }
    shelf.put(url, hot)
    use(hot)
    if (isBlob(body)) await body.close()
    return true
  }

  /** Writes `hot`; `done` is called when the last byte was handed over, or the client is gone. */
  send(hot: HotAnswer, id: string, response: ServerResponse, done: () => void): void {
    this.#beginTurn()
    hot.head.write(response, id, this.#date)
    if (typeof hot.body === 'string') {
      response.end(hot.body, 'latin1')
      // What the socket has taken whole needs no watch over a silent client.
      if (response.socket === null || response.socket.writableLength > 0) breakOffSilent(response)
      done()
      return
    }
    breakOffSilent(response)
    hot.clients++
    response.once('close', () => {
      this.#large.sent(hot)
      done()
    })
    response.end(hot.body)
  }

  /** A large body takes memory from others: it is wanted when somebody asks again. */
  #isWanted(url: string, length: number): boolean {
    if (length <= SMALL_BYTES) return true
    if (length > LARGE_BYTES) return false
    if (this.#asked.delete(url)) return true
    if (this.#asked.size >= MAX_ASKED) this.#asked.clear()
    this.#asked.add(url)
    return false
  }

  #beginTurn(): void {
    if (this.#isTurning) return
    this.#isTurning = true
    const second = Math.floor(Date.now() / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#date = new Date(second * 1000).toUTCString()
    }
    setImmediate(() => {
      this.#isTurning = false
      this.#turn++
    })
  }
}
