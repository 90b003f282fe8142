import type { Upstream } from '../../ports/upstream.ts'
import { FileUpstream } from './file-upstream.ts'
import { HttpUpstream } from './http-upstream.ts'
import { parseUpstreamUrl } from './upstream-url.ts'

/** The upstream under an http, https or file URL, which may carry `user:password@`. Throws `bad-settings`. */
export function openUpstream(text: string): Upstream {
  const url = parseUpstreamUrl(text)
  return url.base.protocol === 'file:' ? new FileUpstream(url) : new HttpUpstream(url)
}
