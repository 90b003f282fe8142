import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after } from 'node:test'

/** The one entry point, as everybody calls it. */
export const GOFERRY = join(import.meta.dirname, '..', '..', 'goferry')

/** How a process ended: one of the two is null. */
export interface Death {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** What `goferry up --json` says once it serves. */
interface Greeting {
  readonly url: string
  readonly name: string
  readonly key: string
}

const living = new Set<MortalNode>()
after(() => Promise.all([...living].map(node => node.kill())))

/** A real node that is expected to die, at a step or by a signal: the writer, its workers and a process group of their own. */
export class MortalNode {
  /** Where it serves; undefined where it died before. */
  readonly greeting: Promise<Greeting | undefined>
  /** Settles when every process of the node is gone. */
  readonly death: Promise<Death>
  readonly #child: ChildProcess
  #output = ''

  /** Starts `./goferry up` with `args`; `environment` comes on top of this process's. */
  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const { NODE_TEST_CONTEXT: _, ...own } = process.env
    const child = spawn(GOFERRY, ['up', '--json', ...args], {
      env: { ...own, GOFERRY_LISTEN: '127.0.0.1:0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    living.add(this)
    this.#child = child
    child.stderr.setEncoding('utf8').on('data', text => (this.#output += text))
    // The streams end when the last process of the node has closed them.
    this.death = once(child, 'close').then(([code, signal]) => {
      living.delete(this)
      return { code, signal }
    })
    const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => JSON.parse(text))
    this.greeting = Promise.race([line, this.death.then(() => undefined)])
  }

  /** The greeting of a node that must come up. */
  async up(): Promise<Greeting> {
    const greeting = await this.greeting
    return greeting ?? assert.fail(`the node did not start: ${this.#output}`)
  }

  /** The id of the writer. */
  get pid(): number {
    return this.#child.pid ?? assert.fail('the node did not start')
  }

  /** Whether the writer is known to be gone. */
  get hasDied(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** What it wrote to stderr: its JSON log. */
  get output(): string {
    return this.#output
  }

  /** Kills writer and workers at once, as a power cut would. */
  async kill(): Promise<void> {
    if (living.has(this)) this.signal('SIGKILL', -this.pid)
    await this.death
  }

  /** Sends `signal` to the process `to`, by default the writer; a negative number is a group. */
  signal(signal: NodeJS.Signals, to = this.pid): void {
    process.kill(to, signal)
  }

  /** Stops it as an operator does; it must end well. */
  async stop(): Promise<void> {
    this.signal('SIGTERM')
    assert.deepEqual(await this.death, { code: 0, signal: null }, this.#output)
  }
}

/** Runs `./goferry ARGS…`, which is to kill itself when it reaches `point`, as in GOFERRY_CRASH_AT. */
export async function killedAt(point: string, args: readonly string[]): Promise<Death> {
  const { NODE_TEST_CONTEXT: _, ...own } = process.env
  const child = spawn(GOFERRY, args, { env: { ...own, GOFERRY_CRASH_AT: point }, stdio: 'ignore' })
  const [code, signal] = await once(child, 'close')
  return { code, signal }
}
