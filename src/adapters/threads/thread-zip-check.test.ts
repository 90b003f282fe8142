import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { it } from 'node:test'
import { zipCheckConformance } from '../../ports/zip-check.conformance.ts'
import { ThreadZipCheck } from './thread-zip-check.ts'

zipCheckConformance('threads', () => new ThreadZipCheck({ threads: 2, waiting: 100 }))

it('lets the process end when no call runs, also without close', () => {
  const script = `
    import { ThreadZipCheck } from ${JSON.stringify(new URL('./thread-zip-check.ts', import.meta.url).href)}
    const { size } = await new ThreadZipCheck({ threads: 2, waiting: 9 }).sha256(${JSON.stringify(import.meta.filename)})
    console.log(size > 0)`
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  assert.deepEqual([child.stdout.trim(), child.status], ['true', 0])
})
