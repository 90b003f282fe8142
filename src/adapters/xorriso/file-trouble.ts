import { GoferryError } from '../../core/errors.ts'

/**
 * Runs `work`; what the file system refuses is named after `subject`. Throws `absent`, `usage` (something is there
 * already), `no-space`, `io-failed`.
 */
export async function guarded<T>(subject: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof GoferryError || !(cause instanceof Error && 'code' in cause)) throw cause
    switch (cause.code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new GoferryError('absent', { subject, cause })
      case 'EEXIST':
        throw new GoferryError('usage', { subject, reason: 'file-exists', cause })
      case 'ENOSPC':
      case 'EDQUOT':
        throw new GoferryError('no-space', { subject, reason: 'store-full', cause })
      default: {
        const params = { code: String(cause.code) }
        throw new GoferryError('io-failed', { subject, reason: 'store-system', params, cause })
      }
    }
  }
}
