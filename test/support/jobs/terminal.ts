import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after } from 'node:test'
import { type Death, GOFERRY } from '../mortal-node.ts'

const open = new Set<ChildProcess>()
after(() => {
  for (const child of open) child.kill('SIGKILL')
})

/** A command of goferry that runs at a terminal, and what it has shown so far. */
export class Terminal {
  /** How it ended. */
  readonly death: Promise<Death>
  readonly #child: ChildProcess
  #shown = ''

  /** Runs `./goferry ARGS…`. */
  constructor(...args: readonly string[]) {
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env
    const child = spawn(GOFERRY, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', text => {
        this.#shown += text
        child.emit('shown')
      })
    open.add(child)
    this.#child = child
    this.death = once(child, 'close').then(([code, signal]) => {
      open.delete(child)
      child.emit('shown')
      return { code, signal }
    })
  }

  /** All that it has shown, on both of its streams. */
  get shown(): string {
    return this.#shown
  }

  /** Waits until it has shown `text` so many times. */
  async shows(text: string, times = 1): Promise<void> {
    while (this.#shown.split(text).length <= times) {
      assert.ok(open.has(this.#child), `ended without ${text}: ${this.#shown}`)
      await once(this.#child, 'shown')
    }
  }

  /** Sends `signal`, and gives how it ended. */
  signal(signal: NodeJS.Signals): Promise<Death> {
    this.#child.kill(signal)
    return this.death
  }

  /** Its exit code; -1 where a signal ended it. */
  async code(): Promise<number> {
    return (await this.death).code ?? -1
  }
}
