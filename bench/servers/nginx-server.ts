import { mkdirSync } from 'node:fs'
import { type Nginx, startNginx } from '../../test/support/nginx.ts'
import { familyOf } from '../measure/processes.ts'
import type { Server } from './server.ts'

/** What Debian's nginx.conf sets too, and connections that stay open however much is asked on them. */
const SETTINGS = ['sendfile on;', 'tcp_nopush on;', 'keepalive_requests 100000000;', 'keepalive_timeout 65;']

/** nginx as `startNginxServer` starts it, at another address of this machine. */
export function startNginxAt(folder: string, root: string, address: string): Promise<Nginx> {
  mkdirSync(folder)
  return startNginx(folder, root, { address, settings: SETTINGS })
}

/** nginx in front of the files below `root`, with `workers` processes; all of its own lies in the new folder `folder`. */
export async function startNginxServer(folder: string, root: string, workers: number): Promise<Server> {
  mkdirSync(folder)
  const { url, pid, stop } = await startNginx(folder, root, { workers, settings: SETTINGS })
  return { name: 'nginx', url, pids: () => familyOf(pid), stop }
}
