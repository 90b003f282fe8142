import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What Go, or goferry, says of one input: a value, or a refusal. */
export type Verdict = { ok: true; value?: unknown } | { ok: false; error: string }

const root = join(import.meta.dirname, '..', '..')

/** Builds `test/oracle` once a checkout and machine; Go's build cache makes the next call quick. Returns the binary. */
function build(): string {
  const cache = join(root, '.cache')
  mkdirSync(cache, { recursive: true })
  const binary = join(cache, 'oracle')
  execFileSync('go', ['build', '-o', binary, '.'], {
    cwd: join(root, 'test', 'oracle'),
    env: { ...process.env, GOWORK: 'off', GOFLAGS: '-mod=mod' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return binary
}

/** A running `test/oracle`: asks Go's own x/mod. Answers come in the order of the questions. */
export class Oracle {
  readonly #child: ChildProcess
  readonly #waiting: ((verdict: Verdict) => void)[] = []

  constructor() {
    this.#child = spawn(build(), { stdio: ['pipe', 'pipe', 'inherit'] })
    if (!this.#child.stdout) throw new TypeError('the oracle has no stdout')
    createInterface({ input: this.#child.stdout }).on('line', line => this.#waiting.shift()?.(JSON.parse(line)))
  }

  /** What Go says of each of `inputs` under the operation `op`, in order. */
  async ask(op: string, inputs: readonly Uint8Array[]): Promise<Verdict[]> {
    const answers = inputs.map(() => new Promise<Verdict>(resolve => this.#waiting.push(resolve)))
    const lines = inputs.map(input => `${JSON.stringify({ op, in: Buffer.from(input).toString('base64') })}\n`)
    this.#child.stdin?.write(lines.join(''))
    return Promise.all(answers)
  }

  /** Ends the child; call it in `after`. */
  close(): void {
    this.#child.stdin?.end()
  }
}
