import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { identityOf, LogWorld, recordOf, versionOf } from '../../../test/support/log-world.ts'
import type { Entry } from '../../core/log/entry.ts'
import { checkpointKey } from '../../core/tree/log-keys.ts'
import type { Log } from './log.ts'
import { batchEntries, callEntries } from './sequencer.ts'

/** Whether the log has the record of module `n`. */
function holds(log: { state: Log['state'] }, n: number): boolean {
  return log.state.version(recordOf(n).path, 'v1.0.0') !== undefined
}

describe('a log', () => {
  it('is published empty when it is begun', async () => {
    const world = new LogWorld()
    const log = await world.open()
    assert.equal(log.head().size, 0)
    assert.deepEqual(await world.keys('public'), [
      'public/checkpoint',
      'public/sumdb/log.example/latest',
      'public/sumdb/log.example/supported',
    ])
    assert.equal((await world.read()).state.size, 0)
  })

  it('has what was appended when append returns, and so has everyone who follows it', async () => {
    const world = new LogWorld()
    const log = await world.open()
    assert.deepEqual(await log.append(versionOf(1)), { size: 3 })
    assert.deepEqual(log.state.complete(recordOf(1).path), ['v1.0.0'])
    assert.deepEqual((await world.read()).state.complete(recordOf(1).path), ['v1.0.0'])
  })

  it('does not append what it says already', async () => {
    const log = await new LogWorld().open()
    const recall = (reason: string): Entry => ({ ...named, kind: 'recall', reason, at: '2026-01-02T03:04:05Z' })
    const named = { path: recordOf(1).path, version: 'v1.0.0' }
    const restore: Entry = { ...recall('fine'), kind: 'restore' } as Entry
    const proofs: Entry = { kind: 'proofs', sha256: 'a'.repeat(64), size: 1, at: '2026-01-02T03:04:05Z' }
    const cases = [
      ['a version', versionOf(1), 3],
      ['the same again', versionOf(1), 3],
      ['the same twice in one call', [...versionOf(2), ...versionOf(2)], 6],
      ['nothing', [], 6],
      ['a restore of what is not recalled', [restore], 6],
      ['a recall, twice', [recall('bad'), recall('bad')], 7],
      ['another reason', [recall('worse')], 8],
      ['a restore, twice', [restore, restore], 9],
      ['proofs, twice', [proofs, proofs], 10],
      ['proofs again', [proofs], 10],
    ] as const
    for (const [name, entries, size] of cases) assert.deepEqual(await log.append(entries), { size }, name)
  })

  it('fails only the caller who contradicts it, with all of his entries', async () => {
    const log = await new LogWorld().open()
    await log.append([recordOf(1)])
    const outcomes = await Promise.allSettled([
      log.append([recordOf(2)]),
      log.append([recordOf(3), recordOf(1, 'other')]),
      log.append([recordOf(2, 'other')]),
      log.append([{ ...recordOf(4), path: '../escape' }]),
      log.append([{ ...recordOf(4), version: `v1.0.0-${'x'.repeat(255)}` }]),
      log.append(versionOf(5).slice(1)),
      log.append([recordOf(6)]),
    ])
    const codes = outcomes.map(outcome => (outcome.status === 'fulfilled' ? 'ok' : outcome.reason.code))
    assert.deepEqual(codes, ['ok', 'bad-entry', 'bad-entry', 'bad-module-path', 'bad-file-path', 'bad-entry', 'ok'])
    assert.deepEqual(
      [2, 3, 6].map(n => holds(log, n)),
      [true, false, true],
    )
    assert.equal(log.state.size, 3)
  })

  it('takes 1,000 callers at once in few commits, and numbers their entries without a gap', async () => {
    const world = new LogWorld()
    const log = await world.open()
    const swaps = () => world.faults.calls.filter(call => call.operation === 'head.replace').length
    const before = swaps()
    const calls = Array.from({ length: 1000 }, (_, n) => log.append([recordOf(n)]))
    const late = calls[0]?.then(() => log.append([recordOf(1000)]))
    await Promise.all([...calls, late])
    assert.equal(log.state.size, 1001)
    const ids = Array.from({ length: 1001 }, (_, n) => log.state.version(recordOf(n).path, 'v1.0.0')?.record.id)
    assert.deepEqual(
      ids.toSorted((a, b) => Number(a) - Number(b)),
      Array.from({ length: 1001 }, (_, id) => id),
    )
    assert.ok(swaps() - before <= 3, `${swaps() - before} commits`)
  })

  it('bounds a call and the queue', async () => {
    const log = await new LogWorld().open()
    const many = Array.from({ length: batchEntries + 1 }, (_, n) => recordOf(n))
    const endless = Array.from({ length: callEntries + 1 }, () => recordOf(0))
    await assert.rejects(log.append(endless), { code: 'too-large', reason: 'log-call-too-large' })
    const calls = Array.from({ length: 6 }, () => log.append(many.slice(1)))
    const outcomes = await Promise.allSettled(calls)
    const refused = outcomes.filter(outcome => outcome.status === 'rejected')
    assert.deepEqual(
      refused.map(outcome => outcome.reason.reason),
      ['log-queue-full', 'log-queue-full'],
    )
    assert.equal(log.state.size, batchEntries)
  })

  it('takes a call that is larger than a shared commit as one commit', async () => {
    const world = new LogWorld()
    const log = await world.open()
    const many = Array.from({ length: 3 * batchEntries }, (_, n) => recordOf(n))
    const sizes = await Promise.all([log.append([recordOf(-1)]), log.append(many), log.append([recordOf(-2)])])
    assert.deepEqual(
      sizes.map(({ size }) => size),
      [1, 1 + many.length, 2 + many.length],
    )
    assert.equal((await world.open()).state.size, 2 + many.length)
  })

  it('settles what waits before it closes, and takes nothing after', async () => {
    const log = await new LogWorld().open()
    const waiting = log.append([recordOf(1)])
    const closed = log.close()
    await assert.rejects(log.append([recordOf(2)]), { code: 'stopping' })
    await closed
    assert.deepEqual(await waiting, { size: 1 })
  })

  it('is the same after a restart, at every width of its right edge', async () => {
    const world = new LogWorld()
    let size = 0
    for (const step of [1, 1, 253, 1, 1, 255, 256, 3]) {
      const log = await world.open()
      await log.append(Array.from({ length: step }, (_, n) => recordOf(size + n)))
      size += step
      assert.equal(log.state.size, size)
    }
    const log = await world.open()
    assert.equal(log.state.size, size)
    assert.ok(holds(log, size - 1))
    assert.deepEqual(
      (await world.keys('log')).filter(key => key.includes('.p/')),
      ['log/tile/8/data/003.p/3'],
    )
    assert.equal((await world.keys('log/stage')).length, 1)
  })
})

describe('two writers of one log', () => {
  it('are told apart by the head: one wins, the other stops and nothing of it is seen', async () => {
    const world = new LogWorld()
    const first = await world.open()
    await first.append([recordOf(0)])
    const second = await world.open()
    const outcomes = await Promise.allSettled([first.append([recordOf(1)]), second.append([recordOf(2)])])
    const [lost, won] = outcomes
    assert.ok(lost?.status === 'rejected' && won?.status === 'fulfilled')
    assert.equal(lost.reason.code, 'head-conflict')
    await assert.rejects(first.append([recordOf(3)]), { code: 'head-conflict' })
    const reader = await world.read()
    assert.deepEqual(
      [0, 1, 2, 3].map(n => holds(reader, n)),
      [true, false, true, false],
    )
    assert.equal(reader.state.size, second.head().size)
    assert.equal((await world.keys('log/stage')).length, 1)
  })

  it('that make the very same commit both have it; the stage stays, and one stops at the next', async () => {
    const world = new LogWorld()
    const first = await world.open()
    const second = await world.open()
    const same = await Promise.all([first, second].map(log => log.append([recordOf(1)])))
    assert.deepEqual(same, [{ size: 1 }, { size: 1 }])
    assert.deepEqual(await world.keys('log/stage'), [second.head().stage])
    const outcomes = await Promise.allSettled([first.append([recordOf(2)]), second.append([recordOf(3)])])
    assert.deepEqual(outcomes.map(outcome => outcome.status).toSorted(), ['fulfilled', 'rejected'])
    assert.equal((await world.open()).state.size, 2)
  })
})

describe('a writer that is overtaken while it opens the log', () => {
  it('leaves the stage of the one that came after it', async () => {
    const world = new LogWorld()
    await (await world.open()).append([recordOf(1)])
    const replace = world.store.replace.bind(world.store)
    // Another one stages, wins, and dies before it has published anything, just when this one has published.
    world.store.replace = async (key, content) => {
      await replace(key, content)
      if (key !== checkpointKey) return
      world.store.replace = replace
      const other = await world.open()
      world.dieAt('head-swapped')
      await assert.rejects(other.append([recordOf(2)]))
      world.restart()
    }
    await world.open()
    assert.ok(holds(await world.open(), 2))
  })
})

describe('keys of a log that change', () => {
  it('sign the same tree again, in all that is published', async () => {
    const world = new LogWorld()
    world.identity = identityOf('log.example', [1])
    const log = await world.open()
    await log.append([recordOf(1)])
    const overlap = identityOf('log.example', [2, 1])
    await log.resign(overlap)
    assert.equal(log.head().goNote.match(/^— /gm)?.length, 2)
    await log.append([recordOf(2)])
    world.identity = identityOf('log.example', [2])
    const reopened = await world.open()
    assert.equal(reopened.head().size, 2)
    assert.equal(reopened.head().goNote.match(/^— /gm)?.length, 1)
    assert.ok(holds(await world.read(), 2))
    for (const n of [1, 2]) {
      const key = `public/sumdb/log.example/lookup/example.com/!m${n}@v1.0.0`
      const lookup = Buffer.from((await world.store.read(key, 10_000)) ?? []).toString()
      assert.ok(lookup.endsWith(`\n\n${reopened.head().goNote}`))
    }
  })

  it('leave nothing under a name that was given up', async () => {
    const world = new LogWorld()
    const log = await world.open()
    await log.append(Array.from({ length: 600 }, (_, n) => recordOf(n)))
    await log.append([recordOf(600)])
    world.identity = identityOf('new.example', [2], ['log.example'])
    const renamed = await world.open()
    assert.deepEqual(await world.keys('public/sumdb/log.example'), [])
    assert.ok((await world.keys('public/sumdb/new.example')).length > 601)
    assert.equal((await world.read()).state.size, 601)
    await renamed.append([recordOf(601)])
    assert.equal((await world.open()).state.size, 602)
  })

  it('cannot give the log a name that its own was not given up for', async () => {
    const world = new LogWorld()
    await (await world.open()).append([recordOf(1)])
    await assert.rejects(world.open(identityOf('new.example', [2])), { code: 'bad-settings', reason: 'log-other-name' })
    assert.equal((await world.open()).state.size, 1)
  })
})

describe('a folder that went back in time', () => {
  it('is refused where more was published than the head knows', async () => {
    const world = new LogWorld()
    const log = await world.open()
    await log.append([recordOf(1)])
    const older = await world.heads.read()
    await log.append([recordOf(2)])
    await world.heads.replace(await world.heads.read(), older?.value ?? new Uint8Array())
    await assert.rejects(world.open(), { code: 'log-rollback', reason: 'log-published-ahead' })
  })

  it('is refused where the head is gone, or is that of another tree', async () => {
    const world = new LogWorld()
    await (await world.open()).append([recordOf(1)])
    const other = new LogWorld()
    await (await other.open()).append([recordOf(2)])
    const restored = { ...identityOf('log.example'), mayBegin: false }
    await assert.rejects(new LogWorld().open(restored), { code: 'log-rollback', reason: 'log-keys-restored' })
    const headless = new LogWorld()
    await headless.store.put('public/checkpoint', new Uint8Array())
    await assert.rejects(headless.open(), { code: 'log-rollback', reason: 'log-head-lost' })
    const head = await other.heads.read()
    await world.heads.replace(await world.heads.read(), head?.value ?? new Uint8Array())
    await assert.rejects(world.open(), { code: 'log-fork' })
  })

  it('is refused where the stored head or its stage is damaged', async () => {
    for (const damage of ['', '{}', '{"format":"goferry/log-head/v1"}', '\xff']) {
      const world = new LogWorld()
      await world.heads.replace(undefined, Buffer.from(damage, 'latin1'))
      await assert.rejects(world.open(), { code: 'store-damaged', reason: 'log-head-form' })
    }
    const world = new LogWorld()
    const log = await world.open()
    await log.append([recordOf(1)])
    await world.store.remove(log.head().stage)
    await assert.rejects(world.open(), { code: 'store-damaged', reason: 'log-stage-form' })
  })
})
