import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { familyOf } from '../measure/processes.ts'
import type { Server } from './server.ts'

/** The one entry point, as everybody calls it. */
export const entryPoint = join(import.meta.dirname, '..', '..', 'goferry')

/** The environment of a goferry that runs beside tests of its own. */
export function entryEnvironment(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env
  return environment
}

/** A node as an operator runs it: `./goferry up`. */
export class GoferryServer implements Server {
  readonly name = 'goferry'
  readonly url: string
  /** The key of its log, as in GOSUMDB. */
  readonly key: string
  readonly data: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, greeting: { url: string; key: string; data: string }) {
    this.#child = child
    this.url = greeting.url
    this.key = greeting.key
    this.data = greeting.data
  }

  /**
   * Starts it in the new folder `folder`, on a free port, with more `args`. Its journal goes to a file there; it writes
   * no line about requests.
   */
  static async start(folder: string, ...args: readonly string[]): Promise<GoferryServer> {
    mkdirSync(folder)
    const data = join(folder, 'data')
    const up = ['up', '--json', '--data', data, '--listen', '127.0.0.1:0', ...args]
    const child = spawn(entryPoint, up, {
      env: { ...entryEnvironment(), GOFERRY_REQUESTS: 'none' },
      stdio: ['ignore', 'pipe', openSync(join(folder, 'journal'), 'w')],
    })
    if (child.stdout === null) throw new TypeError('the node has no stdout')
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    return new GoferryServer(child, JSON.parse(line))
  }

  pids(): number[] {
    return this.#child.pid === undefined ? [] : familyOf(this.#child.pid)
  }

  async stop(): Promise<void> {
    const closed = once(this.#child, 'close')
    this.#child.kill('SIGTERM')
    await closed
  }
}
