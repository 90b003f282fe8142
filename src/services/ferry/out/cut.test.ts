import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CutMirror, contentOf, moduleOf, plainWish, wholeLog } from '../../../../test/support/cut-world.ts'
import { concat, sameBytes } from '../../../core/bytes.ts'
import { hashGoMod } from '../../../core/dirhash/dirhash.ts'
import type { BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { inRanges } from '../../../core/ferry/id-ranges.ts'
import { frameSize, parseFrame } from '../../../core/ferry/object-frame.ts'
import { openHeader } from '../../../core/ferry/open-header.ts'
import { RunningTree } from '../../../core/ferry/running-tree.ts'
import { travels } from '../../../core/ferry/travels.ts'
import type { TrustPolicy } from '../../../core/ferry/trust-policy.ts'
import { hex, sha256 } from '../../../core/hash.ts'
import { parseEntry } from '../../../core/log/parse-entry.ts'
import { parseEntryBundle } from '../../../core/tlog/data-tile.ts'
import { recordHash } from '../../../core/tlog/hash.ts'
import { blobKey } from '../../../core/tree/keys.ts'
import { exportsUpTo, newestExports, noteExport } from './exports.ts'
import { segmentFor } from './segment.ts'

/** What a receiver makes of the files of a bundle: independent of how they were written. */
async function readBundle(mirror: CutMirror, id: string) {
  const files = new Map<string, Uint8Array>()
  for (const [path, bytes] of await mirror.files(id)) files.set(path.replace(/^\d+\//, ''), bytes)
  const policy: TrustPolicy = {
    mirrors: [
      {
        origin: 'log.example',
        log: { needed: 1, keys: mirror.identity.verifierTexts.map(key => ({ key })) },
        bundle: { needed: 1, keys: [{ key: mirror.bundleKey.verifier }] },
      },
    ],
    approvers: { needed: 0, keys: [] },
  }
  const now = Date.parse(plainWish.created)
  const { header } = openHeader(files.get(`gf-${id}-header.txt`) ?? assert.fail(), policy, now)
  for (const { name, size, sha256: digest } of [header.log, ...header.volumes, ...header.parity]) {
    const bytes = files.get(name) ?? assert.fail(name)
    assert.deepEqual([bytes.length, hex(sha256(bytes))], [size, digest])
  }
  const leaves = parseEntryBundle(files.get(header.log.name) ?? assert.fail(), header.to.size - header.from.size)
  checkTrees(header, leaves)
  const stream = concat(...header.volumes.map(({ name }) => files.get(name) ?? assert.fail()))
  return { header, leaves, objects: checkStream(header, leaves, stream) }
}

function checkTrees({ from, to, edge }: BundleHeader, leaves: readonly string[]): void {
  const tree = new RunningTree(from.size, edge)
  assert.ok(sameBytes(tree.root, from.root))
  for (const leaf of leaves) tree.push(recordHash(leaf))
  assert.ok(sameBytes(tree.root, to.root))
}

/** The objects of the stream, each held against its entry; their places are those that the header names. */
function checkStream(header: BundleHeader, leaves: readonly string[], stream: Uint8Array): string[] {
  const found: string[] = []
  const begins: number[] = []
  let last = -1
  for (let at = 0; at < stream.length; ) {
    begins.push(at)
    const { kind, id, size } = parseFrame(stream.subarray(at, at + frameSize))
    const bytes = stream.subarray(at + frameSize, at + frameSize + size)
    assert.ok(id > last && travels(header.without, id))
    last = id
    const entry = parseEntry(leaves[id - header.from.size] ?? assert.fail())
    const digest = entry.kind === 'record' ? entry.h1Mod : 'sha256' in entry ? entry.sha256 : ''
    assert.equal(kind === 'mod' ? hashGoMod(bytes) : hex(sha256(bytes)), digest)
    found.push(`${id} ${kind}`)
    at += frameSize + size
  }
  assert.equal(found.length, header.stream.objects)
  let start = 0
  for (const { size, first } of header.volumes) {
    const inside = begins.filter(at => at >= start && at < start + size)
    assert.equal(first, inside[0] === undefined ? undefined : inside[0] - start)
    start += size
  }
  return found
}

const nameOf = (n: number) => `${moduleOf(n).path}@${moduleOf(n).version}`

describe('a bundle', () => {
  it('holds the entries of its segment and every blob that they name, and proves both', async () => {
    const mirror = new CutMirror()
    await mirror.grow(0, 4, [2])
    const { report, owed } = await mirror.cut(wholeLog, { parity: 1, volumeLimit: 400 })
    const { header, objects } = await readBundle(mirror, report.id)
    assert.equal(objects.length, 10)
    assert.ok(header.volumes.length > 2 && header.parity.length === 1)
    assert.deepEqual([report.from, report.to, report.versions.count, owed], [0, 10, 4, []])
  })

  it('goes on where another ended: only what is new, and the tree before it', async () => {
    const mirror = new CutMirror()
    await mirror.grow(0, 3)
    await mirror.grow(3, 5)
    const { report } = await mirror.cut({ from: 9, owed: [], receipt: 9 })
    const { header, objects } = await readBundle(mirror, report.id)
    assert.deepEqual([header.from.size, header.to.size], [9, 15])
    assert.deepEqual(objects, ['9 mod', '10 info', '11 zip', '12 mod', '13 info', '14 zip'])
  })

  it('is the same to the byte for the same segment and options, wherever it is cut', async () => {
    const [one, other] = [new CutMirror(), new CutMirror()]
    for (const mirror of [one, other]) await mirror.grow(0, 5)
    const ids = await Promise.all(
      [one, other].map(async mirror => (await mirror.cut(wholeLog, { parity: 2 })).report.id),
    )
    assert.equal(ids[0], ids[1])
    assert.deepEqual(await one.files(ids[0] ?? ''), await other.files(ids[1] ?? ''))
    const { report } = await one.cut(wholeLog, { parity: 2, volumeLimit: 2000 })
    assert.notEqual(report.id, ids[0])
  })

  it('fits its medium: no disc is over its capacity, each has what all need', async () => {
    const mirror = new CutMirror()
    await mirror.grow(0, 12)
    const wish = { capacity: 530_000, volumeLimit: 2000, parity: 1 }
    const { report } = await mirror.cut(wholeLog, wish)
    assert.ok(report.discs.length >= 2)
    for (let n = 1; n <= report.discs.length; n++) {
      const files = await contentOf(mirror.disc(report.id, n))
      const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0)
      assert.ok(bytes <= wish.capacity, `${bytes}`)
      for (const part of [
        'header.txt',
        'log.gfl',
        'sha256.txt',
        'readme.txt',
        `label-${String(n).padStart(2, '0')}.svg`,
      ])
        assert.ok(files.has(`gf-${report.id}-${part}`), part)
    }
    await readBundle(mirror, report.id)
  })

  it('leaves at home what is not selected, recalled or not held, and says which', async () => {
    const mirror = new CutMirror()
    await mirror.grow(0, 4)
    const { path, version } = moduleOf(1)
    const at = '2026-01-02T03:04:05Z'
    await (await mirror.open()).append([{ kind: 'recall', path, version, reason: 'bad', at }])
    await mirror.store.remove(blobKey('public', moduleOf(2), 'mod'))
    const { report, owed } = await mirror.cut(wholeLog, { isWanted: module => module.path !== 'b.test/M3' })
    const { header, objects } = await readBundle(mirror, report.id)
    assert.deepEqual(objects, ['0 mod', '1 info', '2 zip', '7 info', '8 zip'])
    assert.equal(report.withheld, '3-5,9-11')
    assert.equal(report.lacking, '6')
    assert.deepEqual(report.withheldVersions, { count: 2, names: [nameOf(1), nameOf(3)] })
    assert.deepEqual(report.lackingVersions, { count: 1, names: [nameOf(2)] })
    assert.deepEqual(owed, [
      { first: 3, last: 6 },
      { first: 9, last: 11 },
    ])
    assert.equal(header.to.size, 13)
  })

  it('reaches back for what came late, and leaves at home what was carried', async () => {
    const mirror = new CutMirror()
    await mirror.grow(0, 3)
    const mod = blobKey('public', moduleOf(1), 'mod')
    await mirror.store.remove(mod)
    const first = await mirror.cut(wholeLog)
    assert.deepEqual(first.owed, [{ first: 3, last: 3 }])
    await mirror.store.put(mod, moduleOf(1).mod)
    await mirror.grow(3, 4)
    const { report, owed } = await mirror.cut({ from: 9, owed: first.owed, receipt: 9 })
    const { header, objects } = await readBundle(mirror, report.id)
    assert.deepEqual(objects, ['3 mod', '9 mod', '10 info', '11 zip'])
    assert.equal(header.from.size, 3)
    assert.ok(inRanges(header.without.carried, 4) && !inRanges(header.without.carried, 3))
    assert.deepEqual(owed, [])
  })

  it('is only told of with a dry run', async () => {
    const mirror = new CutMirror()
    await mirror.grow(0, 3)
    const { report } = await mirror.cut(wholeLog, { isDry: true })
    assert.deepEqual([report.digest, report.versions.count, mirror.discs.size], [undefined, 3, 0])
    assert.equal((await mirror.cut(wholeLog)).report.id, report.id)
  })

  it('of nothing new says so, and is a bundle', async () => {
    const mirror = new CutMirror()
    await mirror.grow(0, 1)
    const { report } = await mirror.cut({ from: 3, owed: [], receipt: 3 })
    assert.deepEqual((await readBundle(mirror, report.id)).objects, [])
  })

  it('is not begun without room, nor after the end of the log', async () => {
    const mirror = new CutMirror()
    await mirror.grow(0, 1)
    await assert.rejects(mirror.cut(wholeLog, {}, { free: async () => 100 }), { code: 'no-space' })
    assert.equal(mirror.discs.size, 0)
    await assert.rejects(mirror.cut({ from: 4, owed: [], receipt: 4 }), { code: 'usage' })
  })

  it('never carries a damaged blob', async () => {
    for (const kind of ['mod', 'info', 'zip'] as const) {
      const mirror = new CutMirror()
      await mirror.grow(0, 2)
      const key = blobKey('public', moduleOf(1), kind)
      const bytes = (await mirror.store.read(key, 1 << 20)) ?? assert.fail()
      await mirror.store.remove(key)
      await mirror.store.put(key, bytes.with(bytes.length - 1, 0xff))
      await assert.rejects(mirror.cut(wholeLog), { code: 'store-damaged', subject: key })
      for (const [path] of await mirror.files('')) assert.ok(!path.includes('header'), path)
    }
  })

  it('is the same after a failure of each call, whether it was done or not', async () => {
    const clean = new CutMirror()
    await clean.grow(0, 4)
    const from = clean.faults.calls.length
    const wish = { parity: 1, capacity: 530_000, volumeLimit: 2000 }
    const { report } = await clean.cut(wholeLog, wish)
    const expected = await clean.files(report.id)
    const calls = clean.faults.calls.slice(from)
    assert.ok(calls.length > 50)
    for (const fault of ['fail', 'fail-after'] as const)
      for (const { index, operation } of calls) {
        if (fault === 'fail-after' && !/write|remove|put/.test(operation)) continue
        const mirror = new CutMirror()
        await mirror.grow(0, 4)
        mirror.faults.at(index, fault)
        await mirror.cut(wholeLog, wish).catch(error => assert.equal(error.code, 'io-failed', String(error)))
        mirror.faults.clear()
        assert.equal((await mirror.cut(wholeLog, wish)).report.id, report.id)
        assert.deepEqual(await mirror.files(report.id), expected)
      }
  })

  it('that was stopped does not read again what is whole', async () => {
    const mirror = new CutMirror()
    await mirror.grow(0, 8)
    const stop = new AbortController()
    const watch = { signal: stop.signal, progress: () => undefined, tell: async () => undefined }
    let written = 0
    const reached = () => {
      if (++written === 6) stop.abort()
    }
    await assert.rejects(mirror.cut(wholeLog, {}, { watch, reached }), { code: 'interrupted' })
    const before = mirror.faults.calls.length
    const { report } = await mirror.cut(wholeLog)
    const calls = mirror.faults.calls.slice(before).filter(({ operation }) => operation === 'write')
    const again = calls.filter(({ subject }) => subject === `gf-${report.id}-v001.gfv`)
    assert.deepEqual(again, [])
    await readBundle(mirror, report.id)
  })
})

describe('where the next bundle begins', () => {
  it('is the receipt, the last bundle or a number; without a receipt four bundles back', async () => {
    const { store } = new CutMirror()
    const digest = 'ab'.repeat(32)
    const begin = (at: 'receipt' | 'last' | number, receipt?: number) => segmentFor(store, 'a', at, receipt)
    assert.equal((await begin('receipt')).from, 0)
    for (let n = 0; n < 5; n++)
      await noteExport(store, 'a', { from: n * 10, to: (n + 1) * 10, digest, owed: [{ first: n, last: n }] })
    assert.equal((await begin('receipt')).from, 10)
    assert.deepEqual(await begin('receipt', 30), { from: 30, receipt: 30, owed: [{ first: 2, last: 2 }] })
    assert.deepEqual((await begin('last')).from, 50)
    assert.deepEqual((await begin(25)).owed, [{ first: 1, last: 1 }])
    // Cut again while the log stood still: nothing says which of the two arrived.
    await noteExport(store, 'a', { from: 20, to: 30, digest: 'cd'.repeat(32), owed: [{ first: 9, last: 9 }] })
    assert.deepEqual((await begin('receipt', 30)).owed, [
      { first: 2, last: 2 },
      { first: 9, last: 9 },
    ])
    assert.equal((await segmentFor(store, 'b', 'receipt', undefined)).from, 0)
    assert.equal((await newestExports(store, 'a', 2)).length, 2)
    assert.deepEqual(await exportsUpTo(store, 'a', 9), [])
  })
})
