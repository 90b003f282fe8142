import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, describe, it } from 'node:test'
import { ThreadZipCheck } from '../../src/adapters/threads/thread-zip-check.ts'
import { hashGoMod } from '../../src/core/dirhash/dirhash.ts'

/** What `go mod download -json` says of a module. */
interface Download {
  readonly Zip: string
  readonly Sum: string
  readonly GoModSum: string
}

describe('zips that the public Go proxy serves', () => {
  const check = new ThreadZipCheck({ threads: 2, waiting: 10 })
  after(() => check.close())

  const modules = [
    { path: 'golang.org/x/mod', version: 'v0.42.0' },
    { path: 'github.com/google/uuid', version: 'v1.6.0' },
    { path: 'github.com/BurntSushi/toml', version: 'v1.4.0' },
  ]
  for (const module of modules) {
    it(`have the hashes that go records: ${module.path}@${module.version}`, async () => {
      const args = ['mod', 'download', '-json', `${module.path}@${module.version}`]
      const download: Download = JSON.parse(execFileSync('go', args, { cwd: tmpdir(), encoding: 'utf8' }))
      const report = await check.inspect(download.Zip, module)
      assert.equal(report.h1, download.Sum)
      assert.equal(report.h1, readFileSync(`${download.Zip}hash`, 'utf8'))
      assert.equal(report.goMod && hashGoMod(report.goMod), download.GoModSum)
    })
  }
})
