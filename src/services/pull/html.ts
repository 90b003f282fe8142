import { GoferryError } from '../../core/errors.ts'

/**
 * Throws `upstream-failed` where `bytes` are a web page: a portal or
 * a firewall stands in for the upstream and answers 200.
 */
export function checkNotHtml(subject: string, bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart()
  if (start.startsWith('<')) throw new GoferryError('upstream-failed', { subject, reason: 'upstream-html' })
}
