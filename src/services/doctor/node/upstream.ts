import { fromWire } from '../../../core/error-wire.ts'
import type { Finding } from '../finding.ts'
import type { UpstreamLook } from './look-at-upstream.ts'
import type { NodeWorld } from './world.ts'

/** Whether the upstream of the node answers, and has the checksum database that modules are held against. */
export async function checkUpstream({ upstream }: NodeWorld): Promise<Finding[]> {
  const found = await upstream()
  if (found === 'unknown') return []
  if (found === 'none') return [{ code: 'upstream-none', subject: '-' }]
  const { look, guessed } = found
  const finding = findingOf(look)
  return guessed ? [finding, { code: 'upstream-guessed', subject: look.name }] : [finding]
}

function findingOf({ name: subject, database, refused, error }: UpstreamLook): Finding {
  if (error !== undefined) return { code: 'upstream-mute', subject, error: fromWire(error) }
  if (refused === undefined) return { code: 'upstream', subject }
  return { code: 'upstream-no-database', subject, params: { name: database, status: refused } }
}
