import { GoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** What a process of the node has open besides connections: files that it sends, the store, the index, its channels. */
const besides = 512

/** Whether the system lets the node have as many files open as its settings promise connections. */
export async function checkOpenFiles({ machine, settings, running, pid }: NodeWorld): Promise<Finding[]> {
  if (settings instanceof GoferryError) return []
  const limit = await machine.openFileLimit(running?.pid ?? pid)
  if (limit === undefined) return []
  const wanted = settings.connections + besides
  const subject = `ulimit -n ${limit}`
  const params = { connections: settings.connections, wanted }
  return [{ code: limit < wanted ? 'files-few' : 'files', subject, params }]
}
