/** Takes the lock of the folder argv[2], says `held` or the code of the refusal, and keeps it until killed. */
import { writeSync } from 'node:fs'
import { setInterval } from 'node:timers'
import { DataLock } from '../../../src/adapters/fs/data-lock.ts'
import { isGoferryError } from '../../../src/core/errors.ts'

try {
  await new DataLock(process.argv[2] ?? '').acquire()
  writeSync(1, 'held\n')
  setInterval(() => undefined, 60_000)
} catch (error) {
  writeSync(1, `${isGoferryError(error) ? error.code : String(error)}\n`)
}
