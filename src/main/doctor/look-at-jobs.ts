import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isGoferryError } from '../../core/errors.ts'
import { openJobQueue } from '../compose.ts'
import type { Settings } from '../config/schema.ts'

/** Throws `store-damaged` or `format-unknown` where the file of the jobs is there and cannot be used. */
export async function lookAtJobs(data: string, settings: Settings): Promise<undefined> {
  if (!existsSync(join(data, 'jobs.sqlite'))) return undefined
  try {
    const queue = await openJobQueue(data, settings, undefined)
    try {
      await queue.list({ limit: 1 })
    } finally {
      await queue.close()
    }
  } catch (error) {
    // A full or unreadable disk is told by others.
    if (isGoferryError(error, 'store-damaged', 'format-unknown')) throw error
  }
}
