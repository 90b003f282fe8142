import { hostname, networkInterfaces } from 'node:os'

/** Splits `HOST:PORT`, with the brackets of an IPv6 address taken off. The settings' schema has checked the form. */
export function hostAndPort(listen: string): { host: string; port: number } {
  const colon = listen.lastIndexOf(':')
  return { host: listen.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(listen.slice(colon + 1)) }
}

/** The URL under which clients on this machine find the node. */
export function nodeUrl(settings: { listen: string; base: string; tls?: unknown }): string {
  const { host, port } = hostAndPort(settings.listen)
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${settings.tls === undefined ? 'http' : 'https'}://${shown}:${port}${settings.base}`
}

/** Whether one of the URLs of `chain`, in the form of GOPROXY, is that of the node itself on this machine. */
export function namesNode(chain: string, settings: { listen: string }): boolean {
  const { host, port } = hostAndPort(settings.listen)
  const isAny = host === '0.0.0.0' || host === '::'
  const isOwn = (name: string) =>
    name === host || ((isAny || isLoopback(host)) && isLoopback(name)) || (isAny && machineNames().has(name))
  return chain.split(/[,|]/).some(entry => {
    const url = URL.parse(entry.trim())
    if (url === null || !/^https?:$/.test(url.protocol)) return false
    const usual = url.protocol === 'https:' ? 443 : 80
    return Number(url.port || usual) === port && isOwn(url.hostname.replace(/^\[|\]$/g, ''))
  })
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)
}

function machineNames(): Set<string> {
  const addresses = Object.values(networkInterfaces()).flatMap(found => found?.map(({ address }) => address) ?? [])
  return new Set([hostname(), ...addresses])
}
