import { isGoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { ClientWorld } from './world.ts'

/** Clocks that are further apart are spoken of, in seconds. */
const apartSeconds = 120

/** Whether this machine and the node agree on the time, as far as an answer of HTTP tells (its Date is in seconds). */
export async function checkClocks({ node, clock }: ClientWorld): Promise<Finding[]> {
  if (node === undefined) return []
  try {
    const { date } = await node.checkpoint()
    if (date === undefined) return []
    // The first answer may have come a while ago: another one is of now.
    const { date: there = date } = await node.get('checkpoint', 65_536)
    const seconds = Math.abs(Math.round((clock.now() - there) / 1000))
    if (seconds <= apartSeconds) return [{ code: 'clocks', subject: node.url }]
    return [{ code: 'clocks-differ', subject: node.url, params: { seconds } }]
  } catch (error) {
    if (isGoferryError(error)) return []
    throw error
  }
}
