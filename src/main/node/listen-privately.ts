import { chmod, mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { ControlServer } from '../../http/control-server.ts'
import { controlSocket } from './control-client.ts'

/**
 * Lets `control` listen on the socket of the folder `data`. The holder of the lock may remove a socket that a killed
 * node left. Only the node's own user gets through folder and socket. Throws `bad-settings` for too long a path,
 * `io-failed`.
 */
export async function listenPrivately(control: ControlServer, data: string): Promise<void> {
  const path = controlSocket(data)
  // Linux keeps 108 bytes for the path of a socket, with the zero at its end.
  if (Buffer.byteLength(path) > 107)
    throw new GoferryError('bad-settings', { subject: path, reason: 'cli.data-too-long' })
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await rm(path, { force: true })
  await control.listen(path)
  await chmod(path, 0o600)
}
