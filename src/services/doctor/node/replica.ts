import { isGoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** Whether the replica of the log is there, is the one that was written to, and has no more than the log. */
export async function checkReplica({ data, log, replica }: NodeWorld): Promise<Finding[]> {
  try {
    const found = await replica()
    if (found === undefined) return []
    if (found.kind === 'unnamed') return [{ code: 'replica-unnamed', subject: data }]
    const { name: subject } = found
    if (!found.isOurs) return [{ code: 'replica-away', subject }]
    const { size } = await log()
    const params = { replica: found.size, own: size }
    return [{ code: found.size > size ? 'replica-ahead' : 'replica', subject, params }]
  } catch (error) {
    if (isGoferryError(error, 'replica-failed')) return [{ code: 'replica-mute', subject: error.subject, error }]
    throw error
  }
}

/** Whether the folder was restored from a backup and has not caught up: then nothing is signed. */
export async function checkSeal({ data, isRestored }: NodeWorld): Promise<Finding[]> {
  return (await isRestored()) ? [{ code: 'log-sealed', subject: data }] : []
}
