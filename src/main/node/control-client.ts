import { request } from 'node:http'
import { join } from 'node:path'
import { fromWire, type WireError } from '../../core/error-wire.ts'

/** Where the control socket of the node in `data` is. */
export function controlSocket(data: string): string {
  return join(data, 'run', 'control.sock')
}

/**
 * Asks the running node of the folder `data`; gives undefined where none runs. Throws what the node answers as an error.
 */
export async function askNode(data: string, name: string, argument: unknown): Promise<{ value: unknown } | undefined> {
  const answer = await post(controlSocket(data), name, argument)
  if (answer === undefined) return undefined
  const parsed = JSON.parse(answer) as { value: unknown } | { error: WireError }
  if ('error' in parsed) throw fromWire(parsed.error)
  return parsed
}

/** The body of the answer, or undefined where nobody listens on the socket. */
function post(socketPath: string, name: string, argument: unknown): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, path: `/${name}`, method: 'POST' }, async response => {
      const pieces: Buffer[] = []
      for await (const piece of response) pieces.push(piece)
      resolve(Buffer.concat(pieces).toString())
    })
    asking.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined)
      else reject(error)
    })
    asking.end(JSON.stringify(argument))
  })
}
