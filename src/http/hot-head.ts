import { type ServerResponse, validateHeaderValue } from 'node:http'

/** How long an idle connection stays open, in milliseconds: Node closes it, and clients are told. */
export const KEEP_ALIVE_MS = 75_000

/** Node's response with the one member that it does not document: the text of the head, null until there is one. */
interface Response extends ServerResponse {
  _header?: string | null
}

/**
 * The head of an answer that is given again, made once: to have Node make it from the same headers each time costs an
 * eighth of a small answer.
 */
export class HotHead {
  /** Names and values in turn. */
  readonly #headers: readonly string[]
  readonly #text: string

  /** `headers`: names and values in turn, Content-Length among them. */
  constructor(headers: readonly string[]) {
    const lines = ['HTTP/1.1 200 OK']
    for (let i = 0; i < headers.length; i += 2) {
      const [name = '', value = ''] = headers.slice(i, i + 2)
      validateHeaderValue(name, value)
      lines.push(`${name}: ${value}`)
    }
    lines.push('Connection: keep-alive', `Keep-Alive: timeout=${KEEP_ALIVE_MS / 1000}`, 'X-Request-Id: ')
    this.#headers = headers
    // One piece of memory: a text that was put together is a tree of its parts until it is written.
    this.#text = Buffer.from(lines.join('\r\n')).toString('latin1')
  }

  /** Writes it to a GET, before the body; `id` is a value that a header may have, `date` that of now. */
  write(response: ServerResponse, id: string, date: string): void {
    // Node says by itself that a connection ends with this answer, and ends it.
    if (response.shouldKeepAlive) writeText(response, `${this.#text}${id}\r\nDate: ${date}\r\n\r\n`)
    else response.writeHead(200, [...this.#headers, 'X-Request-Id', id])
  }
}

/** What `response.writeHead` does at last: Node sends the text with the first byte of the body. */
function writeText(response: Response, text: string): void {
  response._header = text
}
