import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testDatabases } from '../support/databases.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { checkRun } from '../support/jobs/check-run.ts'
import { JobRun } from '../support/jobs/job-run.ts'

const jobs = Number(process.env['GOFERRY_JOBS'] ?? 2000)
const kills = jobs / 50
const folder = temporaryFolders()
const seed = Number(process.env['GOFERRY_SEED'] ?? 1)

describe(`${jobs} jobs and four workers that are killed ${kills} times at random and started again`, () => {
  for (const { name, place } of testDatabases())
    it(`each job ends once, in its order, and none is lost: ${name}`, async t => {
      const run = await JobRun.open(place(), folder(), seed)
      try {
        await run.all(jobs, kills)
        const report = await checkRun(run, jobs)
        t.diagnostic(JSON.stringify({ kills: run.deaths.size, ...report }))
        assert.ok(run.deaths.size >= kills / 2, 'too few were killed to show anything')
        assert.ok(report.lost > 0 && report.choices > jobs / 2)
      } finally {
        await run.queue.close()
      }
    })
})
