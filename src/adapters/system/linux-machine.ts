import { chmod, lstat, open, readdir, readFile, stat, statfs } from 'node:fs/promises'
import { GoferryError } from '../../core/errors.ts'
import type { FileFacts, FileSystem, Machine } from '../../ports/machine.ts'

/** This machine. What only Linux tells (`/proc`) is unknown elsewhere. */
export class LinuxMachine implements Machine {
  readonly user = process.getuid?.()

  space(path: string): Promise<FileSystem> {
    return guard(path, async () => {
      const { bsize, blocks, bavail, files, ffree } = await statfs(path)
      return { bytes: bsize * blocks, freeBytes: bsize * bavail, files, freeFiles: ffree }
    })
  }

  file(path: string): Promise<FileFacts | undefined> {
    return guard(path, async () => {
      const found = await orAbsent(lstat(path))
      if (found === undefined) return undefined
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
      return { kind, user: found.uid, mode: found.mode & 0o777, changed: found.mtimeMs }
    })
  }

  list(path: string): Promise<string[]> {
    return guard(path, async () => ((await orAbsent(readdir(path))) ?? []).sort())
  }

  read(path: string, limit: number): Promise<Uint8Array> {
    return guard(path, async () => {
      await using file = await open(path)
      if ((await file.stat()).size > limit) throw new GoferryError('too-large', { subject: path })
      return await file.readFile()
    })
  }

  async openFileLimit(pid: number): Promise<number | undefined> {
    const limits = await readProc(`/proc/${pid}/limits`)
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? []
    return soft === 'unlimited' ? Number.POSITIVE_INFINITY : soft === undefined ? undefined : Number(soft)
  }

  async lockHolder(path: string): Promise<number | undefined> {
    const found = await guard(path, () => orAbsent(stat(path, { bigint: true })))
    if (found === undefined) return undefined
    // `1: POSIX  ADVISORY  WRITE 4711 08:01:1311 0 EOF` (proc(5)): device in hexadecimal, then the inode.
    const lock = new RegExp(`^\\d+: POSIX +\\S+ +WRITE +(\\d+) +[0-9a-f]+:[0-9a-f]+:${found.ino} `, 'm')
    const [, pid] = lock.exec(await readProc('/proc/locks')) ?? []
    return pid === undefined ? undefined : Number(pid)
  }

  setMode(path: string, mode: number): Promise<void> {
    return guard(path, () => chmod(path, mode))
  }
}

/** A file of the kernel; empty where there is none, or it is another user's. */
async function readProc(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

async function orAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch(error => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
    throw error
  })
}

async function guard<T>(subject: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = codeOf(cause)
    if (cause instanceof GoferryError || code === '') throw cause
    throw new GoferryError('io-failed', { subject, reason: 'store-system', params: { code }, cause })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : ''
}
