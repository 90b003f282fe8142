import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandResult, runCommand } from './run-command.ts'

/** The build cache of the machine: what was compiled once serves every client. */
const GOCACHE = spawnSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).stdout.trim()

/** Settings of one developer's desk: Go's own variables. */
export type GoSettings = Readonly<Record<string, string>>

/**
 * A developer's desk: the real go command with a module cache and settings of its own, which are Go's defaults but for those
 * given. `-trimpath` lets desks share what they compiled.
 */
export class GoClient {
  readonly folder: string
  readonly #settings: GoSettings
  /** The environment in which its commands run. */
  readonly environment: NodeJS.ProcessEnv

  /** `folder`: for this client alone. */
  constructor(folder: string, settings: GoSettings) {
    this.folder = folder
    this.#settings = settings
    const telemetry = join(folder, 'home', '.config', 'go', 'telemetry')
    mkdirSync(telemetry, { recursive: true })
    // Else the first go command in a new home leaves a process behind that writes there.
    writeFileSync(join(telemetry, 'mode'), 'off')
    this.environment = {
      PATH: process.env['PATH'],
      HOME: join(folder, 'home'),
      GOPATH: join(folder, 'gopath'),
      GOMODCACHE: join(folder, 'modcache'),
      GOBIN: join(folder, 'bin'),
      GOCACHE,
      GOENV: 'off',
      GOFLAGS: '-modcacherw -trimpath',
      GOTOOLCHAIN: 'local',
      ...settings,
    }
  }

  /** The same desk with some settings changed: folder and caches stay. */
  with(settings: Readonly<Record<string, string>>): GoClient {
    return new GoClient(this.folder, { ...this.#settings, ...settings })
  }

  /** Runs `go ARGS…` in the folder `cwd`. */
  go(cwd: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.run(cwd, 'go', ...args)
  }

  /** Runs `go ARGS…` in the folder `cwd`, which must succeed; gives what it printed. */
  async succeeds(cwd: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.go(cwd, ...args)
    assert.equal(code, 0, `go ${args.join(' ')}: ${stderr}`)
    return stdout
  }

  /** Runs `go ARGS…` in the folder `cwd`, which must fail; gives what it printed. */
  async fails(cwd: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.go(cwd, ...args)
    assert.notEqual(code, 0, `go ${args.join(' ')}: ${stdout}`)
    return stderr
  }

  /** Runs any program in the environment of this desk. */
  run(cwd: string, ...command: readonly string[]): Promise<CommandResult> {
    return runCommand(command, { cwd, env: this.environment })
  }
}
