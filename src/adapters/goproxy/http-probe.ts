import { type IncomingMessage, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { getCACertificates, type TLSSocket } from 'node:tls'
import { GoferryError } from '../../core/errors.ts'
import type { Probe, Probed } from '../../ports/probe.ts'
import { connectTrouble } from './network-trouble.ts'
import { parseUpstreamUrl, type UpstreamUrl, urlBelow } from './upstream-url.ts'

/** How long an answer may take, in milliseconds. */
const patienceMs = 10_000

/** Probes the server at a GOPROXY URL. */
export class HttpProbe implements Probe {
  /** The probed URL without credentials. */
  readonly url: string
  readonly #url: UpstreamUrl

  /** `text`: an http or https URL, which may carry credentials. Throws `bad-settings`. */
  constructor(text: string) {
    this.#url = parseUpstreamUrl(text)
    this.url = this.#url.name
  }

  async get(path: string, limit: number): Promise<Probed> {
    const subject = `${this.url}/${path}`
    const url = urlBelow(this.#url.base, path)
    if (url === undefined) throw new GoferryError('bad-file-path', { subject: path })
    const began = performance.now()
    try {
      const response = await this.#ask(url)
      const body = await readBody(response, subject, limit)
      const date = Date.parse(response.headers.date ?? '')
      return {
        status: response.statusCode ?? 0,
        body,
        date: Number.isNaN(date) ? undefined : date,
        certificateEnds: certificateEnds(response),
        tookMs: performance.now() - began,
      }
    } catch (error) {
      throw timedOut(error) ? silent(subject) : await connectTrouble(subject, url, error)
    }
  }

  #ask(url: URL): Promise<IncomingMessage> {
    const { authorization } = this.#url
    const headers = { 'user-agent': 'goferry', ...(authorization !== undefined && { authorization }) }
    const options = { headers, agent: false, signal: AbortSignal.timeout(patienceMs) } as const
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    // The go command trusts the roots of the system; Node's own list is another.
    const asking =
      url.protocol === 'https:'
        ? secure(url, { ...options, ca: [...getCACertificates('system')] }, resolve)
        : plain(url, options, resolve)
    asking.on('error', reject)
    asking.end()
    return promise
  }
}

async function readBody(response: IncomingMessage, subject: string, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    if (size > limit) throw new GoferryError('too-large', { subject })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function certificateEnds(response: IncomingMessage): number | undefined {
  if (!('getPeerCertificate' in response.socket)) return undefined
  const ends = Date.parse((response.socket as TLSSocket).getPeerCertificate().valid_to)
  return Number.isNaN(ends) ? undefined : ends
}

function timedOut(error: unknown): boolean {
  return error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name)
}

function silent(subject: string): GoferryError {
  const params = { seconds: patienceMs / 1000 }
  return new GoferryError('upstream-failed', { subject, reason: 'upstream-silent', params })
}
