import { isGoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** Whether the published log can be read to its end, and is signed by the keys of the folder. */
export async function checkLog({ log, data }: NodeWorld): Promise<Finding[]> {
  try {
    const { name, size } = await log()
    return [{ code: 'log', subject: name, params: { size } }]
  } catch (error) {
    // Without the keys the log cannot be judged: another check tells of them.
    if (isGoferryError(error, 'key-exposed', 'bad-key')) return []
    // What may not be read is not bad: that the check could not be made is told.
    if (isGoferryError(error, 'io-failed')) throw error
    if (isGoferryError(error)) return [{ code: 'log-bad', subject: `${data}/log`, error }]
    throw error
  }
}
