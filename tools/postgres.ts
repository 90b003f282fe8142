import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'

/** Where Debian keeps the programs of each version, and the rest of the world. */
const debian = '/usr/lib/postgresql'
const others = ['/usr/local/pgsql/bin', '/usr/local/bin', '/usr/bin']

/** A PostgreSQL server of one's own. */
export interface PostgresServer {
  /** `postgres://postgres@127.0.0.1:PORT/postgres`. */
  readonly url: string
  /** Ends it with all its connections, at once, and starts it again. */
  restart(): Promise<void>
  /** Ends it with all its connections, at once, and removes what it kept. Safe to call more than once. */
  stop(): Promise<void>
}

/** The folder of the server's programs; undefined where PostgreSQL is not installed. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  return [...versions.map(version => join(debian, version, 'bin')), ...others].find(folder =>
    existsSync(join(folder, 'initdb')),
  )
}

/** Whether a server at `url` lets one in. */
export async function answersAt(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Starts a server with an empty cluster, for as long as this process lives. `password`: what the user postgres must give
 * then; without one everybody on this machine is let in. `settings`: lines for postgresql.conf.
 */
export async function startPostgres({
  password,
  settings = [],
}: {
  password?: string
  settings?: readonly string[]
} = {}): Promise<PostgresServer> {
  const programs = postgresPrograms()
  if (programs === undefined)
    throw new TypeError('PostgreSQL is missing: install it (Debian: apt-get install postgresql)')
  const folder = mkdtempSync(join(tmpdir(), 'goferry-postgres-'))
  const user = owner()
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const cluster = join(folder, 'data')
  const secret = join(folder, 'password')
  writeFileSync(secret, password ?? 'none')
  const auth = password === undefined ? 'trust' : 'scram-sha-256'
  const made = [
    '-D',
    cluster,
    '-U',
    'postgres',
    '-A',
    auth,
    `--pwfile=${secret}`,
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ]
  const { status, stderr } = spawnSync(join(programs, 'initdb'), made, { ...user, cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new TypeError(`initdb failed: ${stderr}`)
  const at = await freePort()
  const lines = [
    `port = ${at}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${folder}'`,
    'fsync = off',
    'shared_buffers = 32MB',
    ...settings,
  ]
  writeFileSync(join(cluster, 'postgresql.conf'), lines.join('\n'))
  const start = () => run(join(programs, 'postgres'), cluster, user)
  let end = await start()
  return {
    url: `postgres://postgres@127.0.0.1:${at}/postgres`,
    restart: async () => {
      await end()
      end = await start()
    },
    stop: async () => {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs the server until it is ready. Gives what ends it. */
async function run(program: string, cluster: string, user: ReturnType<typeof owner>): Promise<() => Promise<void>> {
  const server = spawn(program, ['-D', cluster], { ...user, cwd: cluster, stdio: ['ignore', 'ignore', 'pipe'] })
  // SIGQUIT is PostgreSQL's immediate shutdown.
  const quit = () => void server.kill('SIGQUIT')
  process.once('exit', quit)
  const said: string[] = []
  for await (const line of createInterface(server.stderr)) {
    said.push(line)
    if (line.includes('ready to accept connections')) break
  }
  server.stderr.resume()
  if (server.exitCode !== null) throw new TypeError(`postgres did not start: ${said.join('\n')}`)
  server.unref()
  return async () => {
    process.off('exit', quit)
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    quit()
    await ended
  }
}

/** PostgreSQL refuses to run as root: it then runs as the user that its package makes. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [, , uid, gid] = /^postgres:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0].split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
