/**
 * Appends argv[4] records to the log of the folder argv[2], without its lock, in the name of argv[3]. Says `won SIZE` for each
 * that counted, and `lost CODE` whenever another writer was first: then it opens the log anew.
 */
import { writeSync } from 'node:fs'
import { isGoferryError } from '../../../src/core/errors.ts'
import { recordOf } from '../log-world.ts'
import { openDiskLog } from './open-disk-log.ts'

const [data = '', name = '', count = '0'] = process.argv.slice(2)

/** What a writer may hear that is overtaken; the last two only while it opens, when it finds more than the head that it read. */
const overtaken = ['head-conflict', 'log-rollback', 'store-damaged']
let lost = 0

for (let won = 0; won < Number(count); ) {
  try {
    const log = await openDiskLog(data)
    while (won < Number(count)) {
      const record = { ...recordOf(won, name), path: `${name}.test/m`, version: `v1.${won}.0` }
      const { size } = await log.append([record])
      writeSync(1, `won ${size}\n`)
      won++
    }
  } catch (error) {
    if (!isGoferryError(error) || !overtaken.includes(error.code) || lost++ > 1000) throw error
    writeSync(1, `lost ${error.code}\n`)
  }
}
