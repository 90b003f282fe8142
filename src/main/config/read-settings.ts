import { readFileSync } from 'node:fs'
import { GoferryError } from '../../core/errors.ts'

/** The most bytes of a file of settings. */
const mostBytes = 1 << 20

/** The text of the file of settings `file`. Throws `bad-settings`; for a missing one with the reason `missing`. */
export function readSettings(file: string, missing: 'settings.no-file' | 'trust.no-file' = 'settings.no-file'): string {
  try {
    const bytes = readFileSync(file)
    if (bytes.length <= mostBytes) return bytes.toString()
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? missing : 'settings.no-file'
    const problem = cause instanceof Error ? cause.message : ''
    throw new GoferryError('bad-settings', { subject: file, reason, params: { problem }, cause })
  }
  throw new GoferryError('bad-settings', { subject: file, reason: 'settings.too-long', params: { limit: mostBytes } })
}
