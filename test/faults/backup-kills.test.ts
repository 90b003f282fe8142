import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { BACKUP_STEPS, RESTORE_STEPS } from '../../src/ports/steps.ts'
import { BackupNode, drill } from '../support/backup-node.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FaultWorld } from '../support/fault-world.ts'
import { killedAt } from '../support/mortal-node.ts'
import { goferry } from '../support/node-process.ts'

const folder = temporaryFolders()
const world = new BackupNode(folder())
/** A node of three modules, and what became of it. */
const [small, grown] = [join(folder(), 'small'), join(folder(), 'grown')]
const place = join(folder(), 'backup')

before(async () => {
  await world.add(small, 0, 3, { replica: false })
  execFileSync('cp', ['-a', small, grown])
  await world.add(grown, 3, 6, { replica: false })
  await world.backup(small, place, '--keys')
})

function copyOf(tree: string): string {
  const copy = join(folder(), 'copy')
  execFileSync('cp', ['-a', tree, copy])
  return copy
}

function filesOf(tree: string): string[] {
  const entries = readdirSync(tree, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile() && !entry.parentPath.includes(`${tree}/run`))
  return files.map(entry => join(entry.parentPath, entry.name).slice(tree.length + 1)).sort()
}

describe('a backup that is killed', () => {
  const points = [...BACKUP_STEPS, 'backup-copied:2', 'backup-copied:7', 'backup-pruned:2']
  for (const point of points)
    it(`at ${point} leaves the one before or the new one, and goes on`, async () => {
      const copy = copyOf(place)
      const old = (await drill(copy)).report
      const args = ['backup', copy, '--keys', ...world.args(grown, { replica: false })]
      assert.equal((await killedAt(point, args)).signal, 'SIGKILL')
      const { report, bad } = await drill(copy)
      assert.equal(report['size'] === old['size'], point.startsWith('backup-copied'))
      assert.deepEqual(
        bad.filter(line => !line.startsWith('extra')),
        [],
      )
      const restored = join(folder(), 'restored')
      await world.restore(copy, restored)
      const again = await goferry(...args)
      assert.equal(again.code, 0, again.stderr)
      assert.deepEqual(await drill(copy).then(({ code, bad: left }) => ({ code, left })), { code: 0, left: [] })
    })

  it('for the first time leaves no backup, and goes on', async () => {
    const copy = join(folder(), 'first')
    const args = ['backup', copy, ...world.args(small, { replica: false })]
    assert.equal((await killedAt('backup-copied:3', args)).signal, 'SIGKILL')
    const refused = await goferry('restore', copy, '--data', folder())
    assert.equal(refused.code, 3)
    assert.match(refused.stderr, /no finished backup/)
    assert.equal((await goferry(...args)).code, 0)
    assert.equal((await drill(copy)).code, 0)
  })
})

describe('a restoration that is killed', () => {
  for (const point of [...RESTORE_STEPS, 'restore-copied:5', 'key-written', 'key-written:2'])
    it(`at ${point} is no node before it was run again`, async () => {
      const data = join(folder(), 'restored')
      assert.equal((await killedAt(point, ['restore', place, '--data', data])).signal, 'SIGKILL')
      const up = await goferry(
        'up',
        '--listen',
        '127.0.0.1:0',
        ...world.args(data, { replica: false }),
        '--upstream',
        'off',
        '--name',
        'x',
      )
      assert.notEqual(up.code, 0)
      assert.match(up.stderr, /run goferry restore once more/)
      await world.restore(place, data)
      const node = await world.start(data, { replica: false })
      assert.equal(node.logged('log-sealed').length, 1)
      assert.equal((await node.get('/keep.test/!m1/@v/v1.0.0.zip')).status, 200)
      await node.stop()
      const scrubbed = await goferry('verify', '--no-heal', ...world.args(data, { replica: false }))
      assert.equal(scrubbed.code, 0, scrubbed.stdout)
    })
})

describe('a backup of a node under load', () => {
  it('is whole each time, and brings back what clients were answered until then', async () => {
    const busy = new FaultWorld(folder(), ['--workers', '1'])
    const node = busy.launch()
    const { url } = await node.up()
    const copy = join(folder(), 'busy')
    let pulling = true
    const load = (async () => {
      while (pulling) await busy.traffic.batch(url)
    })()
    const sizes: number[] = []
    for (let n = 0; n < 4; n++) {
      const { code, stdout, stderr } = await goferry('backup', copy, '--keys', '--json', '--data', busy.data)
      // What was being published when it was looked for is named, and comes with the next one.
      assert.ok(code === 0 || code === 8, stderr)
      sizes.push(JSON.parse(stdout.trim().split('\n').at(-1) ?? '').size)
      const { report, bad } = await drill(copy)
      assert.deepEqual([report['size'], bad], [sizes.at(-1), []])
    }
    pulling = false
    await load
    assert.ok(new Set(sizes).size > 2, `the log did not grow: ${sizes}`)
    await busy.traffic.askAgain(url)
    const last = await goferry('backup', copy, '--keys', '--data', busy.data)
    assert.equal(last.code, 0, last.stdout + last.stderr)
    await node.kill()
    rmSync(busy.data, { recursive: true })
    assert.equal((await goferry('restore', copy, '--data', busy.data)).code, 0)
    await busy.goesOn()
  })
})

describe('a drill', () => {
  it('finds a flipped byte in any file, each that is missing, and one that does not belong', async () => {
    const files = filesOf(place)
    assert.ok(files.length > 12)
    for (const file of files.filter(one => one !== 'log/backup')) {
      const copy = copyOf(place)
      const bytes = readFileSync(join(copy, file))
      const at = Math.floor(bytes.length / 2)
      bytes[at] = (bytes[at] ?? 0) ^ 0x20
      writeFileSync(join(copy, file), bytes)
      const flipped = await drill(copy)
      assert.equal(flipped.code, 5, `${file} flipped`)
      if (!file.startsWith('log/manifest')) assert.ok(flipped.bad.includes(`damaged ${file}`), file)
      rmSync(join(copy, file))
      const missing = await drill(copy)
      assert.equal(missing.code, file === 'log/manifest' ? 3 : 5, `${file} missing`)
      if (!file.startsWith('log/manifest')) assert.ok(missing.bad.includes(`missing ${file}`), file)
    }
    const copy = copyOf(place)
    for (const extra of ['public/keep.test/!m1/@v/v9.9.9.zip', 'log/tile/8/data/001', 'withheld/x y'])
      execFileSync('install', ['-D', '/dev/null', join(copy, extra)])
    assert.deepEqual((await drill(copy)).bad.sort(), [
      'extra log/tile/8/data/001',
      'extra public/keep.test/!m1/@v/v9.9.9.zip',
      'extra withheld/x y',
    ])
  })

  it('that finds nothing means that it can be restored; what is bad of a version is left out', async () => {
    const copy = copyOf(place)
    const zip = 'public/keep.test/!m1/@v/v1.0.0.zip'
    writeFileSync(join(copy, zip), 'other')
    const data = join(folder(), 'restored')
    const { code, stdout } = await goferry('restore', copy, '--data', data)
    assert.equal(code, 8)
    assert.match(stdout, /!m1\/@v\/v1\.0\.0\.zip\tdamaged/)
    const node = await world.start(data, { replica: false })
    assert.equal((await node.get('/keep.test/!m2/@v/v1.0.0.zip')).status, 200)
    await node.stop()
    const healed = await goferry('verify', '--upstream', world.upstream.url, ...world.args(data, { replica: false }))
    assert.equal(healed.code, 0, healed.stdout)
  })
})
