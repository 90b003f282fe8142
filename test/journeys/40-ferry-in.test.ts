import assert from 'node:assert/strict'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { goferry } from '../support/node-process.ts'
import { makeSampleNode } from '../support/sample-node.ts'

const folder = temporaryFolders()

describe('journey 40: a bundle comes in', () => {
  let trust: string
  let disc: string
  before(async () => {
    const mirror = folder()
    await makeSampleNode(mirror)
    trust = (await goferry('ferry', 'trust', '--data', mirror)).stdout
    const out = folder()
    const cut = ['--to', 'centre', '--from', '0', '--parity', '1', '--out', out, '--data', mirror]
    const { code, stderr } = await goferry('ferry', 'out', ...cut)
    assert.deepEqual([code, /^site centre is not known here, nor is any other/m.test(stderr)], [0, true], stderr)
    const [bundle = ''] = readdirSync(out)
    disc = join(out, bundle, 'disc-01')
  })

  /** The folder of a centre that trusts the mirror. */
  const centre = (policy = trust) => {
    const data = folder()
    writeFileSync(join(data, 'trust.yaml'), policy)
    return data
  }
  const nameOf = (end: string) => readdirSync(disc).find(name => name.endsWith(end)) ?? assert.fail(end)
  /** A read-only disc with some files, under other names where that is wished. */
  const discOf = (ends: readonly string[], rename = (name: string) => name) => {
    const path = folder()
    for (const end of ends) copyFileSync(join(disc, nameOf(end)), join(path, rename(nameOf(end))))
    chmodSync(path, 0o555)
    return path
  }

  it('from one disc, verified in a process of its own, once', async () => {
    const data = centre()
    const { code, stdout } = await goferry('ferry', 'in', disc, '--json', '--data', data)
    assert.equal(code, 0)
    const report = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    assert.equal(report.bundles[0].step, 'done')
    const [row = ''] = (await goferry('ferry', 'ls', '--json', '--data', data)).stdout.split('\n')
    assert.equal(JSON.parse(row).step, 'done')
    const again = await goferry('ferry', 'in', disc, '--data', data)
    assert.deepEqual([again.code, /there is nothing new in it/.test(again.stderr)], [22, true])
    assert.equal((await goferry('ferry', 'drop', report.bundles[0].id, '--data', data)).code, 0)
    assert.equal((await goferry('ferry', 'ls', '--data', data)).stdout, '')
  })

  it('from several discs in any order, as a gate renamed its files, the lost volume out of parity', async () => {
    const data = centre()
    const other = (name: string) => `${name.slice(-7).toUpperCase()}~1`
    const without = await goferry('ferry', 'in', discOf(['.gfl'], other), discOf(['header.txt'], other), '--data', data)
    assert.equal(without.code, 20)
    assert.match(without.stdout, /waits for gf-[0-9a-f]{12}-v001\.gfv/)
    assert.equal((await goferry('ferry', 'in', discOf(['.gfp'], other), '--data', data)).code, 0)
    assert.match((await goferry('ferry', 'ls', '--data', data)).stdout, /: in the log\n$/)
  })

  it('not where a volume was tampered with, which is named', async () => {
    const path = folder()
    for (const name of readdirSync(disc)) {
      const bytes = readFileSync(join(disc, name))
      if (name.endsWith('.gfv')) bytes[30] = (bytes[30] ?? 0) ^ 1
      if (!name.endsWith('.gfp')) writeFileSync(join(path, name), bytes)
    }
    const { code, stdout } = await goferry('ferry', 'in', path, '--data', centre())
    assert.equal(code, 20)
    assert.match(stdout, /-v001\.gfv\tdamaged\t/)
  })

  it('not for another site, nor without a trust policy, nor from a folder without a header', async () => {
    const foreign = await goferry('ferry', 'in', disc, '--data', centre(`site: region\n${trust}`))
    assert.deepEqual([foreign.code, /it was cut for the site centre/.test(foreign.stderr)], [24, true])
    const none = await goferry('ferry', 'in', disc, '--data', folder())
    assert.deepEqual([none.code, /there is no trust policy/.test(none.stderr)], [2, true])
    const empty = join(folder(), 'empty')
    mkdirSync(empty)
    assert.equal((await goferry('ferry', 'in', empty, '--data', centre())).code, 20)
  })
})
