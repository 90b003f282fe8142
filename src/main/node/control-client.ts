import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fromWire, type WireError } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Item, Progress, Watch } from '../../ports/watch.ts'

/** A line of an answer; see `ControlServer`. */
type Line = { progress: Progress } | { item: Item } | { event: object } | { value: unknown } | { error: WireError }

/** Whoever asks, and what they hear meanwhile. */
export interface Asking extends Watch {
  send?(event: object): Promise<void>
}

/** Where the control socket of the node in `data` is. */
export function controlSocket(data: string): string {
  return join(data, 'run', 'control.sock')
}

/**
 * Asks the running node of the folder `data`; gives undefined where none runs. What it tells meanwhile goes to `watch`,
 * whose signal ends it. Throws what the node answers as an error; `interrupted` after the signal; `io-failed` where the
 * node ends before it has answered.
 */
export async function askNode(
  data: string,
  name: string,
  argument: unknown,
  watch?: Asking,
): Promise<{ value: unknown } | undefined> {
  const socketPath = controlSocket(data)
  try {
    const response = await post(socketPath, name, argument, watch?.signal)
    return response && (await lastLine(response, watch))
  } catch (cause) {
    if (cause instanceof GoferryError) throw cause
    if (watch?.signal.aborted) throw new GoferryError('interrupted', { subject: name, cause })
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    const reason = ['EACCES', 'EPERM'].includes(code) ? 'cli.not-owner' : 'cli.node-ended'
    throw new GoferryError('io-failed', { subject: socketPath, reason, cause })
  }
}

/** The answer, or undefined where nobody listens on the socket. */
async function post(
  socketPath: string,
  name: string,
  argument: unknown,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const options = { socketPath, path: `/${name}`, method: 'POST', ...(signal && { signal }) }
  const asking = request(options, resolve)
  asking.on('error', reject)
  asking.end(JSON.stringify(argument))
  try {
    return await promise
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && nobody.includes(String(cause.code))) return undefined
    throw cause
  }
}

async function lastLine(response: IncomingMessage, watch: Asking | undefined): Promise<{ value: unknown }> {
  for await (const text of createInterface({ input: response })) {
    const line = JSON.parse(text) as Line
    if ('progress' in line) watch?.progress(line.progress)
    else if ('item' in line) await watch?.tell(line.item)
    else if ('event' in line) await watch?.send?.(line.event)
    else if ('error' in line) throw fromWire(line.error)
    else return line
  }
  throw new GoferryError('io-failed', { subject: 'run/control.sock', reason: 'cli.node-ended' })
}

/** No socket, or one that a killed node left. */
const nobody = ['ENOENT', 'ECONNREFUSED']
