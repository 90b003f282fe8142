import { execFile } from 'node:child_process'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { GoferryError } from '../../core/errors.ts'
import { parseObject } from '../../core/json-object.ts'
import type { GoCommand, GoSettings } from '../../ports/go-command.ts'

/** The largest go.mod that Go takes, in bytes. */
const projectLimit = 16 << 20
/** How long `go env` may take, in milliseconds: it starts no download. */
const patienceMs = 30_000

/** The `go` of PATH, by `go env`. */
export class InstalledGo implements GoCommand {
  readonly #environment: Readonly<Record<string, string | undefined>>
  readonly #folder: string

  /** `environment`: what the go command is run in; `folder`: where, which decides the project. */
  constructor(environment: Readonly<Record<string, string | undefined>>, folder: string) {
    this.#environment = environment
    this.#folder = folder
  }

  async settings(): Promise<GoSettings | undefined> {
    try {
      // These three are answered by the go on PATH itself; any other, with a newer GOTOOLCHAIN, by one that it fetches.
      const chosen = await this.#go({}, 'env', 'GOTOOLCHAIN')
      const values = parseObject(await this.#go({ GOTOOLCHAIN: 'local' }, 'env', '-json')) ?? {}
      const GOTOOLCHAIN = chosen.trim()
      const texts = Object.entries(values).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
      const all = { ...Object.fromEntries(texts), GOTOOLCHAIN }
      const file = await this.#settingsFile(all)
      return {
        values: all,
        source: name => (this.#environment[name] ? 'environment' : file.has(name) ? 'file' : undefined),
        project: await this.#project(all),
      }
    } catch (error) {
      if (error instanceof GoferryError) throw error
      if (error instanceof Error) return undefined
      throw error
    }
  }

  async write(name: string, value: string | undefined): Promise<void> {
    try {
      const local = { GOTOOLCHAIN: 'local' }
      await (value === undefined
        ? this.#go(local, 'env', '-u', name)
        : this.#go(local, 'env', '-w', `${name}=${value}`))
    } catch (cause) {
      const [problem = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n').slice(-2)
      throw new GoferryError('io-failed', { subject: name, reason: 'store-system', params: { code: problem }, cause })
    }
  }

  /** The names that the go command's own settings file sets (`NAME=VALUE` a line, `#` begins a comment). */
  async #settingsFile({ GOENV = '' }: Readonly<Record<string, string>>): Promise<ReadonlySet<string>> {
    const bytes = GOENV === '' || GOENV === 'off' ? undefined : await readBounded(GOENV)
    const lines = Buffer.from(bytes ?? [])
      .toString()
      .split('\n')
    return new Set(lines.flatMap(line => /^\s*([A-Z][A-Z0-9_]*)=./.exec(line)?.[1] ?? []))
  }

  async #project({ GOWORK = '', GOMOD = '' }: Readonly<Record<string, string>>): Promise<GoSettings['project']> {
    const file = GOWORK === '' || GOWORK === 'off' ? GOMOD : GOWORK
    const bytes = file === '' || file === '/dev/null' || file === 'NUL' ? undefined : await readBounded(file)
    return bytes && { file, bytes }
  }

  async #go(more: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string> {
    const env = { ...this.#environment, ...more }
    const options = { cwd: this.#folder, env, timeout: patienceMs, maxBuffer: 4 << 20 }
    return (await promisify(execFile)('go', args, options)).stdout
  }
}

/** The bytes of a file of bounded size; undefined where it cannot be read, which the go command tells by itself. */
async function readBounded(path: string): Promise<Uint8Array | undefined> {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    if (size > projectLimit) throw new GoferryError('too-large', { subject: path })
    return await file.readFile()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined
    throw error
  }
}
