import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type BuiltBundle, sha, TestMirror } from '../../../../test/support/bundle-builder.ts'
import { Centre, contentOf, discOf } from '../../../../test/support/receive-world.ts'
import type { Fault } from '../../../adapters/memory/faults.ts'
import { MemoryStore } from '../../../adapters/memory/memory-store.ts'
import { fromWire } from '../../../core/error-wire.ts'
import { isGoferryError } from '../../../core/errors.ts'
import type { BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { subtract } from '../../../core/ferry/id-ranges.ts'
import { quarantineKey } from '../../../core/ferry/quarantine.ts'
import { generateKey } from '../../../core/note/key.ts'
import { dropImport, listImports } from './imports.ts'
import { reach } from './opened-import.ts'
import { receiveFailure } from './receive.ts'

function mirrorOf(versions: number): TestMirror {
  const mirror = new TestMirror()
  for (let n = 0; n < versions; n++) mirror.addModule({ path: `example.com/m${n}`, version: 'v1.0.0' })
  return mirror
}

const mirror = mirrorOf(6)
const [first, second] = [mirror.cut({ to: 9 }), mirror.cut({ from: 9 })]
const volumes = ({ header }: BuiltBundle) => header.volumes.map(({ name }) => name)
const named = ({ files }: BuiltBundle, ...names: string[]) => [...files].filter(([name]) => names.includes(name))
const without = ({ files }: BuiltBundle, ...names: string[]) => [...files].filter(([name]) => !names.includes(name))

/** Everything that the header names is there, and right. */
async function assertWhole(centre: Centre, { header, files, headerName }: BuiltBundle): Promise<void> {
  const found = await centre.files()
  for (const { name } of [header.log, ...header.volumes]) assert.deepEqual(found.get(name), files.get(name), name)
  assert.deepEqual(found.get('header.txt'), files.get(headerName))
}

describe('receiving', () => {
  it('takes a bundle from one folder, and says so', async () => {
    const centre = new Centre(mirror.trust)
    const { bundles, refused } = await centre.receive([await discOf(first.files)])
    const { id, origin, site } = first.header
    const row = { bundle: first.digest, id, origin, site, from: 0, to: 9, step: 'received', missing: [] }
    assert.deepEqual([bundles, refused], [[row], []])
    await assertWhole(centre, first)
    const [{ state } = assert.fail()] = await listImports(centre.imports)
    assert.deepEqual([state.carriers, Object.keys(state.at)], [['ann'], ['receiving', 'received']])
  })

  it('takes it from many discs in any order, by size and hash: names do not matter', async () => {
    const names = [...first.files.keys()]
    assert.ok(names.length >= 5)
    for (const rename of [
      (name: string) => name,
      (name: string) => name.toUpperCase(),
      (name: string, i: number) => `${name.slice(0, 6).toUpperCase()}~${i}.GFV`,
      (_: string, i: number) => names[(i + 1) % names.length] ?? '',
    ]) {
      const discs = await Promise.all(
        [...first.files].reverse().map(([name, bytes]) => discOf([[rename(name, names.indexOf(name)), bytes]])),
      )
      const centre = new Centre(mirror.trust)
      const report = await centre.receive(discs)
      assert.equal(receiveFailure(report), undefined)
      await assertWhole(centre, first)
    }
  })

  it('names what is missing, keeps what came, and takes the rest later, from a disc without a header too', async () => {
    const [v1 = '', v2 = ''] = volumes(first)
    const centre = new Centre(mirror.trust)
    const report = await centre.receive([await discOf(without(first, v1, v2))])
    assert.deepEqual(report.bundles[0]?.missing, [v1, v2])
    const failure = receiveFailure(report) ?? assert.fail()
    assert.deepEqual([failure.code, failure.params['names']], ['bundle-incomplete', `${v1}, ${v2}`])
    const [, , third = ''] = volumes(first)
    assert.ok((await centre.files()).has(third))
    const rest = await centre.receive([await discOf(named(first, v2)), await discOf(named(first, v1))], {
      carrier: 'bob',
    })
    assert.equal(rest.bundles[0]?.step, 'received')
    await assertWhole(centre, first)
    assert.deepEqual((await listImports(centre.imports))[0]?.state.carriers, ['ann', 'bob'])
  })

  it('takes what was cut more than a day from now, and says so', async () => {
    for (const [created, createdAhead] of [
      ['2026-11-16T00:00:00Z', undefined],
      ['2026-11-16T00:00:01Z', '2026-11-16T00:00:01Z'],
    ] as const) {
      const centre = new Centre(mirror.trust)
      const { bundles } = await centre.receive([await discOf(mirror.cut({ created }).files)])
      assert.deepEqual([bundles[0]?.step, bundles[0]?.createdAhead], ['received', createdAhead])
      assert.deepEqual(
        [centre.told.at(-1)?.['createdAhead'], centre.events.length],
        [createdAhead, createdAhead ? 1 : 0],
      )
    }
  })

  it('reads no byte of a volume again that is there', async () => {
    const [v1 = ''] = volumes(first)
    const centre = new Centre(mirror.trust)
    await centre.receive([await discOf(without(first, v1))])
    const disc = await discOf(first.files)
    await centre.receive([disc])
    const opened = disc.faults.calls.filter(({ operation }) => operation === 'open').map(({ subject }) => subject)
    // Each small file may be a header: its first bytes are looked at.
    assert.deepEqual(opened.sort(), [...first.files.keys(), v1].sort())
  })

  it('tells a damaged, a short and an unreadable volume by name, and takes the others', async () => {
    const [v1 = '', v2 = '', v3 = ''] = volumes(first)
    const files = new Map(first.files)
    files.set(v1, Buffer.from(files.get(v1) ?? []).fill(255, 5, 6))
    files.set(v2, (files.get(v2) ?? new Uint8Array()).subarray(1))
    const disc = await discOf(files)
    disc.faults.when(({ operation, subject }) => (operation === 'read' && subject === v3 ? 'fail' : undefined))
    const centre = new Centre(mirror.trust)
    const { bundles } = await centre.receive([disc])
    assert.deepEqual(bundles[0]?.missing, [v1, v2, v3])
    const told = centre.told.map(({ subject, outcome, error }) => `${subject} ${outcome} ${error?.reason}`)
    assert.ok(told.includes(`memory/${v1} damaged bundle.other-bytes`))
    assert.ok(told.includes(`memory/${v2} damaged bundle.other-size`))
    assert.ok(told.includes(`memory/${v3} unreadable undefined`))
    await centre.receive([await discOf(first.files)])
    await assertWhole(centre, first)
  })

  it('takes several bundles at once, each for itself, the lowest first', async () => {
    const [v1 = ''] = volumes(first)
    const centre = new Centre(mirror.trust)
    const report = await centre.receive([await discOf(second.files), await discOf(without(first, v1))])
    assert.deepEqual(
      report.bundles.map(({ id, step }) => [id, step]),
      [
        [first.header.id, 'receiving'],
        [second.header.id, 'received'],
      ],
    )
    const codes = report.bundles.map(({ error }) => error?.code)
    assert.deepEqual(codes, ['bundle-incomplete', 'bundle-gap'])
    const then = await centre.receive([await discOf([...named(first, v1), ...second.files])])
    assert.deepEqual(
      then.bundles.map(({ step, error }) => [step, error]),
      [
        ['received', undefined],
        ['received', undefined],
      ],
    )
  })

  it('keeps a bundle that does not follow, until the one between is there', async () => {
    const centre = new Centre(mirror.trust)
    const report = await centre.receive([await discOf(second.files)])
    assert.equal(receiveFailure(report)?.code, 'bundle-gap')
    assert.deepEqual(receiveFailure(report)?.params, { origin: 'mirror.example', from: 9, have: 0 })
    await assertWhole(centre, second)
    centre.known = [mirror.known(9)]
    assert.equal(receiveFailure(await centre.receive([await discOf(second.files)])), undefined)
  })

  it('takes no replay unless it is to heal', async () => {
    const centre = new Centre(mirror.trust)
    centre.known = [mirror.known(9), mirror.known(18)]
    centre.brought = [{ first: 0, last: 17 }]
    for (const bundle of [first, second]) {
      const report = await centre.receive([await discOf(bundle.files)])
      assert.equal(receiveFailure(report)?.code, 'bundle-replay')
    }
    assert.deepEqual(await centre.imports.list(), [])
    const healing = await centre.receive([await discOf(first.files)], { heals: true })
    assert.equal(healing.bundles[0]?.step, 'received')
  })

  it('takes what was withheld before, though it is no entry further', async () => {
    const centre = new Centre(mirror.trust)
    centre.known = [mirror.known(9), mirror.known(18)]
    centre.brought = subtract([{ first: 0, last: 17 }], [{ first: 4, last: 4 }])
    const report = await centre.receive([await discOf(second.files)])
    assert.equal(receiveFailure(report)?.code, 'bundle-replay')
    const brings = await centre.receive([await discOf(first.files)])
    assert.equal(brings.bundles[0]?.step, 'received')
  })

  it('leaves what waits for approval as it is while discs to heal from come one by one', async () => {
    const centre = new Centre(mirror.trust)
    await centre.receive([await discOf(first.files)])
    const [{ folder, state } = assert.fail()] = await listImports(centre.imports)
    const [v1 = '', v2 = '', ...rest] = volumes(first)
    for (const name of [v1, v2, ...rest]) await folder.remove(name)
    await reach(folder, state, 'committed', centre.now)
    centre.known = [mirror.known(9)]
    const one = await centre.receive([await discOf(without(first, v1, v2))], { heals: true })
    assert.deepEqual([one.bundles[0]?.step, one.bundles[0]?.missing], ['committed', [v1, v2]])
    const others = await centre.receive([await discOf(first.files)], { heals: true })
    assert.equal(others.bundles[0]?.step, 'received')
  })

  it('refuses a fork, at its end and at its beginning, with the header as evidence', async () => {
    for (const [bundle, size] of [
      [first, 9],
      [second, 9],
      [second, 18],
    ] as const) {
      const centre = new Centre(mirror.trust)
      centre.known = [{ size, root: 'ab'.repeat(32) }]
      const report = await centre.receive([await discOf(bundle.files)])
      assert.equal(receiveFailure(report)?.code, 'bundle-fork')
      assert.deepEqual([...(await centre.files()).keys()], ['header.txt', 'state.json'])
      assert.deepEqual(centre.events, ['bundle-refused'])
      const again = await centre.receive([await discOf(bundle.files)])
      assert.deepEqual([receiveFailure(again)?.code, again.bundles[0]?.step], ['bundle-fork', 'refused'])
    }
  })

  it('checks for room before it writes a byte, with figures', async () => {
    const centre = new Centre(mirror.trust)
    const bytes = first.header.stream.bytes
    centre.free = 2 * bytes + first.header.log.size - 1
    const report = await centre.receive([await discOf(first.files)])
    const failure = receiveFailure(report) ?? assert.fail()
    assert.deepEqual([failure.code, failure.params], ['no-space', { needed: centre.free + 1, free: centre.free }])
    assert.deepEqual(await centre.imports.list(), [])
    centre.free++
    assert.equal(receiveFailure(await centre.receive([await discOf(first.files)])), undefined)
  })

  it('says so where there is no header at all', async () => {
    const disc = await discOf(without(first, first.headerName))
    await assert.rejects(new Centre(mirror.trust).receive([disc]), {
      code: 'bundle-incomplete',
      reason: 'bundle.no-header',
    })
  })

  it('minds no bad copy of a header beside a good one, but tells it', async () => {
    const header = Buffer.from(first.files.get(first.headerName) ?? [])
    const bad = Buffer.from(header)
    bad[bad.length - 5] = 65
    const centre = new Centre(mirror.trust)
    const report = await centre.receive([await discOf([['gf-header.txt', bad]]), await discOf(first.files)])
    assert.deepEqual([receiveFailure(report), report.refused.length], [undefined, 1])
    assert.deepEqual(centre.told[0]?.outcome, 'refused')
    const alone = await new Centre(mirror.trust).receive([await discOf([['gf-header.txt', bad]])])
    assert.equal(receiveFailure(alone)?.code, 'bundle-untrusted')
  })

  it('takes the copy with more signatures where two are needed', async () => {
    const other = generateKey('bundle.b', new Uint8Array(32).fill(77))
    const both = mirror.cut({ to: 9, signers: [mirror.bundleKey, other] })
    const [{ log, origin } = assert.fail()] = mirror.trust.mirrors
    const keys = [{ key: mirror.bundleKey.verifier }, { key: other.verifier }]
    const centre = new Centre({ ...mirror.trust, mirrors: [{ origin, log, bundle: { needed: 2, keys } }] })
    assert.equal(receiveFailure(await centre.receive([await discOf(first.files)]))?.code, 'bundle-untrusted')
    const report = await centre.receive([await discOf(first.files), await discOf(both.files)])
    assert.equal(receiveFailure(report), undefined)
    await assertWhole(centre, both)
  })

  it('writes nothing where it was brought from', async () => {
    const disc = await discOf(first.files)
    const before = disc.faults.calls.length
    await new Centre(mirror.trust).receive([disc])
    const operations = new Set(disc.faults.calls.slice(before).map(({ operation }) => operation))
    assert.deepEqual([...operations].sort(), ['list', 'open', 'read'])
  })

  it('ends when it is asked to, and goes on from there', async () => {
    const centre = new Centre(mirror.trust)
    await assert.rejects(centre.receive([await discOf(first.files)], { signal: AbortSignal.abort() }), {
      code: 'interrupted',
    })
    await centre.receive([await discOf(first.files)])
    await assertWhole(centre, first)
  })

  it('drops an import by its id with what lies in quarantine of it, and takes it anew', async () => {
    const centre = new Centre(mirror.trust)
    await centre.receive([await discOf(first.files)])
    const store = new MemoryStore()
    const [own, other] = [first, second].map(({ digest }) => quarantineKey(digest, sha(Buffer.from('blob'))))
    for (const key of [own, other]) await store.put(key ?? '', Buffer.from('blob'))
    const held = { imports: centre.imports, store }
    await assert.rejects(dropImport(held, '000000000000'), { code: 'absent' })
    // Its commit was cut off between the log and the files, which lie in quarantine alone.
    const [{ folder, state } = assert.fail()] = await listImports(centre.imports)
    await reach(folder, state, 'scanned', centre.now)
    const logged = dropImport({ ...held, isLogged: () => true }, first.header.id)
    await assert.rejects(logged, { code: 'usage', reason: 'bundle.drop-half' })
    assert.ok(await store.stat(own ?? ''))
    assert.equal((await dropImport(held, first.header.id)).bundle, first.digest)
    assert.deepEqual(await centre.imports.list(), [])
    const left = await Promise.all([own, other].map(key => store.stat(key ?? '')))
    assert.deepEqual([left[0], left[1]?.size], [undefined, 4])
    assert.equal((await centre.receive([await discOf(first.files)])).bundles[0]?.step, 'received')
  })
})

describe('trust in what is received', () => {
  const stranger = generateKey('stranger', new Uint8Array(32).fill(9))
  const [trusted = assert.fail()] = mirror.trust.mirrors
  const refused: [string, BuiltBundle, Partial<Centre['trust']>, string][] = [
    ['another signer', mirror.cut({ signers: [stranger] }), {}, 'bundle-untrusted'],
    ['another mirror', new TestMirror('other.example', 5).cut(), {}, 'bundle-untrusted'],
    ['another site', mirror.cut({ site: 'region' }), { site: 'centre' }, 'bundle-foreign'],
    ['its end', mirror.cut({ expires: '2026-11-02T00:00:00Z' }), {}, 'bundle-expired'],
    [
      'another origin under a key that is trusted',
      mirror.cut({ header: header => ({ ...header, origin: 'other.example' }) }),
      {},
      'bundle-foreign',
    ],
    [
      'a revoked key',
      mirror.cut(),
      { mirrors: [{ ...trusted, bundle: { needed: 1, keys: [{ key: mirror.bundleKey.verifier, revoked: 'lost' }] } }] },
      'bundle-revoked',
    ],
  ]
  for (const [what, bundle, change, code] of refused)
    it(`is refused for ${what}, and nothing of it is kept`, async () => {
      const centre = new Centre({ ...mirror.trust, ...change })
      const disc = await discOf(bundle.files)
      assert.equal(receiveFailure(await centre.receive([disc]))?.code, code)
      assert.deepEqual(await centre.imports.list(), [])
      const opened = disc.faults.calls.filter(({ operation }) => operation === 'open').map(({ subject }) => subject)
      assert.equal(new Set(opened).size, opened.length)
    })
})

describe('lost volumes', () => {
  /** One parity file: the exclusive or of all. */
  const xor = (pieces: readonly Uint8Array[]) => {
    const sum = Buffer.alloc(Math.max(...pieces.map(({ length }) => length)))
    for (const piece of pieces) for (const [i, byte] of piece.entries()) sum.writeUInt8((sum[i] ?? 0) ^ byte, i)
    return sum
  }
  const recover: Centre['recover'] = async ({ data, sizes, parity }, write) => {
    const lost = data.indexOf(undefined)
    const pieces: Uint8Array[] = []
    for (const file of [...data, ...parity]) {
      if (file === undefined) continue
      const bytes = new Uint8Array(file.size)
      await file.read(bytes, 0)
      pieces.push(bytes)
    }
    await write(lost, [xor(pieces).subarray(0, sizes[lost])] as unknown as AsyncIterable<Uint8Array>)
  }
  const withParity = (seal?: (bytes: Uint8Array) => Uint8Array): BuiltBundle => {
    const { files, header } = mirror.cut({ to: 9 })
    const all = new Map(files)
    all.delete(`gf-${header.id}-header.txt`)
    const file = (name: string, bytes: Uint8Array) => {
      all.set(name, bytes)
      return { name, size: bytes.length, sha256: sha(bytes) }
    }
    const bytesOf = ({ name }: { name: string }) => all.get(name) ?? assert.fail()
    const sealOne = (plain: { name: string }) => file(`${plain.name}.age`, seal?.(bytesOf(plain)) ?? new Uint8Array())
    const carried = seal ? [header.log, ...header.volumes].map(sealOne) : []
    const spare = file(`gf-${header.id}-p001.gfp`, xor((seal ? carried.slice(1) : header.volumes).map(bytesOf)))
    for (const { name } of seal ? [header.log, ...header.volumes] : []) all.delete(name)
    return mirror.sign({ ...header, parity: [spare], sealed: carried } as BundleHeader, all)
  }

  it('are given back out of parity, which is copied for no other reason', async () => {
    const bundle = withParity()
    const plain = mirror.cut({ to: 9 })
    for (const lost of volumes(bundle)) {
      const centre = new Centre(mirror.trust)
      centre.recover = recover
      const report = await centre.receive([await discOf(without(bundle, lost))])
      assert.equal(receiveFailure(report), undefined)
      const found = await centre.files()
      for (const name of volumes(bundle)) assert.deepEqual(found.get(name), plain.files.get(name))
      assert.ok(![...found.keys()].some(name => name.endsWith('.gfp')))
    }
    // A volume with another byte, beside parity that is whole: of that nothing bad is said.
    const [v1 = ''] = volumes(bundle)
    const files = new Map(bundle.files).set(v1, Buffer.from(bundle.files.get(v1) ?? []).fill(255, 5, 6))
    const damaged = new Centre(mirror.trust)
    damaged.recover = recover
    assert.equal(receiveFailure(await damaged.receive([await discOf(files)])), undefined)
    assert.deepEqual(
      damaged.told.flatMap(({ subject, outcome }) => (outcome === 'damaged' ? [subject] : [])),
      [`memory/${v1}`],
    )
    const centre = new Centre(mirror.trust)
    const disc = await discOf(bundle.files)
    await centre.receive([disc])
    const opened = disc.faults.calls.filter(({ operation }) => operation === 'open').map(({ subject }) => subject)
    assert.equal(opened.filter(name => name.endsWith('.gfp')).length, 1)
  })

  it('are named, with the parity that would do', async () => {
    const bundle = withParity()
    const [v1 = ''] = volumes(bundle)
    const centre = new Centre(mirror.trust)
    centre.recover = recover
    const report = await centre.receive([await discOf(without(bundle, v1, `gf-${bundle.header.id}-p001.gfp`))])
    const failure = receiveFailure(report) ?? assert.fail()
    assert.deepEqual([failure.reason, failure.params['count']], ['bundle.missing-or-parity', 1])
    const two = await new Centre(mirror.trust).receive([await discOf(without(bundle, ...volumes(bundle)))])
    assert.equal(receiveFailure(two)?.reason, 'bundle.missing-or-parity')
  })

  it('of an encrypted bundle are given back sealed, and then opened', async () => {
    const flip = (bytes: Uint8Array) =>
      Buffer.concat([Buffer.from('sealed '), Buffer.from(bytes.map(byte => byte ^ 1))])
    const bundle = withParity(flip)
    const plain = mirror.cut({ to: 9 })
    const lost = `${volumes(bundle)[1]}.age`
    for (const files of [[...bundle.files], without(bundle, lost)]) {
      const centre = new Centre(mirror.trust)
      centre.recover = recover
      const without = await centre.receive([await discOf(files)])
      assert.equal(receiveFailure(without)?.reason, 'bundle.no-identity')
      centre.unseal = async function* (source) {
        const pieces: Buffer[] = []
        for await (const piece of source) pieces.push(Buffer.from(piece))
        yield Buffer.concat(pieces)
          .subarray(7)
          .map(byte => byte ^ 1)
      }
      assert.equal(receiveFailure(await centre.receive([await discOf(files)])), undefined)
      const found = await centre.files()
      const names = [plain.header.log.name, ...volumes(plain), 'header.txt', 'state.json']
      assert.deepEqual([...found.keys()].sort(), names.sort())
      for (const name of volumes(plain)) assert.deepEqual(found.get(name), plain.files.get(name))
    }
  })
})

describe('receiving, whatever fails', () => {
  it('comes to the same end once it is called again', async () => {
    const sound = new Centre(mirror.trust)
    await sound.receive([await discOf(first.files)])
    const calls = sound.imports.faults.calls.length
    const wanted = await sound.files()
    assert.ok(calls > 15)
    for (const fault of ['fail', 'fail-after'] as Fault[])
      for (let at = 0; at < calls; at++) {
        const centre = new Centre(mirror.trust)
        centre.imports.faults.at(at, fault)
        await assert.rejects(centre.receive([await discOf(first.files)]), { code: 'io-failed' })
        centre.imports.faults.clear()
        const report = await centre.receive([await discOf(first.files)])
        assert.equal(receiveFailure(report), undefined, `${fault} ${at}`)
        assert.deepEqual(await centre.files(), wanted)
      }
  })

  it('goes on past each call of a disc that fails, with what is missing named', async () => {
    const disc = await discOf(first.files)
    const written = disc.faults.calls.length
    await new Centre(mirror.trust).receive([disc])
    const calls = disc.faults.calls.length - written
    for (let at = 1; at < calls; at++) {
      const bad = await discOf(first.files)
      bad.faults.at(written + at, 'fail')
      const centre = new Centre(mirror.trust)
      const report = await centre.receive([bad]).catch((error: unknown) => {
        if (isGoferryError(error, 'bundle-incomplete', 'io-failed')) return undefined
        throw error
      })
      for (const { error } of report?.bundles ?? [])
        assert.ok(error === undefined || fromWire(error).code === 'bundle-incomplete')
      assert.equal(receiveFailure(await centre.receive([await discOf(first.files)])), undefined)
      await assertWhole(centre, first)
    }
    assert.equal((await contentOf(disc)).size, first.files.size)
  })
})
