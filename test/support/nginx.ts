import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

/** What a caller may want otherwise than nginx does by itself. */
interface NginxShape {
  readonly workers?: number
  /** Where it listens; loopback where it is left out. */
  readonly address?: string
  /** More directives of `http`. */
  readonly settings?: readonly string[]
}

/** A running nginx. */
export interface Nginx {
  readonly url: string
  /** The process whose children are the workers. */
  readonly pid: number
  stop(): Promise<void>
}

/** A real nginx that serves the files below `root`, with everything of its own in the empty folder `folder`. */
export async function startNginx(folder: string, root: string, shape: NginxShape = {}): Promise<Nginx> {
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, configuration(folder, root, port, shape))
  const nginx = spawn('nginx', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  const closed = once(nginx, 'close')
  let said = ''
  await new Promise<void>((resolve, reject) => {
    nginx.once('error', reject)
    nginx.once('close', () => reject(new assert.AssertionError({ message: said })))
    nginx.stderr.on('data', text => {
      said += text
      if (said.includes('start worker processes')) resolve()
    })
  })
  const stop = async () => {
    nginx.kill()
    await closed
  }
  return { url: `http://${shape.address ?? '127.0.0.1'}:${port}`, pid: nginx.pid ?? 0, stop }
}

/** Its workers run as the user of the tests, who may read the test's folders. The notices tell when it listens. */
function configuration(
  folder: string,
  root: string,
  port: number,
  { workers = 1, address = '127.0.0.1', settings = [] }: NginxShape,
): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${folder}/${name};`,
  )
  return `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes ${workers};
pid ${folder}/nginx.pid;
error_log stderr notice;
events { worker_connections 4096; }
http {
  access_log off;
  ${settings.join('\n  ')}
  ${temporary.join('\n  ')}
  server { listen ${address}:${port}; root ${root}; }
}
`
}
