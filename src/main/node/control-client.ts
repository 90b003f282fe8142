import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fromWire, type WireError } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'

/** Where the control socket of the node in `data` is. */
export function controlSocket(data: string): string {
  return join(data, 'run', 'control.sock')
}

/**
 * Asks the running node of the folder `data`; gives undefined where none runs. Throws what the node answers as an
 * error; `io-failed` where it ends before it has answered.
 */
export async function askNode(data: string, name: string, argument: unknown): Promise<{ value: unknown } | undefined> {
  const answer = await post(controlSocket(data), name, argument)
  if (answer === undefined) return undefined
  const parsed = JSON.parse(answer) as { value: unknown } | { error: WireError }
  if ('error' in parsed) throw fromWire(parsed.error)
  return parsed
}

/** The body of the answer, or undefined where nobody listens on the socket. */
async function post(socketPath: string, name: string, argument: unknown): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const asking = request({ socketPath, path: `/${name}`, method: 'POST' }, response => resolve(text(response)))
  asking.on('error', reject)
  asking.end(JSON.stringify(argument))
  try {
    return await promise
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && nobody.includes(String(cause.code))) return undefined
    throw new GoferryError('io-failed', { subject: socketPath, reason: 'cli.node-ended', cause })
  }
}

/** No socket, or one that a killed node left. */
const nobody = ['ENOENT', 'ECONNREFUSED']
