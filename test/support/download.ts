import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'

/** A client that is being sent a file over a connection of its own. */
export class Download {
  readonly #response: IncomingMessage

  private constructor(response: IncomingMessage) {
    this.#response = response
  }

  /** Asks for `url`; on return the head of a 200 has come, and nothing of the body was read. */
  static async begin(url: string): Promise<Download> {
    const asking = request(url, { agent: false }).end()
    const [response] = await once(asking, 'response')
    assert.equal(response.statusCode, 200)
    return new Download(response)
  }

  /** Reads the rest; gives the SHA-256 of the body in hexadecimal. Throws where the connection breaks before its end. */
  async sha256(): Promise<string> {
    const hash = createHash('sha256')
    for await (const piece of this.#response) hash.update(piece)
    return hash.digest('hex')
  }

  /** Reads the rest; gives the number of its bytes. */
  async size(): Promise<number> {
    let size = 0
    for await (const piece of this.#response) size += piece.length
    return size
  }

  /** The client goes away. */
  breakOff(): void {
    this.#response.destroy()
  }
}
