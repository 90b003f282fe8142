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
