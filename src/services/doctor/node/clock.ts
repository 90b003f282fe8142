import { isGoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** A file system may be a little ahead, and so may another machine. */
const leewayMs = 120_000

/** Whether the clock is not before what the log and its files already know. */
export async function checkClock({ clock, machine, data, log }: NodeWorld): Promise<Finding[]> {
  const file = await machine.file(`${data}/public/checkpoint`)
  const entry = await log().then(
    ({ newest }) => newest,
    error => {
      if (isGoferryError(error)) return undefined
      throw error
    },
  )
  const latest = Math.max(file?.changed ?? 0, entry ?? 0)
  const now = clock.now()
  const subject = new Date(now).toISOString()
  if (latest <= now + leewayMs) return [{ code: 'clock', subject }]
  return [{ code: 'clock-behind', subject, params: { latest: new Date(latest).toISOString() } }]
}
