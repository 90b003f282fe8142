import { unescape as decode } from 'node:querystring'
import { GoferryError } from '../../core/errors.ts'

/** An upstream's URL, taken apart so that its secret part can never be shown. */
export interface UpstreamUrl {
  /** Without user name, password, query, fragment and trailing slash. */
  readonly name: string
  /** As `name`, ending in `/`: what paths are resolved against. */
  readonly base: URL
  /** The value of the Authorization header (RFC 7617), where the URL had a user name. */
  readonly authorization: string | undefined
}

/**
 * The URL of `path`, which is not percent-encoded, below `base`; undefined where it would not lie below it (`..`).
 */
export function urlBelow(base: URL, path: string): URL | undefined {
  const encoded = path.replace(/[%?#\\]/g, encodeURIComponent).replace(/^\/+/, '')
  const url = new URL(`./${encoded}`, base)
  return url.href.startsWith(base.href) ? url : undefined
}

/** Reads an http, https or file URL. Throws `bad-settings` for any other text, a query or a fragment. */
export function parseUpstreamUrl(text: string): UpstreamUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:', 'file:'].includes(url.protocol)) {
    throw new GoferryError('bad-settings', { subject: 'upstream', reason: 'upstream-url' })
  }
  if (url.search !== '' || url.hash !== '') {
    throw new GoferryError('bad-settings', { subject: 'upstream', reason: 'upstream-url-query' })
  }
  const authorization = url.username === '' ? undefined : basic(url.username, url.password)
  url.username = ''
  url.password = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return { name: url.href.slice(0, -1), base: url, authorization }
}

/** `user` and `password` stand percent-encoded in a URL. */
function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${decode(user)}:${decode(password)}`, 'utf8').toString('base64')}`
}
