import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** Whether the upstream of the node answers, and has the checksum database that modules are held against. */
export async function checkUpstream({ settings, upstream }: NodeWorld): Promise<Finding[]> {
  if (settings instanceof GoferryError) return []
  const source = await upstream()
  if (source === undefined) return [{ code: 'upstream-none', subject: '-' }]
  const subject = source.name
  try {
    const answer = await source.get(`sumdb/${settings.database}/supported`, 65_536)
    if (answer.status !== 'ok')
      return [{ code: 'upstream-no-database', subject, params: { name: settings.database, status: answer.code } }]
    for await (const _ of answer.body);
    return [{ code: 'upstream', subject }]
  } catch (error) {
    if (isGoferryError(error)) return [{ code: 'upstream-mute', subject, error }]
    throw error
  }
}
