import type { IncomingMessage, ServerResponse } from 'node:http'
import type { StoredBlob } from '../ports/store.ts'
import type { Answer } from '../services/serve/answer.ts'
import { isNotModified, type Span, spanOf } from './conditional.ts'
import { bodyHead, commonHead } from './head.ts'
import type { Pump } from './pump.ts'

/** A client that does not take a byte for that long is gone. It does not count while an answer is being made. */
const SILENCE_TIMEOUT_MS = 60_000

/** Breaks `response` off when its client takes nothing for a minute (abuse case A19). */
export function breakOffSilent(response: ServerResponse): void {
  response.setTimeout(SILENCE_TIMEOUT_MS, () => response.destroy())
}

/** Writes `answer` to a GET or HEAD request: 200, 206, 304 or 416. Closes the blob, whatever happens. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  pump: Pump,
): Promise<void> {
  try {
    breakOffSilent(response)
    const span = writeHead(request, response, answer)
    if (span === undefined || request.method === 'HEAD') response.end()
    else if (isBlob(answer.body)) {
      await pump.send(answer.body, span, response)
      response.end()
    } else response.end(answer.body.subarray(span.first, span.last + 1))
  } finally {
    if (isBlob(answer.body)) await answer.body.close()
  }
}

/** Writes status and headers; gives the span to send, or undefined where no body follows. */
function writeHead(request: IncomingMessage, response: ServerResponse, answer: Answer): Span | undefined {
  const size = isBlob(answer.body) ? answer.body.size : answer.body.length
  if (isNotModified(request.headers['if-none-match'], answer.etag)) {
    response.writeHead(304, commonHead(answer))
    return undefined
  }
  const span = askedSpan(request, answer.etag, size)
  if (span === 'unsatisfiable') {
    // No cache may give it to who asks for the whole.
    const head = bodyHead({ contentType: answer.contentType, cache: 'none' }, 0)
    response.writeHead(416, [...head, 'Content-Range', `bytes */${size}`])
    return undefined
  }
  if (span === undefined) {
    response.writeHead(200, bodyHead(answer, size))
    return { first: 0, last: size - 1 }
  }
  const head = bodyHead(answer, span.last - span.first + 1)
  response.writeHead(206, [...head, 'Content-Range', `bytes ${span.first}-${span.last}/${size}`])
  return span
}

/** A range has a meaning for GET only (RFC 9110 §14.2). */
function askedSpan({ method, headers }: IncomingMessage, etag: string | undefined, size: number) {
  if (method !== 'GET') return undefined
  const ifRange = headers['if-range']
  return spanOf({ range: headers.range, ifRange: typeof ifRange === 'string' ? ifRange : undefined }, etag, size)
}

/** Whether a body lies in the store, to be read and closed. */
export function isBlob(body: Answer['body']): body is StoredBlob {
  return !(body instanceof Uint8Array)
}
