import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Where an address leads: to the Internet, into a private network, or to what no redirect may name. */
export type Reach = 'public' | 'private' | 'forbidden'

/** Loopback and private networks: RFC 1918, 6598, 4193. */
const privateNets = [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
] as const

/** Link-local (with it 169.254.169.254, where clouds keep their secrets), unspecified, multicast, reserved, NAT64. */
const forbiddenNets = [
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fd00:ec2::', 32, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
] as const

/** The reach of an IP address; IPv4 written as IPv6 (`::ffff:10.0.0.1`) counts as what it is. */
export function reachOf(address: string): Reach {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (forbidden.check(address, family)) return 'forbidden'
  return inner.check(address, family) ? 'private' : 'public'
}

/**
 * The least public reach of all addresses of `hostname` (as `URL.hostname` has it, IPv6 in
 * brackets). Throws what the resolver does. What remains: between this look-up and the connection
 * a hostile name server may change its answer (DNS rebinding), since the built-in fetch resolves
 * again. The answer is still only taken for module data, which must match the public database.
 */
export async function reachOfHost(hostname: string): Promise<Reach> {
  const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true })
  const reaches = found.map(({ address }) => reachOf(address))
  if (reaches.includes('forbidden')) return 'forbidden'
  return reaches.includes('private') ? 'private' : 'public'
}

const forbidden = blockList(forbiddenNets)
const inner = blockList(privateNets)

function blockList(nets: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList {
  const list = new BlockList()
  for (const [net, prefix, family] of nets) list.addSubnet(net, prefix, family)
  return list
}
