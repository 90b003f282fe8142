import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type BuiltBundle, type CutShape, sha, TestMirror, zipLeaf } from '../../../../test/support/bundle-builder.ts'
import { Centre, discOf } from '../../../../test/support/receive-world.ts'
import { makeModule } from '../../../../test/support/test-module.ts'
import { type Knows, verifyAt } from '../../../../test/support/verify-world.ts'
import { buildZip } from '../../../../test/support/zip-builder.ts'
import { isGoferryError } from '../../../core/errors.ts'
import type { Entry } from '../../../core/log/entry.ts'
import { formatEntry } from '../../../core/log/format-entry.ts'
import { parseEntry } from '../../../core/log/parse-entry.ts'
import { LogState } from '../../../core/log/state.ts'
import { listImports } from './imports.ts'

const certificate = 'goferry rehearsal v1\nmodule example.com/m0\n\n— key AAAA\n'
const at = '2026-01-02T03:04:05Z'
const m0 = { path: 'example.com/m0', version: 'v1.0.0' }
const toolchain = { path: 'golang.org/toolchain', version: 'v0.0.1-go1.26.8.linux-amd64' }

function mirrorOf(add: (mirror: TestMirror) => void = () => undefined): TestMirror {
  const mirror = new TestMirror()
  mirror.addModule(m0)
  mirror.addModule({ path: 'example.com/m1', version: 'v1.2.3', files: { 'b.go': 'package a\n\nvar B = 1\n' } })
  add(mirror)
  return mirror
}

const plain = mirrorOf()
const entry = (leaf: Entry) => formatEntry(leaf)

/** A centre that has received all of `bundle`, whatever it holds. */
async function received(mirror: TestMirror, { files, digest }: BuiltBundle, known: Centre['known'] = []) {
  const centre = new Centre(mirror.trust)
  centre.known = known
  const { bundles } = await centre.receive([await discOf(files)])
  assert.deepEqual(
    bundles.map(({ bundle, step }) => [bundle, step]),
    [[digest, 'received']],
  )
  return centre
}

const stepOf = async (centre: Centre) => (await listImports(centre.imports))[0]?.state.step

describe('a bundle is verified', () => {
  it('whole, with certificates', async () => {
    const bundle = plain.cut({ certificates: [certificate, certificate] })
    const centre = await received(plain, bundle)
    const { id, origin, stream } = bundle.header
    const counts = { entries: 6, objects: 8, bytes: stream.bytes, certificates: 2 }
    assert.deepEqual(await verifyAt(centre, id), { bundle: bundle.digest, id, origin, step: 'verified', ...counts })
    assert.equal(await stepOf(centre), 'verified')
    assert.equal((await verifyAt(centre, bundle.digest.slice(0, 16))).step, 'verified')
  })

  it('whatever size its volumes have: objects and frames may be cut anywhere', async () => {
    const bytes = plain.cut().header.stream.bytes
    for (const volumeBytes of [bytes, Math.ceil(bytes / 2), 67, 20, Math.ceil(bytes / 200)]) {
      const bundle = plain.cut({ volumeBytes })
      assert.equal((await verifyAt(await received(plain, bundle), bundle.header.id)).objects, 6, `${volumeBytes}`)
    }
  })

  it('without what stays at home, and with entries that name nothing', async () => {
    const mirror = mirrorOf(each => {
      each.add(entry({ kind: 'recall', ...m0, reason: 'bad', at }))
      each.add('goferry/later/v1\nsome field\n')
    })
    const bundle = mirror.cut({ withheld: [2, 5] })
    const report = await verifyAt(await received(mirror, bundle), bundle.header.id)
    assert.deepEqual([report.entries, report.objects], [8, 4])
  })

  it('that holds nothing at all', async () => {
    const bundle = new TestMirror().cut()
    assert.equal((await verifyAt(await received(plain, bundle), bundle.header.id)).entries, 0)
  })

  it('that goes on from what was imported, or reaches back behind it', async () => {
    for (const from of [1, 3, 5]) {
      const bundle = plain.cut({ from })
      const centre = await received(plain, bundle, [plain.known(from)])
      assert.equal((await verifyAt(centre, bundle.header.id)).entries, 6 - from)
      const back = await received(plain, bundle, [plain.known(5)])
      assert.equal((await verifyAt(back, bundle.header.id)).step, 'verified')
    }
  })

  it('holds a zip against a record that came earlier', async () => {
    const bundle = plain.cut({ from: 5 })
    const other = new LogState()
    const [m1 = assert.fail()] = [makeModule({ path: 'example.com/m1', version: 'v1.2.3' })]
    other.apply(0, parseEntry(m1.record))
    const centre = await received(plain, bundle, [plain.known(5)])
    await assert.rejects(verifyAt(centre, bundle.header.id, { state: other }), { reason: 'bundle.other-hashes' })
    const own = new LogState()
    for (const [id, leaf] of plain.leaves.slice(0, 5).entries()) own.apply(id, parseEntry(leaf))
    const good = await received(plain, bundle, [plain.known(5)])
    assert.equal((await verifyAt(good, bundle.header.id, { state: own })).step, 'verified')
  })

  it('not before the one that it follows, and then', async () => {
    const bundle = plain.cut({ from: 3 })
    const centre = new Centre(plain.trust)
    await centre.receive([await discOf(bundle.files)])
    await assert.rejects(verifyAt(centre, bundle.header.id), { code: 'bundle-gap' })
    assert.equal(await stepOf(centre), 'received')
    centre.known = [plain.known(3)]
    assert.equal((await verifyAt(centre, bundle.header.id)).step, 'verified')
  })

  it('not while a volume is missing, which is named', async () => {
    const bundle = plain.cut()
    const [{ name = '' } = {}] = bundle.header.volumes
    const centre = new Centre(plain.trust)
    await centre.receive([await discOf([...bundle.files].filter(([file]) => file !== name))])
    await assert.rejects(verifyAt(centre, bundle.header.id), { code: 'bundle-incomplete', params: { names: name } })
  })

  it('and asks again for what was damaged or lost since it came, all of it', async () => {
    const bundle = plain.cut()
    const centre = await received(plain, bundle)
    const [v1, v2] = bundle.header.volumes.map(({ name }) => name)
    const [folder = ''] = await centre.imports.list()
    const disk = await centre.imports.make(folder)
    const bytes = Buffer.from(bundle.files.get(v1 ?? '') ?? [])
    bytes[7] = (bytes[7] ?? 0) ^ 1
    await disk.write(v1 ?? '', [bytes])
    await disk.remove(v2 ?? '')
    await assert.rejects(verifyAt(centre, bundle.header.id), { code: 'bundle-damaged', subject: `${v1}, ${v2}` })
    assert.equal(await stepOf(centre), 'receiving')
    await centre.receive([await discOf(bundle.files)])
    assert.equal((await verifyAt(centre, bundle.header.id)).step, 'verified')
  })
})

const info = (version: string) => Buffer.from(JSON.stringify({ Version: version, Time: at }))
const edited =
  (id: number, change: (bytes: Uint8Array) => Uint8Array): NonNullable<CutShape['objects']> =>
  objects =>
    objects.map(each => (each.id === id ? { ...each, bytes: change(each.bytes) } : each))
const flipped = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte))

/** A version whose zip is `zip`, in the log as it is. */
const withZip = (zip: Uint8Array) =>
  mirrorOf(mirror => void mirror.addModule({ path: 'example.com/bad', version: 'v1.0.0' }, { zip }))
/** A blob that its entry names rightly. */
const withBlob = (
  kind: string,
  bytes: Uint8Array,
  leaf: (named: { sha256: string; size: number; at: string }) => Entry,
) => mirrorOf(mirror => void mirror.add(entry(leaf({ sha256: sha(bytes), size: bytes.length, at })), kind, bytes))
const withLeaves = (...leaves: string[]) => mirrorOf(mirror => leaves.forEach(leaf => void mirror.add(leaf)))
const m9 = makeModule({ path: 'example.com/m9', version: 'v1.0.0' })

/** For each rule a bundle that breaks this one alone: what it is, how it is made, and the reason of the refusal. */
const crafted: [string, TestMirror, CutShape, string, Knows?][] = [
  [
    'objects in another order',
    plain,
    { objects: ([a, b, ...rest]) => [b, a, ...rest].flatMap(o => o ?? []) },
    'bundle.other-object',
  ],
  ['an object that is missing', plain, { objects: objects => objects.toSpliced(2, 1) }, 'bundle.other-object'],
  ['the last object missing', plain, { objects: objects => objects.slice(0, -1) }, 'bundle.other-object'],
  [
    'an object twice',
    plain,
    { objects: ([a, ...rest]) => [a, a, ...rest].flatMap(o => o ?? []) },
    'bundle.other-object',
  ],
  [
    'an object that nothing names',
    plain,
    { objects: objects => [...objects, { kind: 'm', id: 9, bytes: Buffer.from('module x\n') }] },
    'bundle.other-object',
  ],
  [
    'an object that was to stay at home',
    plain,
    { withheld: [2], objects: objects => objects.toSpliced(2, 0, { id: 2, ...(plain.blobs.get(2) ?? assert.fail()) }) },
    'bundle.other-object',
  ],
  [
    'an object as another kind',
    plain,
    { objects: objects => objects.map(o => (o.id === 1 ? { ...o, kind: 'm' } : o)) },
    'bundle.other-object',
  ],
  ['a kind that is none', plain, { objects: objects => objects.map(o => ({ ...o, kind: 'x' })) }, 'bundle.frame'],
  [
    'an object beyond the end',
    plain,
    { objects: objects => objects.map((o, i) => (i === 5 ? { ...o, size: 1e9 } : o)) },
    'bundle.frame',
  ],
  [
    'a size that no number counts',
    plain,
    { objects: objects => objects.map(o => ({ ...o, size: 2 ** 60 })) },
    'bundle.frame',
  ],
  ['bytes after the end', plain, { stream: bytes => Buffer.concat([bytes, Buffer.alloc(19)]) }, 'bundle.frame'],
  ['more bytes after the end', plain, { stream: bytes => Buffer.concat([bytes, Buffer.alloc(40)]) }, 'bundle.frame'],
  [
    'a certificate before an object',
    plain,
    { objects: o => [{ kind: 'c', id: 0, bytes: Buffer.from(certificate) }, ...o] },
    'bundle.other-object',
  ],
  [
    'certificates out of order',
    plain,
    { objects: o => [...o, { kind: 'c', id: 1, bytes: Buffer.from(certificate) }] },
    'bundle.other-object',
  ],
  ['a certificate that is none', plain, { certificates: ['hello\n'] }, 'bundle.certificate'],
  [
    'a certificate that is too large',
    plain,
    { certificates: [`${certificate}${'x'.repeat(1 << 16)}`] },
    'bundle.object-size',
  ],
  ['another go.mod', plain, { objects: edited(0, flipped) }, 'bundle.object-digest'],
  ['another .info', plain, { objects: edited(1, flipped) }, 'bundle.object-digest'],
  ['another zip', plain, { objects: edited(2, flipped) }, 'bundle.object-digest'],
  ['a longer zip', plain, { objects: edited(2, bytes => Buffer.concat([bytes, Buffer.of(0)])) }, 'bundle.object-size'],
  [
    'a go.mod that is too large',
    mirrorOf(
      m =>
        void m.addModule(
          { path: 'example.com/b', version: 'v1.0.0', goMod: `module b\n//${'x'.repeat(16 << 20)}` },
          { zip: Buffer.from('') },
        ),
    ),
    { volumeBytes: 1e9 },
    'bundle.object-size',
  ],
  [
    'an .info of another version',
    mirrorOf(m => void m.addModule({ path: 'example.com/b', version: 'v1.0.0' }, { info: info('v1.0.1') })),
    {},
    'info.wrong-version',
  ],
  [
    'an .info that is no JSON',
    mirrorOf(m => void m.addModule({ path: 'example.com/b', version: 'v1.0.0' }, { info: Buffer.from('x') })),
    {},
    'info.not-json',
  ],
  [
    'an .info of 1 MiB and a byte',
    mirrorOf(
      m => void m.addModule({ path: 'example.com/b', version: 'v1.0.0' }, { info: Buffer.alloc(2 ** 20 + 1, 32) }),
    ),
    { volumeBytes: 1e9 },
    'bundle.object-size',
  ],
  ['a zip with the files of another', withZip(plain.blobs.get(2)?.bytes ?? assert.fail()), {}, 'zip.prefix'],
  [
    'a zip with hidden bytes',
    withZip(Buffer.concat([Buffer.from('hidden'), makeModule({ path: 'example.com/bad', version: 'v1.0.0' }).zip])),
    {},
    'zip.',
  ],
  [
    'a zip that leads out of its folder',
    withZip(buildZip({ members: [{ name: 'example.com/bad@v1.0.0/../x', content: Buffer.from('x') }] })),
    {},
    'zip.',
  ],
  [
    'a zip that is not that of its record',
    withZip(makeModule({ path: 'example.com/bad', version: 'v1.0.0', files: { 'c.go': 'x' } }).zip),
    {},
    'bundle.object-digest',
  ],
  [
    'a go.mod in the zip that is not that of its record',
    mirrorOf(
      m =>
        void m.addModule(
          { path: 'example.com/b', version: 'v1.0.0' },
          {
            mod: Buffer.from('module other\n'),
            record: makeModule({ path: 'example.com/b', version: 'v1.0.0' }).record.replace(
              makeModule({ path: 'example.com/b', version: 'v1.0.0' }).h1Mod,
              plainMod('module other\n'),
            ),
          },
        ),
    ),
    {},
    'bundle.object-digest',
  ],
  [
    'an archive that is none',
    mirrorOf(m => {
      m.add(makeModule(toolchain).record, 'm', makeModule(toolchain).mod)
      m.add(
        entry({ kind: 'archive', ...toolchain, sha256: sha(Buffer.from('x')), size: 1, at, from: 'local' }),
        'a',
        Buffer.from('x'),
      )
    }),
    {},
    'archive',
  ],
  [
    'an archive of what is no toolchain',
    withBlob('a', Buffer.from('x'), named => ({ kind: 'archive', ...m0, ...named, from: 'local' })),
    {},
    'toolchain.none',
  ],
  [
    'proofs that are none',
    withBlob('p', Buffer.from('hello\n'), named => ({ kind: 'proofs', ...named })),
    {},
    'proofs-form',
  ],
  ['a count of objects', plain, { header: h => ({ ...h, stream: { ...h.stream, objects: 7 } }) }, 'bundle.counts'],
  [
    'where an object begins',
    plain,
    { header: h => ({ ...h, volumes: h.volumes.map((v, i) => (i === 0 ? { ...v, first: 20 } : v)) }) },
    'bundle.first',
  ],
  [
    'where none begins',
    plain,
    {
      volumeBytes: 60,
      header: h => ({ ...h, volumes: h.volumes.map(v => (v.first === undefined ? { ...v, first: 0 } : v)) }),
    },
    'bundle.first',
  ],
  [
    'a blob at home that nothing names',
    withLeaves(entry({ kind: 'recall', ...m0, reason: 'bad', at })),
    { header: h => ({ ...h, without: { ...h.without, lacking: [{ first: 6, last: 6 }] } }) },
    'bundle.without',
  ],
  [
    'a blob at home for two reasons',
    plain,
    { withheld: [2], header: h => ({ ...h, without: { ...h.without, lacking: [{ first: 2, last: 2 }] } }) },
    'bundle.without',
  ],
  ['a leaf that is no entry', withLeaves('hello\n'), {}, 'entry-'],
  ['a leaf that no log takes', withLeaves('a\n\nb\n'), {}, 'entry-'],
  ['a path that is none', withLeaves(m9.record.replaceAll('example.com/m9', 'example')), {}, 'path.no-domain'],
  [
    'a version that does not go with its path',
    withLeaves(m9.record.replaceAll('v1.0.0', 'v2.0.0')),
    {},
    'version.wrong-major',
  ],
  ['a version that is a query', withLeaves(m9.record.replaceAll('v1.0.0', 'v1.0')), {}, 'version.not-canonical'],
  ['an entry before its record', withLeaves(zipLeaf(m9)), {}, 'bundle.before-record'],
  [
    'a record that changed',
    withLeaves(makeModule({ ...m0, files: { 'x.go': 'x' } }).record),
    {},
    'entry-record-changed',
  ],
  [
    'a leaf that is not in the tree',
    plain,
    { log: bytes => Buffer.from(bytes.toString('latin1').replaceAll('03:04:05', '03:04:06'), 'latin1') },
    'bundle.other-tree',
  ],
  ['a leaf too few', plain, { log: bytes => bytes.subarray(0, bytes.readUInt16BE(0) + 2) }, 'bundle.other-tree'],
  [
    'a leaf too many',
    plain,
    { log: bytes => Buffer.concat([bytes, bytes.subarray(0, bytes.readUInt16BE(0) + 2)]) },
    'bundle.other-tree',
  ],
  ['half a leaf', plain, { log: bytes => bytes.subarray(0, -1) }, 'bundle.other-tree'],
  ['no leaf', plain, { log: () => Buffer.alloc(0) }, 'bundle.other-tree'],
  [
    'hashes that this node knows otherwise',
    plain,
    {},
    'bundle.other-hashes',
    { state: stateOf(makeModule({ ...m0, files: { 'x.go': 'x' } }).record) },
  ],
]

function plainMod(goMod: string): string {
  return makeModule({ path: 'example.com/x', version: 'v1.0.0', goMod }).h1Mod
}

function stateOf(...leaves: string[]): LogState {
  const state = new LogState()
  for (const [id, leaf] of leaves.entries()) state.apply(id, parseEntry(leaf))
  return state
}

describe('a bundle is refused', () => {
  for (const [what, mirror, shape, reason, knows] of crafted)
    it(`for ${what}`, async () => {
      const bundle = mirror.cut(shape)
      const centre = await received(mirror, bundle)
      await assert.rejects(verifyAt(centre, bundle.header.id, knows), error => {
        assert.ok(isGoferryError(error, 'bundle-refused'), String(error))
        assert.ok(error.reason?.startsWith(reason), `${error.reason}: ${error}`)
        return true
      })
      const [{ state } = assert.fail()] = await listImports(centre.imports)
      assert.deepEqual([state.step, state.refusal?.code], ['refused', 'bundle-refused'])
      assert.deepEqual(centre.events, ['bundle-refused'])
      // Its files stay as evidence, and it stays refused.
      for (const { name } of bundle.header.volumes) assert.ok((await centre.files()).has(name))
      await assert.rejects(verifyAt(centre, bundle.header.id), { code: 'bundle-refused' })
    })

  it('for an internal module, which is named', async () => {
    const bundle = plain.cut()
    const centre = await received(plain, bundle)
    const knows = { internal: ['example.com/m1'] }
    await assert.rejects(verifyAt(centre, bundle.header.id, knows), {
      code: 'bundle-internal',
      params: { module: 'example.com/m1@v1.2.3' },
    })
    assert.deepEqual([await stepOf(centre), centre.events], ['refused', ['bundle-refused']])
  })

  it('for a fork in the midst of it', async () => {
    for (const size of [1, 2, 3, 4, 5]) {
      const bundle = plain.cut()
      const centre = await received(plain, bundle, [{ size, root: 'ab'.repeat(32) }])
      await assert.rejects(verifyAt(centre, bundle.header.id), { code: 'bundle-fork' })
      assert.deepEqual([await stepOf(centre), centre.events], ['refused', ['bundle-refused']])
    }
  })

  it('for a beginning that its own edge does not have', async () => {
    const bundle = plain.cut({ from: 3, header: h => ({ ...h, edge: h.edge.toReversed() }) })
    const centre = await received(plain, bundle, [plain.known(3)])
    await assert.rejects(verifyAt(centre, bundle.header.id), { code: 'bundle-refused', reason: 'bundle.other-tree' })
  })

  it('for a key that was revoked since it came, until that is settled', async () => {
    const bundle = plain.cut()
    const centre = await received(plain, bundle)
    const [mirror = assert.fail()] = centre.trust.mirrors
    const keys = [{ key: plain.bundleKey.verifier, revoked: 'lost' }]
    centre.trust = { ...centre.trust, mirrors: [{ ...mirror, bundle: { needed: 1, keys } }] }
    await assert.rejects(verifyAt(centre, bundle.header.id), { code: 'bundle-revoked' })
    assert.equal(await stepOf(centre), 'received')
  })
})
