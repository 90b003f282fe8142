import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { PublishWorld, published } from '../../../test/support/publish-world.ts'
import { makeSource, removeSource } from '../../../test/support/source-folder.ts'
import type { Fault } from '../../adapters/memory/faults.ts'
import { blobKey } from '../../core/tree/keys.ts'

const goMod = { name: 'go.mod', kind: 'file', text: 'module corp.test/m\n\ngo 1.22\n' } as const
const plain = [
  goMod,
  { name: 'm.go', kind: 'file', text: 'package m\n' },
  { name: 'sub/big', kind: 'file', text: 'x', size: 700_000 },
] as const

let folder: string
let world: PublishWorld

beforeEach(() => {
  folder = makeSource({ entries: plain })
  world = new PublishWorld()
})
afterEach(async () => {
  removeSource(folder)
  await world.close()
})

/** What of the published version the tree has. */
async function held(): Promise<string[]> {
  const keys = await world.disk.keys('public/corp.test')
  return keys.map(key => key.slice(key.lastIndexOf('/') + 1))
}

describe('publishing', () => {
  it('takes a version into log and tree, with the time of publishing', async () => {
    const report = await world.publish(folder)
    assert.deepEqual(
      { ...report, h1Zip: '', h1Mod: '' },
      {
        ...published,
        outcome: 'published',
        h1Zip: '',
        h1Mod: '',
        files: 3,
        omitted: 0,
        bytes: 700_038,
      },
    )
    await world.checkWhole()
    const known = (await world.log()).state.version(published.path, published.version)
    assert.deepEqual([known?.record.h1Zip, known?.record.h1Mod], [report.h1Zip, report.h1Mod])
    assert.deepEqual([known?.zip?.from, known?.zip?.at], ['local', '2026-02-03T04:05:07Z'])
    assert.deepEqual(
      JSON.parse(
        Buffer.from((await world.disk.store.read(blobKey('public', published, 'info'), 1000)) ?? '').toString(),
      ),
      { Version: 'v1.0.0', Time: '2026-02-03T04:05:07Z' },
    )
    assert.deepEqual(world.took, [known?.zip?.size])
  })

  it('of the same content again changes nothing, and of other content is refused', async () => {
    const { h1Zip } = await world.publish(folder)
    const { size } = (await world.log()).head()
    assert.equal((await world.publish(folder)).outcome, 'held')
    appendFileSync(join(folder, 'm.go'), '\n')
    for (const dry of [true, false])
      await assert.rejects(
        world.publish(folder, 'v1.0.0', dry),
        (error: { code: string; params: { held: string } }) => {
          assert.equal(error.code, 'store-conflict')
          return error.params.held === h1Zip
        },
      )
    assert.equal((await world.log()).head().size, size)
    await world.checkWhole()
    assert.equal((await world.publish(folder, 'v1.0.1')).outcome, 'published')
  })

  it('without writing tells each file, and what it would come to', async () => {
    symlinkSync('/etc/passwd', join(folder, 'secret'))
    const dry = await world.publish(folder, 'v1.0.0', true)
    assert.equal(dry.outcome, 'ready')
    assert.deepEqual(
      world.told.map(({ subject, outcome, reason }) => [subject, outcome, reason ?? '']),
      [
        ['go.mod', 'file', ''],
        ['m.go', 'file', ''],
        ['sub/big', 'file', ''],
        ['secret', 'omitted', 'source.link'],
      ],
    )
    assert.deepEqual(await held(), [])
    assert.equal((await world.publish(folder)).h1Zip, dry.h1Zip)
  })

  it('gives a pseudo-version the time in its name, and refuses one that names none', async () => {
    const version = 'v0.0.0-20260102030405-abcdefabcdef'
    await world.publish(folder, version)
    const info = await world.disk.store.read(blobKey('public', { path: 'corp.test/m', version }, 'info'), 1000)
    assert.equal(JSON.parse(Buffer.from(info ?? '').toString()).Time, '2026-01-02T03:04:05Z')
    await assert.rejects(world.publish(folder, 'v0.0.0-20261302030405-abcdefabcdef'), { reason: 'pseudo.bad-time' })
  })

  it('brings back what was taken out of the tree, with the bytes that the log names', async () => {
    await world.publish(folder)
    for (const kind of ['zip', 'mod', 'info'] as const)
      await world.disk.store.remove(blobKey('public', published, kind))
    assert.equal((await world.publish(folder)).outcome, 'published')
    await world.checkWhole()
  })

  it('is refused for what is not internal, denied or recalled', async () => {
    const refused = (policy: object, reason: string) => {
      Object.assign(world.policy, { reserved: ['corp.test'], deny: [], allow: [] }, policy)
      return assert.rejects(world.publish(folder), { code: 'denied', reason })
    }
    await refused({ reserved: ['other.test'] }, 'publish.not-reserved')
    await refused({ deny: ['corp.test/m'] }, 'policy-denied')
    await refused({ allow: ['other.test'] }, 'policy-not-allowed')
    Object.assign(world.policy, { allow: [] })
    await world.publish(folder)
    const recall = { kind: 'recall', ...published, reason: 'leaks', at: '2026-02-03T04:05:06Z' } as const
    await (await world.log()).append([recall])
    await refused({}, 'answer.recalled')
  })

  it('ends at the signal, with nothing written', async () => {
    world.onListed = () => world.stop.abort()
    await assert.rejects(world.publish(folder), { code: 'interrupted' })
    assert.deepEqual(await held(), [])
  })
})

describe('a folder that is no module is refused:', () => {
  const refused = (what: string, change: () => void, error: object, version = 'v1.0.0') =>
    it(what, async () => {
      change()
      await assert.rejects(world.publish(folder, version), error)
      assert.equal((await world.log()).head().size, 0)
      assert.deepEqual(await held(), [])
    })
  const write = (name: string, text: string) => () => writeFileSync(join(folder, name), text)

  refused('without go.mod', () => rmSync(join(folder, 'go.mod')), { code: 'absent', reason: 'source.no-gomod' })
  refused(
    'with a link for a go.mod',
    () => {
      renameSync(join(folder, 'go.mod'), join(folder, 'real'))
      symlinkSync('real', join(folder, 'go.mod'))
    },
    { code: 'absent', reason: 'source.no-gomod' },
  )
  refused('with a malformed go.mod', write('go.mod', 'module\n'), { code: 'bad-gomod' })
  refused('with a go.mod that names none', write('go.mod', 'go 1.22\n'), { reason: 'source.no-module' })
  refused('with a bad path', write('go.mod', 'module corp\n'), { code: 'bad-module-path' })
  refused('of another major version', () => undefined, { reason: 'version.wrong-major' }, 'v2.0.0')
  refused('as what has no go.mod', () => undefined, { reason: 'version.has-go-mod' }, 'v2.0.0+incompatible')
  refused('as that, where it is compatible', () => undefined, { reason: 'version.compatible' }, 'v1.0.0+incompatible')
  for (const version of ['v1', 'main', 'v1.0.0+meta', '../v1.0.0'])
    refused(`under the version ${version}`, () => undefined, { code: 'bad-version' }, version)
  refused('with a name that Go does not take', write('con.go', ''), { code: 'bad-zip', reason: 'publish.invalid' })
  refused('with names that differ in case', write('M.go', ''), { code: 'bad-zip', params: { count: 1 } })
  refused(
    'that is not there',
    () => {
      rmSync(folder, { recursive: true })
      writeFileSync(folder, '')
    },
    { code: 'absent', reason: 'source.no-folder' },
  )
})

describe('a folder that changes while it is published', () => {
  const changes: Readonly<Record<string, () => void>> = {
    'a file grows': () => appendFileSync(join(folder, 'sub/big'), 'more'),
    'a file is replaced by a link': () => {
      rmSync(join(folder, 'm.go'))
      symlinkSync('/etc/passwd', join(folder, 'm.go'))
    },
    'a file is replaced by a pipe': () => {
      rmSync(join(folder, 'm.go'))
      execFileSync('mkfifo', [join(folder, 'm.go')])
    },
    'a file goes': () => rmSync(join(folder, 'm.go')),
    'a file comes': () => writeFileSync(join(folder, 'sub/new.go'), 'package sub\n'),
    'a folder is replaced by a link': () => {
      renameSync(join(folder, 'sub'), join(folder, 'other'))
      symlinkSync('/etc', join(folder, 'sub'))
    },
  }
  for (const [what, change] of Object.entries(changes))
    it(`is refused: ${what}`, async () => {
      let listings = 0
      world.onListed = () => {
        // The root and `sub` are listed.
        if (++listings === 2) change()
      }
      await assert.rejects(world.publish(folder), { code: 'io-failed', reason: 'source.changed' })
      assert.deepEqual([await held(), (await world.log()).head().size], [[], 0])
    })
})

describe('each call of the store that fails', () => {
  /** How many calls a publication makes. */
  async function countCalls(): Promise<[from: number, to: number]> {
    const trial = new PublishWorld()
    try {
      await trial.log()
      const from = trial.disk.faults.calls.length
      await trial.publish(folder)
      return [from, trial.disk.faults.calls.length]
    } finally {
      await trial.close()
    }
  }

  for (const fault of ['fail', 'fail-after'] as const)
    for (const died of [false, true])
      it(`(${fault}) leaves a node that ${died ? 'starts again' : 'goes on'} and publishes the same`, async t => {
        const [from, to] = await countCalls()
        let failed = 0
        for (let index = from; index < to; index++) failed += await failAt(index, fault, died)
        t.diagnostic(`${to - from} calls, ${failed} publications failed`)
        assert.ok(failed > (to - from) / 2)
      })

  /** Publishes with one call going wrong, then again: 1 where the first failed. */
  async function failAt(index: number, fault: Fault, died: boolean): Promise<number> {
    const one = new PublishWorld()
    try {
      await one.log()
      one.disk.faults.at(index, fault)
      const failed = await one.publish(folder).then(
        () => 0,
        error => {
          assert.equal(error.code, 'io-failed', error.stack)
          return 1
        },
      )
      one.disk.faults.clear()
      if (died) one.restart()
      const again = await one.publish(folder)
      if (failed === 0) assert.equal(again.outcome, 'held')
      assert.equal((await one.publish(folder)).outcome, 'held')
      await one.checkWhole()
      assert.equal((await one.log()).head().size, 3)
      return failed
    } finally {
      await one.close()
    }
  }
})
