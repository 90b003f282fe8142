import type { Finding } from '../finding.ts'
import { modeMend } from './folder.ts'
import type { NodeWorld } from './world.ts'

/** Whether a node runs on the folder, answers, and is the only one that others may not command. */
export async function checkRunning(world: NodeWorld): Promise<Finding[]> {
  const { running, machine, data } = world
  const socket = `${data}/run/control.sock`
  if (running !== undefined) {
    const facts = await machine.file(socket)
    const fine: Finding = { code: 'node-running', subject: running.url, params: { pid: running.pid } }
    if (facts === undefined || (facts.mode & 0o077) === 0) return [fine]
    return [fine, { code: 'socket-exposed', subject: socket, mend: modeMend(world, socket, facts.mode, 0o600) }]
  }
  const lock = `${data}/run/lock.sqlite`
  const pid = await machine.lockHolder(lock)
  return pid === undefined
    ? [{ code: 'node-stopped', subject: data }]
    : [{ code: 'node-mute', subject: lock, params: { pid } }]
}
