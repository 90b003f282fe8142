import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { GoRun, GoScratch } from '../../ports/go-scratch.ts'
import type { ModuleWalk } from '../../ports/module-walk.ts'

/** What go prints at most, in bytes: `go list` of ten thousand packages prints a few megabytes. */
const maxOutput = 64 << 20
/** Bytes of what go said that are shown. */
const shownBytes = 2000

/** What a scratch is made with. */
export interface GoScratchParts {
  /** Where modules are taken from. */
  readonly goproxy: string
  /** PATH. */
  readonly path: string | undefined
  /** Finds what lies in the download folder of a module cache. */
  walk(folder: string): ReturnType<ModuleWalk>
}

/** The `go` of PATH, in a folder of its own below the system's temporary one. */
export class TemporaryGo implements GoScratch {
  readonly folder: string
  readonly came: ModuleWalk
  readonly #environment: NodeJS.ProcessEnv

  private constructor(folder: string, { goproxy, path, walk }: GoScratchParts) {
    this.folder = folder
    this.came = () => walk(join(folder, 'modcache', 'cache', 'download'))
    this.#environment = {
      PATH: path,
      HOME: folder,
      GOPATH: join(folder, 'gopath'),
      GOMODCACHE: join(folder, 'modcache'),
      GOCACHE: join(folder, 'gocache'),
      GOENV: 'off',
      GOFLAGS: '-modcacherw -mod=mod -buildvcs=false',
      GOPROXY: `${goproxy},off`,
      // What comes was verified where it comes from.
      GOSUMDB: 'off',
      GOTOOLCHAIN: 'local',
      GOTELEMETRY: 'off',
      GOVCS: '*:off',
      GOWORK: 'off',
      CGO_ENABLED: '1',
    }
  }

  /** A new one. */
  static async open(parts: GoScratchParts): Promise<TemporaryGo> {
    return new TemporaryGo(await mkdtemp(join(tmpdir(), 'goferry-go-')), parts)
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
    execFile('go', args, { cwd: folder, env, signal, maxBuffer: maxOutput }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      reject(signal.aborted ? new GoferryError('interrupted', { subject: 'go' }) : failure(args, error, stderr))
    })
    return promise
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

function failure(args: readonly string[], error: Error, stderr: string): GoferryError {
  if ('code' in error && error.code === 'ENOENT')
    return new GoferryError('missing', { subject: 'go', reason: 'closure.no-go', cause: error })
  const lines = stderr.split('\n').filter(line => line.trim() !== '' && !line.startsWith('go: downloading '))
  const said = lines.join(' · ').slice(-shownBytes)
  return new GoferryError('go-failed', {
    subject: `go ${args.join(' ')}`,
    reason: 'closure.go-said',
    params: { said },
    cause: error,
  })
}

function fail(subject: string, cause: NodeJS.ErrnoException): never {
  throw new GoferryError('io-failed', {
    subject,
    reason: 'store-system',
    params: { code: cause.code ?? String(cause) },
    cause,
  })
}
