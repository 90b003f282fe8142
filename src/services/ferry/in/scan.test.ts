import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { TestMirror } from '../../../../test/support/bundle-builder.ts'
import { temporaryFolders } from '../../../../test/support/disk/temporary-folder.ts'
import { TakingNode } from '../../../../test/support/taking-world.ts'
import { MachineChecks } from '../../../adapters/checks/machine-checks.ts'
import { DiskStore } from '../../../adapters/fs/disk-store.ts'
import { quarantine } from './quarantine.ts'
import { type ScanRule, scan } from './scan.ts'

describe('the checks of the operator', () => {
  const folder = temporaryFolders()

  /** A node with one version in quarantine, on a disk where `onDisk`; scripts are real. */
  async function quarantined({ onDisk = false } = {}) {
    const place = folder()
    const node = new TakingNode()
    const mirror = new TestMirror()
    mirror.addModule({ path: 'x.test/a', version: 'v1.0.0', files: { 'bad.txt': 'EICAR-LIKE' }, stored: true })
    await node.lay(mirror.cut())
    mkdirSync(join(place, 'node'))
    const world = { ...(await node.open(mirror.trust)), ...(onDisk && { store: new DiskStore(join(place, 'node')) }) }
    await quarantine(world)
    const checks = new MachineChecks(join(place, 'node/scan'), process.env['PATH'])
    const script = (name: string, text: string): string => {
      const path = join(place, name)
      writeFileSync(path, `#!/bin/sh\n${text}\n`)
      chmodSync(path, 0o755)
      return path
    }
    return { node, script, run: (...rules: ScanRule[]) => scan({ ...world, checks, rules }) }
  }

  it('look at each blob, once it is on no path that anybody named, and what they say is kept', async () => {
    for (const onDisk of [false, true]) {
      const { node, script, run } = await quarantined({ onDisk })
      const look = script('look', 'cd "$1" && ls && test "$(ls | wc -l)" = 3 && grep -q EICAR-LIKE *.zip')
      const command = [look, '{folder}']
      const version = [script('version', 'echo "Engine 1.2"; echo more')]
      const signatures = [script('age', 'echo 1795651200')]
      const { blobs, scans } = await run({ name: 'av', command, version, signatures, maxAgeDays: 7 })
      assert.deepEqual([blobs, scans[0]?.outcome], [3, 'clean'])
      const { step, scans: kept } = await node.state()
      assert.equal(step, 'scanned')
      assert.deepEqual(
        { ...kept[0], at: '' },
        {
          name: 'av',
          version: 'Engine 1.2',
          signatures: '2026-11-26T00:00:00Z',
          outcome: 'clean',
          output: '0000001.mod\n0000002.info\n0000003.zip',
          at: '',
        },
      )
    }
  })

  it('that say no have the import refused, with what they said as evidence', async () => {
    const { node, script, run } = await quarantined()
    const no = { name: 'av', command: [script('no', 'grep -l EICAR "$1"/*; exit 1'), '{folder}'] }
    await assert.rejects(run({ name: 'yes', command: ['true'] }, no), {
      code: 'bundle-unclean',
      reason: 'scan.unclean',
    })
    const { step, refusal, scans } = await node.state()
    assert.deepEqual(
      [step, refusal?.code, scans.map(({ outcome }) => outcome)],
      ['refused', 'bundle-unclean', ['clean', 'unclean']],
    )
    assert.match(scans[1]?.output ?? '', /0000003\.zip/)
  })

  it('that cannot say leave it where it is: not there, killed, another exit code', async () => {
    const { node, script, run } = await quarantined()
    for (const command of [['/does/not/exist'], [script('killed', 'kill -9 $$')], [script('two', 'exit 2')]]) {
      await assert.rejects(run({ name: 'av', command }), { code: 'bundle-unclean', reason: 'scan.failed' })
      assert.equal((await node.state()).step, 'quarantined')
    }
    await run({ name: 'av', command: ['true'] })
    assert.equal((await node.state()).step, 'scanned')
  })

  it('are refused where what they know is old, or they do not tell', async () => {
    const { node, run } = await quarantined()
    const rule = { name: 'av', command: ['true'], maxAgeDays: 7 }
    for (const told of ['2026-11-19T00:00:00Z', '1795046400'])
      await assert.rejects(run({ ...rule, signatures: ['echo', told] }), {
        code: 'scan-stale',
        reason: 'scan.stale',
        params: { days: 7, told: '2026-11-19T00:00:00Z' },
      })
    await assert.rejects(run({ ...rule, signatures: ['echo', 'daily.cvd'] }), {
      code: 'scan-stale',
      reason: 'scan.no-age',
    })
    await assert.rejects(run({ ...rule, signatures: ['false'] }), { code: 'scan-stale' })
    assert.equal((await node.state()).step, 'quarantined')
  })

  it('must not change what they look at', async () => {
    const { node, script, run } = await quarantined({ onDisk: true })
    const mends = script('mends', 'for f in "$1"/*.zip; do chmod u+w "$f"; printf x > "$f"; done')
    await assert.rejects(run({ name: 'av', command: [mends, '{folder}'] }), {
      code: 'store-damaged',
      reason: 'scan.changed',
    })
    assert.equal((await node.state()).step, 'quarantined')
  })

  it('are run by no shell, and none at all where none is named', async () => {
    const { node, run } = await quarantined()
    const { scans } = await run({ name: 'echo', command: ['echo', '$(id)', ';', 'exit 1'] })
    assert.equal(scans[0]?.output, '$(id) ; exit 1')
    assert.equal((await node.state()).step, 'scanned')
    const other = await quarantined()
    await other.run()
    assert.equal((await other.node.state()).step, 'scanned')
  })
})

describe('a check of this machine', () => {
  it('that runs too long is ended with all that it began, and what it prints is bounded', async () => {
    const checks = new MachineChecks('/nowhere', process.env['PATH'])
    const { signal } = new AbortController()
    const began = performance.now()
    const ended = await checks.run(['/bin/sh', '-c', 'sleep 300 & yes | head -c 100000; sleep 300'], {
      patienceMs: 500,
      signal,
    })
    assert.ok(performance.now() - began < 60_000)
    assert.equal(ended.code, undefined)
    assert.equal(ended.output.length, 4096)
  })
})
