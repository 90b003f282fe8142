import { NodeServer } from '../../http/node-server.ts'
import type { Settings } from '../config/schema.ts'
import { hostAndPort } from './listen-address.ts'

/**
 * The settings with a free port in place of port 0: whatever process of the node listens later, after a change of keys
 * or the end of another one, must ask for the same. Throws `io-failed` where the address cannot be listened on.
 */
export async function withChosenPort(settings: Settings): Promise<Settings> {
  const address = hostAndPort(settings.listen)
  if (address.port !== 0) return settings
  const probe = new NodeServer({ tls: undefined, connections: 1 }, async () => undefined)
  const port = await probe.listen(address)
  await probe.stop(0)
  return { ...settings, listen: settings.listen.replace(/0+$/, String(port)) }
}
