import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A script of this folder in a process of its own: it says what it did line by line on its stdout. */
export class Child {
  readonly #process: ChildProcess
  readonly #exit: Promise<unknown[]>
  readonly #lines: AsyncIterator<string>

  /** `script`: its name in this folder. */
  constructor(script: string, ...args: string[]) {
    this.#process = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#exit = once(this.#process, 'exit')
    if (this.#process.stdout === null) throw new TypeError('the child has no stdout')
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  /** The next line, or undefined at the end. */
  async line(): Promise<string | undefined> {
    const next = await this.#lines.next()
    return next.done === true ? undefined : next.value
  }

  /** All lines that are left. */
  async rest(): Promise<string[]> {
    const lines: string[] = []
    for (let line = await this.line(); line !== undefined; line = await this.line()) lines.push(line)
    return lines
  }

  /** Sends `signal`, without waiting. */
  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }

  /** Kills it as `kill -9` does and waits until it is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL')
    await this.#exit
  }
}
