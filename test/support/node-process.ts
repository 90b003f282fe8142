import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after } from 'node:test'
import { type CommandResult, runCommand } from './run-command.ts'

/** The one entry point, as everybody calls it. */
const GOFERRY = join(import.meta.dirname, '..', '..', 'goferry')

const running = new Set<NodeProcess>()
after(() => Promise.all([...running].map(node => node.kill())))

/** One line of a node's JSON log. */
export interface JournalLine {
  readonly msg: string
  readonly [field: string]: unknown
}

/** Runs `./goferry ARGS…` to its end. */
export function goferry(...args: readonly string[]): Promise<CommandResult> {
  return runCommand([GOFERRY, ...args], { env: ownEnvironment() })
}

/** Runs `goferry ARGS…` and kills it once it has printed more than `lines` lines, unless it ends before; gives its exit code. */
export async function killedAfter(lines: number, ...args: readonly string[]): Promise<number | null> {
  const child = spawn(GOFERRY, args, { env: ownEnvironment(), stdio: ['ignore', 'pipe', 'ignore'] })
  let seen = 0
  createInterface(child.stdout).on('line', () => {
    if (++seen > lines) child.kill('SIGKILL')
  })
  const [code] = await once(child, 'exit')
  return code
}

/** A real node: the process that `./goferry up` starts, on a port of its own. What a test leaves running is killed at its end. */
export class NodeProcess {
  readonly url: string
  /** The name of its log. */
  readonly name: string
  /** Its verifier key, as in GOSUMDB. */
  readonly key: string
  readonly data: string
  readonly #child: ChildProcess
  readonly #output: string[]

  private constructor(child: ChildProcess, output: string[], line: string) {
    const { url, name, key, data } = JSON.parse(line)
    this.url = url
    this.name = name
    this.key = key
    this.data = data
    this.#child = child
    this.#output = output
  }

  /** Starts a node on the folder `data` with more `args` of `goferry up`; on return it serves. */
  static async start(data: string, ...args: readonly string[]): Promise<NodeProcess> {
    const up = ['up', '--json', '--data', data, '--listen', '127.0.0.1:0', ...args]
    const child = spawn(GOFERRY, up, { env: ownEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
    const output: string[] = []
    child.stderr.setEncoding('utf8').on('data', text => output.push(text))
    child.stdout.setEncoding('utf8').on('data', text => output.push(text))
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', resolve)
      child.once('error', reject)
      child.once('close', () => reject(new assert.AssertionError({ message: `no node: ${output.join('')}` })))
    })
    const node = new NodeProcess(child, output, line)
    running.add(node)
    return node
  }

  /** All that it wrote so far, to both of its streams. */
  get output(): string {
    return this.#output.join('')
  }

  /** The lines of its JSON log so far whose event is `event`. */
  logged(event: string): JournalLine[] {
    const lines = this.output.split('\n').filter(line => line.startsWith('{') && line.includes('"msg"'))
    return lines.map(line => JSON.parse(line) as JournalLine).filter(line => line.msg === event)
  }

  /** Asks for `path` below the node's URL. */
  async get(path: string): Promise<{ status: number; text: string; headers: Headers }> {
    const response = await fetch(`${this.url}${path}`)
    return { status: response.status, text: await response.text(), headers: response.headers }
  }

  /** Stops it by SIGTERM as an operator does; it must end well. */
  async stop(): Promise<void> {
    assert.equal(await this.#end('SIGTERM'), 0, this.output)
  }

  /** Ends it at once, by SIGKILL. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    running.delete(this)
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const closed = once(this.#child, 'close')
      this.#child.kill(signal)
      await closed
    }
    return this.#child.exitCode
  }
}

function ownEnvironment(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env
  return environment
}
