import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { DemoEvent } from '../../cli/demo-access.ts'
import { GoferryError } from '../../core/errors.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'

/** A command of the demonstration. */
export interface Scene {
  readonly command: readonly string[]
  /** What is shown in its place: shorter paths, no wrapper. */
  readonly shown: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The exit codes that are right here: what is refused must be refused. */
  readonly codes: readonly number[]
  /** What is told where it ends otherwise. */
  readonly advice?: MessageKey
}

/** Runs commands in front of the reader, and stops where one does not end as it must. */
export class Stage {
  readonly #show: (event: DemoEvent) => void
  readonly #signal: AbortSignal
  readonly #root: string

  /** `root`: the folder of all of it, which is left out of what is shown. */
  constructor(show: (event: DemoEvent) => void, { signal, root }: { signal: AbortSignal; root: string }) {
    this.#show = show
    this.#signal = signal
    this.#root = root
  }

  /** Announces a step. */
  step(n: number, of: number, title: string): void {
    this.#show({ kind: 'step', n, of, title })
  }

  /** Says a line. */
  say(line: string): void {
    this.#show({ kind: 'output', line })
  }

  /** Runs one command, shows what it says, gives its output. Throws `incomplete`, `io-failed`. */
  async run({ command, shown, folder, environment, codes, advice = 'demo.other-end' }: Scene): Promise<string> {
    const [program = '', ...args] = command
    const started = Date.now()
    this.#goesOn()
    this.#show({ kind: 'command', line: shown })
    const child = spawn(program, args, { cwd: folder, env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
    const leave = () => child.kill('SIGINT')
    this.#signal.addEventListener('abort', leave)
    try {
      const ended = new Promise<number>((resolve, reject) => {
        child.on('error', cause => reject(new GoferryError('io-failed', { subject: program, cause })))
        child.on('close', code => resolve(code ?? 1))
      })
      const [output, , code] = await Promise.all([this.#lines(child.stdout), this.#lines(child.stderr), ended])
      this.#show({ kind: 'ended', code, seconds: (Date.now() - started) / 1000 })
      this.#goesOn()
      if (codes.includes(code)) return output
      const params = { code, expected: codes.join(', ') }
      throw new GoferryError('incomplete', { subject: shown, reason: advice, params })
    } finally {
      this.#signal.removeEventListener('abort', leave)
    }
  }

  #goesOn(): void {
    if (this.#signal.aborted) throw new GoferryError('incomplete', { subject: 'demo', reason: 'demo.stopped' })
  }

  async #lines(stream: NodeJS.ReadableStream): Promise<string> {
    let all = ''
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      all += `${line}\n`
      this.say(line.replaceAll(`${this.#root}/`, ''))
    }
    return all
  }
}
