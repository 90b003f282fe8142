import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { GoRun, GoScratch } from '../../ports/go-scratch.ts'
import type { ModuleWalk } from '../../ports/module-walk.ts'

/** What go prints at most, in bytes: `go list` of ten thousand packages prints a few megabytes. */
const maxOutput = 64 << 20
/** How long one go command may take (it downloads, compiles and tests), and what its heap should not outgrow. */
const timeMs = 2 * 3_600_000
const memoryLimit = '2GiB'
/** Behind what serves: 0 is the priority of a process, 19 the last. */
const niceness = 5
/** Its module cache, by a name that go passes over: what has no go.mod in it is else part of a module in the folder. */
const modcache = '_modcache'
/** Bytes of what go said that are shown. */
const shownBytes = 2000

/** What a scratch is made with. */
export interface GoScratchParts {
  /** Where modules are taken from. */
  readonly goproxy: string
  /** PATH. */
  readonly path: string | undefined
  /** The checksum database that it holds modules against, as GOSUMDB has it; `off` where they were verified before. */
  readonly sumdb: string
  /** GOTOOLCHAIN: whether it may take another toolchain from there, held against that database. */
  readonly toolchain: 'local' | 'auto'
  /** What is put before every `go …`: a program that runs the rest of its arguments without a network, for instance. */
  readonly wrapper: readonly string[]
  /** Its build cache; undefined for an empty one. */
  readonly buildCache: string | undefined
  /** Finds what lies in the download folder of a module cache. */
  walk(folder: string): ReturnType<ModuleWalk>
}

/** The `go` of PATH, in a folder of its own below the system's temporary one. */
export class TemporaryGo implements GoScratch {
  readonly folder: string
  readonly came: ModuleWalk
  readonly #environment: NodeJS.ProcessEnv
  readonly #command: readonly [string, ...string[]]

  private constructor(folder: string, { goproxy, path, sumdb, toolchain, wrapper, buildCache, walk }: GoScratchParts) {
    this.folder = folder
    const [first = 'go', ...rest] = [...wrapper, 'go']
    this.#command = [first, ...rest]
    this.came = () => walk(join(folder, modcache, 'cache', 'download'))
    this.#environment = {
      PATH: path,
      HOME: folder,
      GOPATH: join(folder, 'gopath'),
      GOMODCACHE: join(folder, modcache),
      GOCACHE: buildCache ?? join(folder, 'gocache'),
      GOENV: 'off',
      GOFLAGS: '-modcacherw -mod=mod -buildvcs=false',
      GOPROXY: `${goproxy},off`,
      GOSUMDB: sumdb,
      GOTOOLCHAIN: toolchain,
      GOTELEMETRY: 'off',
      GOVCS: '*:off',
      GOWORK: 'off',
      CGO_ENABLED: '1',
      GOMEMLIMIT: memoryLimit,
    }
  }

  /** A new one. */
  static async open(parts: GoScratchParts): Promise<TemporaryGo> {
    const folder = await mkdtemp(join(tmpdir(), 'goferry-go-'))
    // Else the first go command leaves a process behind that writes in its home.
    const telemetry = join(folder, '.config', 'go', 'telemetry')
    await mkdir(telemetry, { recursive: true })
    await writeFile(join(telemetry, 'mode'), 'off')
    return new TemporaryGo(folder, parts)
  }

  async write(name: string, text: string): Promise<string> {
    const file = join(this.folder, name)
    await writeFile(file, text).catch(cause => fail(file, cause))
    return file
  }

  async read(name: string): Promise<string | undefined> {
    const file = join(this.folder, name)
    return readFile(file, 'utf8').catch(cause => (cause.code === 'ENOENT' ? undefined : fail(file, cause)))
  }

  run(args: readonly string[], { folder = this.folder, environment, signal }: GoRun): Promise<string> {
    const env = { ...this.#environment, ...environment }
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const [program, ...before] = this.#command
    const options = { cwd: folder, env, signal, maxBuffer: maxOutput, timeout: timeMs }
    const child = execFile(program, [...before, ...args], options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      const output = `${stdout.slice(-shownBytes)}\n${stderr}`
      reject(signal.aborted ? new GoferryError('interrupted', { subject: 'go' }) : failure(args, error, output))
    })
    if (child.pid !== undefined) setPriority(child.pid, niceness)
    return promise
  }

  async remove(): Promise<void> {
    // What cannot be removed now lies in the system's temporary folder, and is no reason to fail.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
  }
}

/** What `go test` has to say of a test that failed stands in its output. */
function failure(args: readonly string[], error: Error, output: string): GoferryError {
  const isGone = ('code' in error && error.code === 'ENOENT') || /exec: go: not found/.test(output)
  if (isGone) return new GoferryError('missing', { subject: 'go', reason: 'closure.no-go', cause: error })
  const subject = `go ${args.join(' ')}`
  if ('killed' in error && error.killed === true)
    return new GoferryError('go-failed', {
      subject,
      reason: 'job-time',
      params: { seconds: timeMs / 1000 },
      cause: error,
    })
  const lines = output.split('\n').filter(line => line.trim() !== '' && !/^(go: downloading |ok {2}|\? {2})/.test(line))
  const said = lines.join(' · ').replaceAll('\t', ' ').slice(0, shownBytes)
  return new GoferryError('go-failed', { subject, reason: 'closure.go-said', params: { said }, cause: error })
}

function fail(subject: string, cause: NodeJS.ErrnoException): never {
  throw new GoferryError('io-failed', {
    subject,
    reason: 'store-system',
    params: { code: cause.code ?? String(cause) },
    cause,
  })
}
