import { GoferryError } from '../../src/core/errors.ts'
import { listenersAt } from '../measure/processes.ts'
import type { Server } from './server.ts'

/** A server that somebody else started on this machine, and stops again. It must serve the project. */
export function peerServer(argument: string): Server {
  const [, name, url] = /^([\w.-]+)=(https?:\/\/.*[^/])\/?$/.exec(argument) ?? []
  if (name === undefined || url === undefined)
    throw new GoferryError('usage', { subject: `--peer ${argument}: NAME=URL` })
  return { name, url, pids: () => listenersAt(portOf(new URL(url))), stop: async () => undefined }
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}
