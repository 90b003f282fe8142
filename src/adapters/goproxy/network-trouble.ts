import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { certificateTrouble } from './certificate-trouble.ts'

/**
 * `error` of a fetch as `upstream-failed`: `upstream-unreachable` where no connection came about, with the system's
 * name for what happened (`ECONNREFUSED`, `ENOTFOUND`). The error itself is not kept as the cause: what its text shows
 * is not ours to vouch for (abuse case A18). A GoferryError stays as it is.
 */
export function networkTrouble(subject: string, error: unknown): GoferryError {
  const ours = chain(error).find(link => isGoferryError(link))
  if (isGoferryError(ours)) return ours
  const why = systemCode(error)
  const reason = connectCodes.includes(why) ? 'upstream-unreachable' : 'upstream-broken'
  return new GoferryError('upstream-failed', { subject, reason, params: { why } })
}

/** As `networkTrouble`; of a certificate that was refused it says why and whose it is, after a second look at `url`. */
export async function connectTrouble(subject: string, url: URL, error: unknown): Promise<GoferryError> {
  const trouble = networkTrouble(subject, error)
  const { why } = trouble.params
  return (why === undefined ? undefined : await certificateTrouble(subject, url, String(why))) ?? trouble
}

/** The codes that mean that there was no connection at all, as far as DNS, TCP and undici have them. */
const connectCodes = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]

/**
 * Whether the connection went before anything was answered: what an
 * idle connection that the server just closed looks like.
 */
export function isLostConnection(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(systemCode(error))
}

/** The innermost code of an error and its causes; undici wraps the system's errors. */
function systemCode(error: unknown): string {
  const codes = chain(error).flatMap(link => (hasCode(link) ? [link.code] : []))
  return codes.at(-1) ?? 'network error'
}

function hasCode(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
}

/** `error` and its causes, at most 8. */
function chain(error: unknown): unknown[] {
  const links: unknown[] = []
  for (let link = error; link instanceof Error && links.length < 8; link = link.cause) links.push(link)
  return links
}
