import { BlockList, isIP } from 'node:net'

/** A web proxy that the environment names. */
export interface WebProxy {
  /** The variable: `HTTPS_PROXY`, `http_proxy`. */
  readonly variable: string
  /** Without credentials. */
  readonly url: string
}

/**
 * The web proxy through which the go command asks for `url`, by its environment; undefined where it asks the host
 * itself (golang.org/x/net/http/httpproxy): always for this machine, and for what NO_PROXY lists.
 */
export function webProxyFor(url: URL, environment: Readonly<Record<string, string | undefined>>): WebProxy | undefined {
  const first = (...names: readonly string[]) => names.find(name => environment[name])
  const variable = url.protocol === 'https:' ? first('HTTPS_PROXY', 'https_proxy') : first('HTTP_PROXY', 'http_proxy')
  const named = environment[variable ?? '']
  if (variable === undefined || named === undefined) return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (isLoopback(host)) return undefined
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const exceptions = (environment[first('NO_PROXY', 'no_proxy') ?? ''] ?? '').toLowerCase().split(',')
  if (exceptions.some(exception => excepts(exception.trim(), host, port))) return undefined
  return { variable, url: named.replace(/\/\/[^/@]*@/, '//…@') }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** One entry of NO_PROXY: `*`, a network, or an address or a domain with all below it, with a port or without. */
function excepts(exception: string, host: string, port: string): boolean {
  if (exception === '*') return true
  const [, net = '', bits] = /^(.*)\/(\d{1,3})$/.exec(exception) ?? []
  if (bits !== undefined && isIP(net) > 0) return isIP(host) === isIP(net) && isInNet(host, net, Number(bits))
  const [, name = exception, only] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(exception) ?? []
  if (only !== undefined && only !== port) return false
  const bare = name.replace(/^\[|\]$/g, '').replace(/^\*\./, '.')
  if (bare === '') return false
  if (isIP(bare) > 0 || isIP(host) > 0) return bare === host
  return bare.startsWith('.') ? host.endsWith(bare) : host === bare || host.endsWith(`.${bare}`)
}

function isInNet(host: string, net: string, bits: number): boolean {
  const family = isIP(net) === 6 ? 'ipv6' : 'ipv4'
  if (bits > (family === 'ipv6' ? 128 : 32)) return false
  const list = new BlockList()
  list.addSubnet(net, bits, family)
  return list.check(host, family)
}
