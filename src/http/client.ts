import type { IncomingMessage } from 'node:http'

/** Headers by which a reverse proxy on this machine says that it asks for someone else. */
const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/**
 * Whether the request comes from this machine itself: from a loopback address, to a loopback name (a
 * web page elsewhere can make a browser here ask under its own name), and through no reverse proxy
 * that can be told: one that says so, or one that speaks HTTP/1.0 to what is behind it, as nginx
 * does by default. One that hides it all must not pass `/index` and data tiles on (docs/operate).
 */
export function isLocal(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? ''
  if (request.httpVersion === '1.0' || FORWARDING.some(name => name in request.headers)) return false
  return isLoopback(address.replace(/^::ffff:/, '')) && isLoopbackName(request.headers.host ?? '')
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)
}

/** `host` as in the header: a name or address, perhaps with a port. */
function isLoopbackName(host: string): boolean {
  const name = host.replace(/:\d*$/, '').replace(/^\[|\]$/g, '')
  return name === 'localhost' || isLoopback(name)
}
