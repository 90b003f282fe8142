import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { FolderCheck } from '../support/check-folder.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const folder = temporaryFolders()
/** A sample node that the version before the first format number has made. */
const old = join(import.meta.dirname, '../vectors/format/1.tar.gz')

function unpacked(): string {
  const data = join(folder(), 'node')
  mkdirSync(data)
  execFileSync('tar', ['xzf', old, '-C', data])
  return data
}

/** What is in the folder, byte by byte, but for locks. */
function content(data: string): string {
  return execFileSync('sh', ['-c', 'find . -path ./run -prune -o -type f -exec sha256sum {} + | sort'], {
    cwd: data,
    encoding: 'utf8',
  })
}

async function check(data: string): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await goferry('upgrade', '--check', '--json', '--data', data)
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout)
}

describe('a data folder of the version before', () => {
  it('is read as it is, changed by no check, and goes on when a node starts', async () => {
    const data = unpacked()
    const before = content(data)
    assert.deepEqual(await check(data), { format: 1, oldestReader: 1, own: 2, oldestRead: 1, verdict: 'older' })
    const said = await goferry('upgrade', '--check', '--data', data)
    assert.match(said.stdout, /has format 1: this program reads it, and makes it format 2/)
    const log = await goferry('log', '--json', '--data', data)
    assert.equal(log.stdout.trim().split('\n').length, 11)
    assert.equal(content(data), before)

    const upstream = new FolderUpstream(folder())
    upstream.publish([makeModule({ path: 'new.test/m', version: 'v1.0.0' })])
    const config = settingsFile(folder(), { sumdb: FolderUpstream.sumdb })
    const node = await NodeProcess.start(data, ...config, '--upstream', upstream.url)
    assert.equal((await node.get('/x.test/m/@v/v1.0.0.zip')).status, 200)
    assert.equal((await node.get('/x.test/m/@v/v1.1.0.zip')).status, 403)
    assert.equal((await node.get('/new.test/m/@v/v1.0.0.zip')).status, 200)
    await node.stop()
    await new FolderCheck(data).checkLog()
    const after = await goferry('log', '--json', '--data', data)
    assert.ok(after.stdout.startsWith(log.stdout))
    assert.equal((await check(data))['verdict'], 'same')
  })

  it('becomes one of this version by command', async () => {
    const data = unpacked()
    const { code, stdout } = await goferry('upgrade', '--json', '--data', data)
    assert.deepEqual([code, JSON.parse(stdout).verdict], [0, 'same'])
    assert.deepEqual(JSON.parse(readFileSync(join(data, 'log/format'), 'utf8')), { format: 2, oldestReader: 1 })
  })
})

describe('a data folder of a later version', () => {
  it('that this one does not read is refused by every command, and not touched', async () => {
    const data = unpacked()
    writeFileSync(join(data, 'log/format'), '{"format":9,"oldestReader":8,"more":[1]}\n')
    const before = content(data)
    for (const args of [
      ['upgrade', '--check'],
      ['upgrade'],
      ['up', '--listen', '127.0.0.1:0', '--upstream', 'off'],
      ['ls'],
      ['log'],
      ['verify', '--upstream', 'off'],
      ['add', '--upstream', 'off', 'x.test/m@v1.0.0'],
      ['backup', join(folder(), 'backup')],
      ['keys', 'rename', 'other.test'],
    ]) {
      const { code, stderr } = await goferry(...args, '--data', data)
      assert.equal(code, 11, `${args.join(' ')}: ${stderr}`)
      assert.match(stderr, /data folder of format 9: a newer goferry wrote it.*format 8 or later/)
    }
    const chinese = await goferry('ls', '--data', data, '--lang', 'zh')
    assert.match(chinese.stderr, /请安装新版本/)
    assert.equal(content(data), before)
  })

  it('that this one reads becomes its own again', async () => {
    const data = unpacked()
    writeFileSync(join(data, 'log/format'), '{"format":3,"oldestReader":2}\n')
    assert.equal((await check(data))['verdict'], 'newer')
    assert.equal((await goferry('ls', '--data', data)).code, 0)
    assert.equal((await goferry('upgrade', '--data', data)).code, 0)
    assert.equal((await check(data))['verdict'], 'same')
  })

  it('whose number cannot be read is damage', async () => {
    const data = unpacked()
    writeFileSync(join(data, 'log/format'), 'three')
    assert.equal((await goferry('upgrade', '--check', '--data', data)).code, 5)
    const none = await goferry('upgrade', '--check', '--data', folder())
    assert.equal(none.code, 3)
  })
})
