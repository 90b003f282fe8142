import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { link, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GoferryError } from '../../core/errors.ts'
import type { CheckRoom, CommandEnd, OperatorChecks } from '../../ports/operator-checks.ts'
import { readChunks } from '../../ports/read-whole.ts'
import type { StoredBlob } from '../../ports/store.ts'

/** The end of what a command prints that is kept, in bytes. */
const outputLimit = 4096

/** Checks by programs of this machine, over a folder of the node's own. */
export class MachineChecks implements OperatorChecks {
  readonly #folder: string
  readonly #path: string | undefined

  /** `folder`: where files to be checked are laid down, on the disk of the store; `path`: where programs are found. */
  constructor(folder: string, path: string | undefined) {
    this.#folder = folder
    this.#path = path
  }

  /** See the port. */
  async openRoom(): Promise<CheckRoom> {
    const path = this.#folder
    const close = () => guarded(path, () => rm(path, { recursive: true, force: true }))
    await close()
    await guarded(path, () => mkdir(path, { recursive: true, mode: 0o700 }))
    return { path, add: (name, blob) => guarded(name, () => lay(join(path, name), blob)), close }
  }

  /** See the port. A process group of its own, so that nothing of it outlives its time. */
  run(command: readonly string[], limits: { patienceMs: number; signal: AbortSignal }): Promise<CommandEnd> {
    const [program = '', ...args] = command
    const env = { PATH: this.#path ?? '/usr/bin:/bin', LC_ALL: 'C' }
    return new Promise(resolve => {
      let output = ''
      const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
      const end = () => {
        if (child.pid === undefined) return
        try {
          process.kill(-child.pid, 'SIGKILL')
        } catch {
          // It has ended.
        }
      }
      const timer = setTimeout(end, limits.patienceMs)
      limits.signal.addEventListener('abort', end, { once: true })
      if (limits.signal.aborted) end()
      const heard = (text: string) => {
        output = `${output}${text}`.slice(-outputLimit)
      }
      child.stdout.setEncoding('utf8').on('data', heard)
      child.stderr.setEncoding('utf8').on('data', heard)
      const settle = (code: number | null | undefined) => {
        clearTimeout(timer)
        limits.signal.removeEventListener('abort', end)
        end()
        resolve({ code: code ?? undefined, output })
      }
      child.once('error', error => {
        heard(error.message)
        settle(undefined)
      })
      child.once('close', code => settle(code))
    })
  }
}

/** As a hard link where the disk can; a copy of what lies elsewhere. */
async function lay(path: string, blob: StoredBlob): Promise<void> {
  if (blob.location !== undefined) {
    try {
      await link(blob.location, path)
      return
    } catch {
      // Another disk, or one without links: the copy below tells what is really wrong.
    }
  }
  await pipeline(Readable.from(copied(blob)), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
}

async function* copied(blob: StoredBlob): AsyncGenerator<Uint8Array> {
  for await (const chunk of readChunks(blob)) yield chunk.slice()
}

async function guarded<T>(subject: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    const params = { code }
    throw new GoferryError(code === 'ENOSPC' ? 'no-space' : 'io-failed', {
      subject,
      reason: 'store-system',
      params,
      cause,
    })
  }
}
