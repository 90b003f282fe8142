import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CutShape, sha, TestMirror } from '../../../../test/support/bundle-builder.ts'
import { TakingNode } from '../../../../test/support/taking-world.ts'
import { makeModule } from '../../../../test/support/test-module.ts'
import { type Approval, formatApproval } from '../../../core/ferry/approval.ts'
import { evidenceKey, parseEvidence } from '../../../core/ferry/evidence.ts'
import { formatRanges } from '../../../core/ferry/id-ranges.ts'
import type { TrustPolicy } from '../../../core/ferry/trust-policy.ts'
import { formatEntry } from '../../../core/log/format-entry.ts'
import { parseEntry } from '../../../core/log/parse-entry.ts'
import { generateKey, parseSigner } from '../../../core/note/key.ts'
import { blobKey } from '../../../core/tree/keys.ts'
import { keepApproval } from './approvals.ts'
import { commit } from './commit.ts'
import { quarantine } from './quarantine.ts'
import type { TakingWorld } from './taking-world.ts'

const a = { path: 'x.test/a', version: 'v1.0.0' }
const b = { path: 'x.test/b', version: 'v1.0.0' }
const g = { path: 'x.test/g', version: 'v0.1.0' }
const at = '2026-11-20T00:00:00Z'

const alice = generateKey('alice', new Uint8Array(32).fill(41))
const bob = generateKey('bob', new Uint8Array(32).fill(42))

/** Entries 0-2 are of a, 3-5 of b, 6 is the record of the graph-only g. */
function mirrorOfThree(): TestMirror {
  const mirror = new TestMirror()
  mirror.addModule(a)
  mirror.addModule(b)
  const { record, mod } = makeModule(g)
  mirror.add(record, 'm', mod)
  return mirror
}

/** The same mirror, trusted, and approvers of whom so many must approve. */
function trustOf(mirror: TestMirror, needed: number): TrustPolicy {
  return { ...mirror.trust, approvers: { needed, keys: [{ key: alice.verifier }, { key: bob.verifier }] } }
}

/** A node with a bundle that waits for its commit. */
async function scanned(
  mirror = mirrorOfThree(),
  { needed = 0, shape = {} }: { needed?: number; shape?: CutShape } = {},
) {
  const node = new TakingNode()
  const trust = trustOf(mirror, needed)
  const bundle = await bring(node, mirror, trust, shape)
  return { node, mirror, trust, bundle }
}

async function bring(node: TakingNode, mirror: TestMirror, trust: TrustPolicy, shape: CutShape) {
  const bundle = mirror.cut(shape)
  await node.lay(bundle)
  await node.disk.faults.unseen(async () => quarantine(await node.open(trust)))
  await node.step('scanned')
  return bundle
}

async function decideAs(node: TakingNode, trust: TrustPolicy, key: typeof alice, approval: Partial<Approval>) {
  const { bundle } = await node.state()
  const full = { bundle, decision: 'approve' as const, entries: undefined, reason: undefined, time: at, ...approval }
  const note = formatApproval(full, parseSigner(key.signer))
  await keepApproval(await node.open(trust), note, bundle)
}

describe('a commit of a bundle', () => {
  it('appends all of it at once, moves the cursor, and serves it', async () => {
    const { node, mirror, trust, bundle } = await scanned(mirrorOfThree(), { shape: { certificates: ['c\n'] } })
    const report = await commit(await node.open(trust))
    assert.deepEqual(report, {
      bundle: bundle.digest,
      appended: true,
      placed: 7,
      receipt: '7',
      taken: 7,
      known: 0,
      refused: 0,
      undecided: 0,
      absent: 0,
    })
    const state = node.log?.state
    assert.equal(state?.size, 8)
    assert.deepEqual([state?.cursor(mirror.origin)?.size, state?.cursor(mirror.origin)?.entries], [7, 7])
    assert.equal(state?.importOf(5)?.bundle, bundle.digest)
    assert.deepEqual([await node.held(a), await node.held(b), await node.held(g)], ['zmi', 'zmi', 'm'])
    assert.deepEqual(await node.strangers(), [])
    assert.deepEqual(await node.quarantined(), [])
    assert.equal((await node.state()).step, 'done')
    const list = await node.disk.store.read('public/x.test/a/@v/list', 100)
    assert.equal(Buffer.from(list ?? []).toString(), 'v1.0.0\n')
    assert.ok(await node.disk.store.stat(`log/rehearsals/${sha(Buffer.from('c\n'))}`))
  })

  it('comes to the same whatever call of it fails, before or after it took effect', async () => {
    const whole = await scanned()
    const before = whole.node.disk.faults.calls.length
    await commit(await whole.node.open(whole.trust))
    const calls = whole.node.disk.faults.calls.length - before
    for (const fault of ['fail', 'fail-after'] as const)
      for (let index = 0; index < calls; index++) {
        const { node, trust } = await scanned()
        node.disk.faults.at(node.disk.faults.calls.length + index, fault)
        await node
          .open(trust)
          .then(commit)
          .catch(() => undefined)
        node.restart()
        if (node.log !== undefined) assert.deepEqual(await node.strangers(), [], `${fault} at ${index}`)
        await commit(await node.open(trust))
        assert.equal(node.log?.state.size, 8, `${fault} at ${index}`)
        assert.deepEqual([await node.held(a), await node.held(b), await node.held(g)], ['zmi', 'zmi', 'm'])
        assert.deepEqual([await node.quarantined(), await node.strangers()], [[], []], `${fault} at ${index}`)
      }
  })

  it('comes to the same when the process dies at any of its steps', async () => {
    for (const step of [
      'evidence-put',
      'import-logged',
      'version-placed',
      'receipt-written',
      'commit-noted',
    ] as const) {
      const { node, trust } = await scanned()
      node.dieAt(step)
      await assert.rejects(node.open(trust).then(commit), { code: 'io-failed' })
      node.restart()
      await commit(await node.open(trust))
      assert.equal(node.log?.state.size, 8, step)
      assert.deepEqual([await node.quarantined(), await node.strangers(), await node.held(b)], [[], [], 'zmi'])
    }
  })

  it('appends nothing a second time, nor for a replay of the bundle', async () => {
    const { node, mirror, trust } = await scanned()
    await commit(await node.open(trust))
    assert.equal((await commit(await node.open(trust))).appended, false)
    await bring(node, mirror, trust, {})
    const { appended, known } = await commit(await node.open(trust))
    assert.deepEqual([appended, known, node.log?.state.size], [false, 7, 8])
  })

  it('waits until enough approvers have signed', async () => {
    const { node, trust } = await scanned(mirrorOfThree(), { needed: 2 })
    await assert.rejects(node.open(trust).then(commit), { code: 'bundle-undecided' })
    await decideAs(node, trust, alice, {})
    await assert.rejects(node.open(trust).then(commit), { code: 'bundle-undecided' })
    await decideAs(node, trust, bob, {})
    assert.equal((await commit(await node.open(trust))).taken, 7)
  })

  it('takes a part, keeps the rest in quarantine, and takes that later without a new carry', async () => {
    const { node, mirror, trust, bundle } = await scanned(mirrorOfThree(), { needed: 1 })
    await decideAs(node, trust, alice, { entries: [{ first: 0, last: 2 }] })
    const first = await commit(await node.open(trust))
    assert.deepEqual([first.taken, first.undecided], [3, 4])
    assert.deepEqual([await node.held(a), await node.held(b), (await node.quarantined()).length], ['zmi', '', 4])
    assert.equal((await node.state()).step, 'committed')
    await decideAs(node, trust, alice, { entries: [{ first: 3, last: 6 }], time: '2026-11-21T00:00:00Z' })
    const second = await commit(await node.open(trust))
    assert.deepEqual([second.taken, second.undecided, second.known], [4, 0, 3])
    assert.equal(await node.held(b), 'zmi')
    const imports = node.log?.state.imports.map(({ size, entries }) => [size, entries])
    assert.deepEqual(imports, [
      [7, 3],
      [7, 4],
    ])
    const { evidence = '' } = node.log?.state.cursor(mirror.origin) ?? {}
    const bytes = (await node.disk.store.read(evidenceKey(evidence), 1 << 20)) ?? new Uint8Array()
    const { outcomes, approvals, carriers, header } = parseEvidence(bytes, '')
    assert.deepEqual([formatRanges(outcomes.taken), formatRanges(outcomes.known)], ['3-6', '0-2'])
    assert.deepEqual([approvals.length, carriers, header.includes(bundle.header.id)], [2, ['carrier'], true])
  })

  it('keeps what hangs on a record that nobody approved', async () => {
    const { node, trust } = await scanned(mirrorOfThree(), { needed: 1 })
    await decideAs(node, trust, alice, {
      entries: [
        { first: 1, last: 2 },
        { first: 6, last: 6 },
      ],
    })
    const report = await commit(await node.open(trust))
    assert.deepEqual([report.taken, report.undecided], [1, 6])
    assert.equal(await node.held(a), '')
  })

  it('of which the approvers refused all is refused, with the reason, and the cursor stays', async () => {
    const { node, mirror, trust } = await scanned(mirrorOfThree(), { needed: 1 })
    await decideAs(node, trust, bob, { decision: 'refuse', reason: 'not ours' })
    await assert.rejects(node.open(trust).then(commit), { code: 'bundle-refused' })
    const { step, refusal } = await node.state()
    assert.deepEqual([step, refusal?.params['why']], ['refused', 'not ours'])
    assert.equal(node.log?.state.cursor(mirror.origin), undefined)
    assert.ok((await node.quarantined()).length > 0, 'the evidence is gone')
    await assert.rejects(node.open(trust).then(commit), { code: 'usage' })
    await decideAs(node, trust, bob, { time: '2026-11-21T00:00:00Z' })
    const reopened = await node.state()
    assert.deepEqual([reopened.step, reopened.refusal], ['scanned', undefined])
    assert.equal((await commit(await node.open(trust))).taken, 7)
    assert.deepEqual([await node.held(a), await node.held(b), await node.quarantined()], ['zmi', 'zmi', []])
  })

  it('takes what was refused and is approved later without a new carry', async () => {
    const { node, trust } = await scanned(mirrorOfThree(), { needed: 1 })
    await decideAs(node, trust, alice, {})
    await decideAs(node, trust, bob, { decision: 'refuse', reason: 'no', entries: [{ first: 3, last: 6 }] })
    const first = await commit(await node.open(trust))
    assert.deepEqual([first.taken, first.refused, (await node.state()).step], [3, 4, 'done'])
    await decideAs(node, trust, bob, { time: '2026-11-21T00:00:00Z' })
    assert.equal((await node.state()).step, 'committed')
    assert.equal((await commit(await node.open(trust))).taken, 4)
    assert.deepEqual([await node.held(b), (await node.state()).step, await node.quarantined()], ['zmi', 'done', []])
  })

  it('is not done where an approver decides while it runs', async () => {
    const { node, trust } = await scanned(mirrorOfThree(), { needed: 1 })
    await decideAs(node, trust, alice, {})
    await decideAs(node, trust, bob, { decision: 'refuse', reason: 'no', entries: [{ first: 3, last: 6 }] })
    const world = await node.open(trust)
    const writeReceipt: TakingWorld['writeReceipt'] = async head => {
      await decideAs(node, trust, bob, { time: '2026-11-21T00:00:00Z' })
      return world.writeReceipt(head)
    }
    await commit({ ...world, writeReceipt })
    assert.equal((await node.state()).step, 'committed')
  })

  it('takes nothing of a version of which the log has other hashes, raises an alarm, and takes the rest', async () => {
    const { node, trust } = await scanned()
    const ours = makeModule({ ...a, goMod: 'module x.test/a\n\ngo 1.26\n' })
    const world = await node.open(trust)
    await world.log.append([{ kind: 'record', ...a, h1Zip: ours.h1Zip, h1Mod: ours.h1Mod }])
    const report = await commit(await node.open(trust))
    assert.deepEqual([report.taken, report.refused], [4, 3])
    assert.ok(node.events.includes('error ferry-contradiction'), node.events.join('\n'))
    assert.equal(node.log?.state.version(a.path, a.version)?.record.h1Zip, ours.h1Zip)
    assert.deepEqual([await node.held(a), await node.strangers()], ['', []])
  })

  it('never brings a zip in under a hash that is not its own, also where its record came in another bundle', async () => {
    const mirror = mirrorOfThree()
    const node = new TakingNode()
    const trust = trustOf(mirror, 0)
    const ours = makeModule({ ...a, files: { 'b.go': 'package a // ours\n' } })
    const world = await node.open(trust)
    const cursor = mirror.known(1)
    const first = { kind: 'import', origin: mirror.origin, ...cursor, bundle: '0'.repeat(64) } as const
    await world.log.append([{ ...first, evidence: '0'.repeat(64), entries: 0, at }])
    await world.log.append([{ kind: 'record', ...a, h1Zip: ours.h1Zip, h1Mod: ours.h1Mod }])
    await bring(node, mirror, trust, { from: 1 })
    const report = await commit(await node.open(trust))
    assert.equal(node.log?.state.version(a.path, a.version)?.zip, undefined)
    assert.deepEqual([report.taken, report.absent], [5, 1])
    assert.ok(node.events.includes('error ferry-contradiction'))
  })

  it('refuses a bundle that does not follow on, and one of another tree', async () => {
    const mirror = mirrorOfThree()
    const gap = await scanned(mirror, { shape: { from: 3 } })
    await assert.rejects(gap.node.open(gap.trust).then(commit), { code: 'bundle-gap' })
    assert.equal((await gap.node.state()).step, 'scanned')

    const fork = await scanned(mirror)
    const world = await fork.node.open(fork.trust)
    const other = { size: 4, root: 'ab'.repeat(32), bundle: '0'.repeat(64), evidence: '0'.repeat(64) }
    await world.log.append([{ kind: 'import', origin: mirror.origin, ...other, entries: 0, at }])
    await assert.rejects(fork.node.open(fork.trust).then(commit), { code: 'bundle-fork' })
    assert.equal((await fork.node.state()).step, 'refused')
    assert.ok(fork.node.events.includes('error ferry-fork'))
  })

  it('takes a recall, and no old one from a bundle that is replayed', async () => {
    const mirror = mirrorOfThree()
    mirror.add(formatEntry({ kind: 'recall', ...a, reason: 'leaks keys', at }))
    const { node, trust } = await scanned(mirror)
    await commit(await node.open(trust))
    assert.equal(node.log?.state.version(a.path, a.version)?.recalled, 'leaks keys')
    assert.deepEqual([await node.held(a), await node.held(b)], ['', 'zmi'])
    assert.ok(await node.disk.store.stat(blobKey('withheld', a, 'zip')))
    const world = await node.open(trust)
    await world.log.append([{ kind: 'restore', ...a, reason: 'they were none', at }])
    await bring(node, mirror, trust, {})
    assert.equal((await commit(await node.open(trust))).appended, false)
    assert.equal(node.log?.state.version(a.path, a.version)?.recalled, undefined)
  })

  it('takes of two zips of a version the last', async () => {
    const mirror = mirrorOfThree()
    const { zip } = makeModule({ ...a, stored: true })
    const { path, version } = a
    mirror.add(
      formatEntry({ kind: 'zip', path, version, sha256: sha(zip), size: zip.length, at, from: 'local' }),
      'z',
      zip,
    )
    const { node, trust } = await scanned(mirror)
    const report = await commit(await node.open(trust))
    assert.deepEqual([report.taken, report.known], [7, 1])
    assert.deepEqual([await node.held(a), await node.strangers()], ['zmi', []])
  })

  it('says nothing of a zip whose blob stayed at home, and takes it when it comes', async () => {
    const { node, mirror, trust } = await scanned(mirrorOfThree(), { shape: { withheld: [2] } })
    const report = await commit(await node.open(trust))
    assert.deepEqual([report.taken, report.absent], [6, 1])
    assert.equal(node.log?.state.version(a.path, a.version)?.zip, undefined)
    await bring(node, mirror, trust, {})
    assert.equal((await commit(await node.open(trust))).taken, 1)
    assert.deepEqual([await node.held(a), node.log?.state.imports.at(-1)?.size], ['zmi', 7])
  })

  it('is not done before the bundle was scanned', async () => {
    const { node, trust } = await scanned()
    await node.step('quarantined')
    await assert.rejects(node.open(trust).then(commit), { code: 'usage' })
  })

  it('counts what others logged meanwhile as known', async () => {
    const { node, mirror, trust } = await scanned()
    const world = await node.open(trust)
    const pulled = mirror.leaves.slice(0, 3).map(parseEntry)
    let isFirst = true
    const log = {
      ...world.log,
      append: async (entries: Parameters<typeof world.log.append>[0]) => {
        if (isFirst) await world.log.append(pulled)
        isFirst = false
        await world.log.append(entries)
      },
    }
    await commit({ ...world, log })
    assert.equal(node.log?.state.size, 8)
    const last = node.log?.state.imports.at(-1)
    assert.deepEqual([last?.id, last?.entries], [3, 4])
    assert.deepEqual([await node.held(a), await node.held(b)], ['zmi', 'zmi'])
  })
})
