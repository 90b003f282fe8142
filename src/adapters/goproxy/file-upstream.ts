import { type FileHandle, open, realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { Upstream, UpstreamAnswer, UpstreamLook } from '../../ports/upstream.ts'
import { type UpstreamUrl, urlBelow } from './upstream-url.ts'

/**
 * A GOPROXY tree in a folder (`file://`): a missing file is absent, and no symbolic link leads out of the folder. With
 * `hasFilesOnly` it is asked for the files of versions alone: of which there are, another upstream knows more.
 */
export class FileUpstream implements Upstream {
  readonly name: string
  readonly #base: URL
  readonly #hasFilesOnly: boolean

  /** `url`: a file URL of this machine. Throws `bad-settings` where it names another host. */
  constructor(url: UpstreamUrl, { hasFilesOnly = false } = {}) {
    if (url.base.host !== '') throw new GoferryError('bad-settings', { subject: 'upstream', reason: 'upstream-url' })
    this.name = url.name
    this.#base = url.base
    this.#hasFilesOnly = hasFilesOnly
  }

  /** See `Upstream.get`. */
  async get(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    const subject = `${this.name}/${path}`
    const url = this.#urlOf(path)
    const file = url && (await this.#open(subject, url))
    if (file === undefined) return { status: 'absent', code: 404, text: '' }
    return { status: 'ok', from: this.name, contentType: '', body: pieces(subject, file, limitBytes) }
  }

  /** See `Upstream.look`. */
  async look(path: string): Promise<UpstreamLook> {
    const subject = `${this.name}/${path}`
    const url = this.#urlOf(path)
    await using file = url && (await this.#open(subject, url))
    if (file === undefined) return { status: 'absent', code: 404, text: '' }
    return { status: 'ok', bytes: (await file.stat()).size }
  }

  #urlOf(path: string): URL | undefined {
    if (this.#hasFilesOnly && /\/(@v\/list|@latest)$/.test(path)) return undefined
    return urlBelow(this.#base, path)
  }

  async #open(subject: string, url: URL): Promise<FileHandle | undefined> {
    try {
      const root = await realpath(this.#base).catch(cause => {
        if (!isCode(cause, 'ENOENT', 'ENOTDIR')) throw cause
        throw new GoferryError('upstream-failed', { subject, reason: 'upstream-no-folder', cause })
      })
      const real = await realpath(url)
      if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) {
        throw new GoferryError('upstream-failed', { subject, reason: 'upstream-outside' })
      }
      const file = await open(real)
      if ((await file.stat()).isFile()) return file
      await file.close()
      return undefined
    } catch (error) {
      if (isCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG')) return undefined
      throw trouble(subject, error)
    }
  }
}

async function* pieces(subject: string, file: FileHandle, limitBytes: number): AsyncGenerator<Uint8Array> {
  let got = 0
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536))
      if (bytesRead === 0) return
      got += bytesRead
      if (got > limitBytes) {
        throw new GoferryError('too-large', { subject, reason: 'upstream-body-limit', params: { limit: limitBytes } })
      }
      yield buffer.subarray(0, bytesRead)
    }
  } catch (error) {
    throw trouble(subject, error)
  } finally {
    await file.close()
  }
}

function trouble(subject: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof GoferryError) return error
  return new GoferryError('upstream-failed', {
    subject,
    reason: 'upstream-broken',
    params: { why: String(error.code) },
  })
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
