/**
 * Appends argv[4] records to the log of the folder argv[2], without its lock, in the name of argv[3]. Says `won SIZE` for each
 * that counted, and `lost CODE` whenever another writer was first: then it opens the log anew and appends the record again,
 * of which it is not known whether it counted; `there` says that it is in the log now.
 */
import { writeSync } from 'node:fs'
import { isGoferryError } from '../../../src/core/errors.ts'
import { recordOf } from '../log-world.ts'
import { openDiskLog } from './open-disk-log.ts'

const [data = '', name = '', count = '0'] = process.argv.slice(2)
/** What a writer may hear that is overtaken: the last three where it finds more, or less, than the head that it read speaks of. */
const overtaken = ['head-conflict', 'log-rollback', 'store-damaged', 'io-failed']
const tries = 1000

let again = false
for (let next = 0, lost = 0; next < Number(count); ) {
  try {
    const log = await openDiskLog(data)
    while (next < Number(count)) {
      const record = { ...recordOf(next, name), path: `${name}.test/m`, version: `v1.${next}.0` }
      const { size } = await log.append([record])
      writeSync(1, again ? 'there\n' : `won ${size}\n`)
      again = false
      next++
    }
  } catch (error) {
    if (!isGoferryError(error) || !overtaken.includes(error.code) || lost++ > tries) throw error
    writeSync(1, `lost ${error.code}\n`)
    again = true
  }
}
