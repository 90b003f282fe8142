import type { IncomingMessage } from 'node:http'

/**
 * Whether the request comes from this machine itself: a loopback address, and no header by which a reverse proxy on this
 * machine says that it asks for someone else.
 */
export function isLocal(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? ''
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(name => name in request.headers)
  return !forwarded && (address === '::1' || /^(::ffff:)?127\./.test(address))
}
