import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'

const folder = temporaryFolders()

describe('goferry init', () => {
  const data = join(folder(), 'node')
  const file = join(data, 'goferry.yaml')

  it('writes a settings file into the folder of a node that is not there yet, which starts with it', async () => {
    const { code, stdout } = await goferry('init', '--data', data)
    assert.deepEqual([code, stdout], [0, `${file}\n`])
    const node = await NodeProcess.start(data, '--upstream', 'off')
    await node.stop()
  })

  it('is edited, and each command reads it', async () => {
    const text = readFileSync(file, 'utf8')
      .replace(/^#base: .*$/m, 'base: /go')
      .replace(/^#reserved: .*$/m, 'reserved: [corp.test]')
    writeFileSync(file, text)
    const node = await NodeProcess.start(data, '--upstream', 'off', '--workers', '1')
    assert.match(node.url, /\/go$/)
    assert.match((await goferry('env', '--profile', 'internal', '--data', data)).stdout, /corp\.test/)
    await node.stop()
    const other = join(folder(), 'other.yaml')
    writeFileSync(other, 'base: /else\n')
    const named = await NodeProcess.start(data, '--upstream', 'off', '--config', other)
    assert.match(named.url, /\/else$/)
    await named.stop()
    writeFileSync(file, `${text}\nnope: 1\n`)
    const wrong = await goferry('add', 'x.test@v1.0.0', '--data', data, '--lang', 'en')
    assert.equal(wrong.code, 2)
    assert.match(wrong.stderr, /bad settings: nope/)
  })

  it('never overwrites one, and says so', async () => {
    const before = readFileSync(file)
    const { code, stderr } = await goferry('init', '--data', data, '--json')
    const { error } = JSON.parse(stderr)
    assert.deepEqual([code, error.code, error.reason, error.subject], [2, 'usage', 'file-exists', file])
    assert.deepEqual(readFileSync(file), before)
  })

  it('writes where --config says, in Chinese, and tells where as JSON', async () => {
    const named = join(folder(), 'etc/goferry.yaml')
    const { code, stdout } = await goferry('init', '--config', named, '--json', '--lang', 'zh')
    assert.deepEqual([code, JSON.parse(stdout)], [0, { file: named }])
    assert.match(readFileSync(named, 'utf8'), /^# goferry 配置文件/)
    const node = await NodeProcess.start(folder(), '--upstream', 'off', '--config', named)
    await node.stop()
  })
})

describe('goferry init on a full disk', () => {
  const root = folder()
  before(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'goferry-test', root]))
  after(() => execFileSync('umount', ['--lazy', root]))

  it('leaves nothing, and exits with 7', async () => {
    assert.throws(() => writeFileSync(join(root, 'filler'), new Uint8Array(100_000)), { code: 'ENOSPC' })
    const { code } = await goferry('init', '--config', join(root, 'goferry.yaml'))
    assert.equal(code, 7)
    assert.deepEqual(readdirSync(root), ['filler'])
  })
})
