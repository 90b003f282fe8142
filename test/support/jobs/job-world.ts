import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Job } from '../../../src/core/jobs/job.ts'
import { MisbehavingUpstream } from '../misbehaving-upstream.ts'
import { goferry, NodeProcess } from '../node-process.ts'
import { settingsFile } from '../settings-file.ts'
import { makeModule } from '../test-module.ts'
import { Terminal } from './terminal.ts'

/** The modules of each upstream: `job.test/m0` and so on. */
export const jobModules = Array.from({ length: 6 }, (_, i) => makeModule({ path: `job.test/m${i}`, version: 'v1.0.0' }))

/** A data folder, nodes and terminals on it, and an upstream that keeps a module back as long as a test wants. */
export class JobWorld {
  readonly data: string
  readonly upstream: MisbehavingUpstream
  readonly #settings: string[]

  private constructor(data: string, upstream: MisbehavingUpstream, settings: Readonly<Record<string, unknown>>) {
    this.data = data
    this.upstream = upstream
    this.#settings = settingsFile(data, { workers: 0, upstream: upstream.url, ...settings })
  }

  /** A world in the empty folder `data`, whose nodes have `settings`. */
  static async start(data: string, settings: Readonly<Record<string, unknown>> = {}): Promise<JobWorld> {
    return new JobWorld(data, await MisbehavingUpstream.start(jobModules), settings)
  }

  /** Starts a node. */
  up(): Promise<NodeProcess> {
    return NodeProcess.start(this.data, ...this.#settings)
  }

  /** From now on the zip of module `i` does not come before the function that is given is called. */
  hold(i: number): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    const path = `job.test/m${i}/@v/v1.0.0.zip`
    this.upstream.misbehaviours.set(path, { kind: 'held', until: promise })
    return () => {
      this.upstream.misbehaviours.delete(path)
      resolve()
    }
  }

  /** `goferry add` of modules by their numbers, at a terminal, with more arguments. */
  add(modules: readonly number[], ...args: readonly string[]): Terminal {
    return new Terminal('add', ...this.#args(), ...args, ...modules.map(i => `job.test/m${i}@v1.0.0`))
  }

  /** `goferry job ARGS…` at a terminal. */
  terminal(...args: readonly string[]): Terminal {
    return new Terminal('job', ...args, ...this.#args())
  }

  /** Runs `goferry job ARGS…` to its end. */
  job(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return goferry('job', ...args, ...this.#args())
  }

  /** What `goferry job ARGS… --json` says, which must succeed: a line each. */
  async json<T = Job>(...args: readonly string[]): Promise<T[]> {
    const { code, stdout, stderr } = await this.job(...args, '--json')
    assert.equal(code, 0, stderr)
    return stdout
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
  }

  /** The one job of the kind `add`. */
  async addJob(): Promise<Job> {
    const [job, ...others] = await this.json('ls', '--kind', 'add')
    assert.ok(job !== undefined && others.length === 0)
    return job
  }

  /** The file of the jobs. */
  get database(): string {
    return join(this.data, 'jobs.sqlite')
  }

  #args(): string[] {
    return ['--data', this.data, ...this.#settings]
  }
}
