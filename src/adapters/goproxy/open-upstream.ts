import { GoferryError } from '../../core/errors.ts'
import type { Upstream } from '../../ports/upstream.ts'
import { ChainUpstream, type Link, RefusingUpstream } from './chain-upstream.ts'
import { FileUpstream } from './file-upstream.ts'
import { HttpUpstream } from './http-upstream.ts'
import { parseUpstreamUrl } from './upstream-url.ts'

/**
 * The upstream under `text`: an http, https or file URL, which may carry `user:password@`, or several in the form of
 * GOPROXY, parted by `,` or `|`, up to `direct` or `off`. A file URL that ends in `#files` has the files of versions
 * and says nothing of which there are. Throws `bad-settings`.
 */
export function openUpstream(text: string): Upstream {
  const links: Link[] = []
  for (const [, entry = '', end = ''] of text.matchAll(/([^,|]*)([,|]|$)/g)) {
    const name = entry.trim()
    if (name === '') continue
    links.push({ upstream: openOne(name, links.length === 0), orAfterError: end === '|' })
    if (name === 'direct' || name === 'off') break
  }
  const [first] = links
  if (first === undefined) throw new GoferryError('bad-settings', { subject: 'upstream', reason: 'upstream-url' })
  return links.length === 1 ? first.upstream : new ChainUpstream(links)
}

function openOne(text: string, isFirst: boolean): Upstream {
  if (text === 'direct' || text === 'off') return new RefusingUpstream(text, { isFirst })
  const [, bare] = /^(file:.*)#files$/.exec(text) ?? []
  if (bare !== undefined) return new FileUpstream(parseUpstreamUrl(bare), { hasFilesOnly: true })
  const url = parseUpstreamUrl(text)
  return url.base.protocol === 'file:' ? new FileUpstream(url) : new HttpUpstream(url)
}
