import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/**
 * Whether the database server of the node, where it has one, lets the node in and has its tables or can take them; else
 * whether the file of the jobs can be read.
 */
export async function checkDatabase({ settings, databaseServer }: NodeWorld): Promise<Finding[]> {
  if (settings instanceof GoferryError) return []
  try {
    const found = await databaseServer()
    if (found === undefined) return []
    return [{ code: 'database', subject: found.name, params: { version: found.version } }]
  } catch (error) {
    if (
      isGoferryError(
        error,
        'bad-settings',
        'database-unreachable',
        'database-refused',
        'busy',
        'no-space',
        'io-failed',
      ) ||
      isGoferryError(error, 'store-damaged', 'format-unknown')
    )
      return [{ code: 'database-bad', subject: error.subject, error }]
    throw error
  }
}
