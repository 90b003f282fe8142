import { GoferryError } from '../../core/errors.ts'

/**
 * Runs `work` and names what the file system refused after `subject`, a key: no machine path reaches a message that a
 * client may see (the cause keeps it for the journal). What is no error of the system goes up as it is. Throws
 * `no-space`, `bad-file-path` (a name longer than the file system takes), `store-damaged` (a link) or `io-failed`.
 */
export async function guard<T>(subject: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw named(subject, cause)
  }
}

/** As `guard`, for what does not leave the thread. */
export function guardNow<T>(subject: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw named(subject, cause)
  }
}

function named(subject: string, cause: unknown): unknown {
  const code = systemCode(cause)
  return code === undefined ? cause : fileError(code, subject, cause)
}

/** Gives undefined where `work` fails with one of the system's `codes`; other failures go up. */
export async function unless<T>(codes: readonly string[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (hasCode(error, codes)) return undefined
    throw error
  }
}

/** Whether the system answered with one of `codes`. */
export function hasCode(error: unknown, codes: readonly string[]): boolean {
  return codes.includes(systemCode(error) ?? '')
}

/** ENOTDIR: an element of the path is a file, so what would be below it is not there. */
export const nothingThere: readonly string[] = ['ENOENT', 'ENOTDIR']

function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

function fileError(code: string, subject: string, cause: unknown): GoferryError {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new GoferryError('no-space', { subject, reason: 'store-full', cause })
    case 'ENAMETOOLONG':
      return new GoferryError('bad-file-path', { subject, reason: 'store-name-long', cause })
    case 'ELOOP':
      return new GoferryError('store-damaged', { subject, reason: 'store-not-file', cause })
    default:
      return new GoferryError('io-failed', { subject, reason: 'store-system', params: { code }, cause })
  }
}
