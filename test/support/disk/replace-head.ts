/** Adds argv[4] lines to the head at argv[2], each ending in the name argv[3]; says the generation of each that counted. */
import { writeSync } from 'node:fs'
import { DiskHead } from '../../../src/adapters/fs/disk-head.ts'
import { utf8 } from '../../../src/core/bytes.ts'
import { isGoferryError } from '../../../src/core/errors.ts'

const [root = '', name = '', count = '0'] = process.argv.slice(2)
const head = new DiskHead(root)

for (let won = 0; won < Number(count); ) {
  try {
    const next = await head.replace(await head.read(), utf8(`${name} ${won}`))
    writeSync(1, `${next.generation} ${name} ${won}\n`)
    won++
  } catch (error) {
    if (!isGoferryError(error, 'head-conflict')) throw error
  }
}
