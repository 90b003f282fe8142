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

/** Whether the recorded proofs of the public database are whole, and of all public versions that the log has. */
export async function checkProofs({ data, proofs }: NodeWorld): Promise<Finding[]> {
  const found = await proofs()
  if (found === undefined) return []
  const { key } = found
  if ('damage' in found) return [{ code: `proofs-${found.damage}`, subject: `${data}/${key}` }]
  const { size, records, behind } = found
  return [{ code: behind > 0 ? 'proofs-behind' : 'proofs', subject: key, params: { size, records, behind } }]
}
