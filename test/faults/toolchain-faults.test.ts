import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GOFERRY } from '../support/mortal-node.ts'
import { goferry } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeToolchain } from '../support/toolchain.ts'

const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())
const toolchain = { go: '1.99.1', os: 'linux', arch: 'amd64' }
const platform = ['--platform', 'linux/amd64']

before(() => {
  // Nothing makes it smaller than its bytes: zip and archive have 7 MB each.
  const noise = randomBytes(7_000_000).toString('base64')
  upstream.publish([makeToolchain(toolchain, { 'src/noise.txt': noise })])
})

/** The command line that adds the toolchain to the folder `data`. */
function command(data: string): string[] {
  const settings = settingsFile(folder(), { sumdb: FolderUpstream.sumdb, reserve: '0' })
  return ['toolchain', 'add', '1.99.1', ...platform, '--data', data, ...settings, '--upstream', upstream.url]
}

function archives(data: string): string[] {
  const root = join(data, 'archives')
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => /[0-9a-f]{64}$/.test(name))
}

describe('goferry toolchain add', () => {
  it('killed while an archive is made leaves nothing, and makes the same when it is run again', async () => {
    const [data, other] = [folder(), folder()]
    assert.equal((await goferry(...command(other))).code, 0)
    for (let kills = 0; kills < 3; kills++) {
      const { NODE_TEST_CONTEXT: _, ...environment } = process.env
      const child = spawn(GOFERRY, [...command(data), '--json'], {
        env: environment,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      // The zip is in the tree: the archive is next.
      child.stdout.setEncoding('utf8').on('data', text => {
        if (text.includes('"outcome"')) child.kill('SIGKILL')
      })
      const [, signal] = await once(child, 'close')
      if (kills === 0) assert.equal(signal, 'SIGKILL')
    }
    const { code, stderr } = await goferry(...command(data))
    assert.equal(code, 0, stderr)
    assert.deepEqual(archives(data), archives(other))
    assert.deepEqual(readdirSync(join(data, 'run/tmp')), [])
  })
})

describe('goferry toolchain add on a disk that fills', () => {
  const root = folder()
  before(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=13m', 'goferry-test', root]))
  after(() => execFileSync('umount', ['--lazy', root]))

  it('ends with a clear error and a whole store, and goes on when there is space', async () => {
    const data = join(root, 'node')
    const full = await goferry(...command(data))
    assert.equal(full.code, 7, full.stderr)
    assert.match(full.stderr, /no space left/)
    assert.deepEqual([archives(data), readdirSync(join(data, 'run/tmp'))], [[], []])
    assert.ok(existsSync(join(data, 'public/golang.org/toolchain/@v/v0.0.1-go1.99.1.linux-amd64.zip')))
    execFileSync('mount', ['-o', 'remount,size=60m', root])
    const { code, stderr } = await goferry(...command(data))
    assert.equal(code, 0, stderr)
    assert.match(stderr, /0 added, 1 held already, 0 failed; 1 archive made/)
    assert.equal(archives(data).length, 1)
  })
})
