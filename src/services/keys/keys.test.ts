import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MemoryKeyFiles } from '../../adapters/memory/key-files.ts'
import { utf8 } from '../../core/bytes.ts'
import { generateKey, keyId, parseVerifier } from '../../core/note/key.ts'
import { openNote } from '../../core/note/open-note.ts'
import { signNote } from '../../core/note/sign-note.ts'
import { publicKeyOf } from './key-pair.ts'
import type { Identity } from './keys.ts'
import { Keys } from './keys.ts'
import { defaultLogName } from './log-name.ts'

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678) }

function keysIn(files: MemoryKeyFiles, parts: { environment?: string; reached?: () => void } = {}): Keys {
  return new Keys({ files, clock, reached: () => undefined, ...parts })
}

/** The keys that sign a note of `identity`, in the order of its lines. */
function signedBy(identity: Identity): string[] {
  const note = openNote(signNote('text\n', identity.signers), identity.verifiers)
  return note.signatures.map(keyId)
}

describe('keys', () => {
  it('name a log after its first key unless a name is given', async () => {
    const keys = keysIn(new MemoryKeyFiles())
    assert.equal(await keys.load(), undefined)
    const { name } = await keys.create()
    const [shown] = await keys.show()
    assert.match(name, /^goferry-[0-9a-f]{8}\.local$/)
    assert.equal(name, defaultLogName(publicKeyOf(shown?.key ?? '')))
    assert.equal((await keysIn(new MemoryKeyFiles()).create('go.corp.example')).name, 'go.corp.example')
  })

  it('are the same after a restart', async () => {
    const files = new MemoryKeyFiles()
    const made = await keysIn(files).create()
    const loaded = await keysIn(files).load()
    assert.ok(loaded)
    assert.deepEqual(signedBy(loaded), signedBy(made))
    await assert.rejects(keysIn(files).create(), { code: 'usage', reason: 'keys-exist' })
  })

  for (const name of ['', 'A.example', 'a+b', 'a b', '-a', 'a-', 'a..b', 'a/b', '../a', 'x'.repeat(101), 'é.example'])
    it(`refuse a log named ${JSON.stringify(name.slice(0, 20))}`, async () => {
      await assert.rejects(keysIn(new MemoryKeyFiles()).create(name), { code: 'usage', reason: 'log-name-form' })
    })

  it('never take the name of the public database', async () => {
    const refused = { code: 'usage', reason: 'log-name-used' }
    await assert.rejects(keysIn(new MemoryKeyFiles()).create('sum.golang.org'), refused)
  })

  it('are shown without anything secret', async () => {
    const files = new MemoryKeyFiles()
    const keys = keysIn(files)
    await keys.create('a.example')
    await keys.beginRotation()
    await keys.finishRotation()
    const shown = await keys.show()
    assert.deepEqual(
      shown.map(({ created, retired }) => ({ created, retired })),
      [
        { created: '2026-01-02T03:04:05Z', retired: undefined },
        { created: '2026-01-02T03:04:05Z', retired: '2026-01-02T03:04:05Z' },
      ],
    )
    for (const { key, fingerprint } of shown) {
      assert.equal(parseVerifier(key).name, 'a.example')
      assert.match(fingerprint, /^[0-9a-f]{64}$/)
    }
    const index = await files.read('log.json')
    for (const name of (await files.list()).filter(name => name.endsWith('.key'))) {
      const secret = (await files.read(name))?.split('+').slice(4).join('+').trim() ?? ''
      assert.ok(secret.length > 40)
      assert.ok(!JSON.stringify(shown).includes(secret) && !index?.includes(secret))
    }
  })
})

describe('rotating keys', () => {
  it('has the new and the old key sign, the new one first, until it is finished', async () => {
    const keys = keysIn(new MemoryKeyFiles())
    const [old] = signedBy(await keys.create('a.example'))
    const overlap = signedBy(await keys.beginRotation())
    assert.equal(overlap.length, 2)
    assert.equal(overlap[1], old)
    await assert.rejects(keys.beginRotation(), { code: 'usage', reason: 'keys-rotating' })
    assert.deepEqual(signedBy(await keys.finishRotation()), overlap.slice(0, 1))
    await assert.rejects(keys.finishRotation(), { code: 'usage', reason: 'keys-not-rotating' })
  })

  it('after a compromise takes a new name, and no name twice', async () => {
    const keys = keysIn(new MemoryKeyFiles())
    const before = await keys.create('a.example')
    const after = await keys.rename('b.example')
    assert.equal(after.name, 'b.example')
    assert.deepEqual(after.retiredNames, ['a.example'])
    assert.equal(after.signers.length, 1)
    assert.throws(() => openNote(signNote('text\n', after.signers), before.verifiers), { code: 'bad-note' })
    for (const used of ['a.example', 'b.example'])
      await assert.rejects(keys.rename(used), { code: 'usage', reason: 'log-name-used' })
  })
})

describe('keys and crashes', () => {
  const changes = [
    ['create', (keys: Keys) => keys.create('a.example')],
    ['beginRotation', (keys: Keys) => keys.beginRotation()],
    ['finishRotation', (keys: Keys) => keys.finishRotation()],
    ['rename', (keys: Keys) => keys.rename('b.example')],
  ] as const

  it('keep the old identity or the new one at each write, and leave no key behind', async () => {
    for (const [at, [name, change]] of changes.entries()) {
      for (const dieAt of [1, 2]) {
        const files = new MemoryKeyFiles()
        for (const [, earlier] of changes.slice(0, at)) await earlier(keysIn(files))
        const before = await keysIn(files).load()
        let steps = 0
        const reached = () => {
          if (++steps === dieAt) throw new TypeError('killed')
        }
        const outcome = await change(keysIn(files, { reached })).catch(error => error)
        const after = await keysIn(files).load()
        if (dieAt === 1 && name !== 'finishRotation') {
          assert.ok(outcome instanceof TypeError, name)
          assert.deepEqual(after && signedBy(after), before && signedBy(before), name)
          const left = (await files.list()).length
          await change(keysIn(files))
          assert.equal((await files.list()).length, Math.max(left, 2), `${name} takes up the key that was left`)
        } else assert.ok(after, name)
      }
    }
  })

  it('ask for the backup where a key or the index is gone', async () => {
    const files = new MemoryKeyFiles()
    await keysIn(files).create('a.example')
    await keysIn(files).beginRotation()
    const partly = new MemoryKeyFiles()
    await partly.write('log.json', (await files.read('log.json')) ?? '')
    await assert.rejects(keysIn(partly).load(), { code: 'bad-settings', reason: 'keys-file-lost' })
    const lost = new MemoryKeyFiles()
    for (const name of await files.list())
      if (name.endsWith('.key')) await lost.write(name, (await files.read(name)) ?? '')
    await assert.rejects(keysIn(lost).create(), { code: 'bad-settings', reason: 'keys-index-lost' })
  })

  it('refuse a damaged index and name the field', async () => {
    const files = new MemoryKeyFiles()
    await keysIn(files).create('a.example')
    const good = (await files.read('log.json')) ?? ''
    const cases = [
      ['', 'format'],
      ['[]', 'format'],
      [good.replace('keys/v1', 'keys/v2'), 'format'],
      [good.replace('"a.example"', '7'), 'name'],
      [good.replace('"created"', '"made"'), 'active'],
      [good.replace('"name": "a.example"', '"name": "b.example"'), 'active'],
      [good.replace('"retired": []', '"retired": [{}]'), 'retired'],
      [good.replace('"retiredNames": []', '"retiredNames": [1]'), 'retiredNames'],
    ] as const
    for (const [text, field] of cases) {
      await files.write('log.json', text)
      const wrong = { code: 'bad-settings', reason: 'keys-file-form', params: { field } }
      await assert.rejects(keysIn(files).load(), wrong, field)
    }
  })
})

describe('a backup of keys', () => {
  it('brings the same identity to a new folder, and only to a new one', async () => {
    const files = new MemoryKeyFiles()
    const keys = keysIn(files)
    await keys.create('a.example')
    await keys.rename('b.example')
    const identity = await keys.beginRotation()
    await keys.backup('/backup')
    await assert.rejects(keys.backup('/backup'), { code: 'usage', reason: 'key-file-exists' })
    await assert.rejects(keys.restore('/backup'), { code: 'usage', reason: 'keys-exist' })

    const fresh = new MemoryKeyFiles()
    await fresh.export('/backup', await files.import('/backup'))
    const restored = await keysIn(fresh).restore('/backup')
    assert.deepEqual(signedBy(restored), signedBy(identity))
    assert.deepEqual([identity.mayBegin, restored.mayBegin], [true, false])
    assert.equal((await keysIn(fresh).load())?.mayBegin, false)
    assert.equal((await keysIn(fresh).rename('c.example')).mayBegin, true)
    assert.deepEqual(restored.retiredNames, ['a.example'])
  })

  it('is restored again after a crash at any step of it, and never taken for a new key', async () => {
    const files = new MemoryKeyFiles()
    await keysIn(files).create('a.example')
    await keysIn(files).backup('/backup')
    const backup = await files.import('/backup')
    for (const step of [1, 2]) {
      const fresh = new MemoryKeyFiles()
      await fresh.export('/backup', backup)
      let left = step
      const dying = new Keys({
        files: fresh,
        clock: { now: () => 0 },
        reached: () => {
          left--
          if (left === 0) throw new TypeError('died')
        },
      })
      await assert.rejects(dying.restore('/backup'), TypeError)
      await assert.rejects(keysIn(fresh).create('a.example'), { reason: 'keys-exist' })
      assert.equal((await keysIn(fresh).restore('/backup')).mayBegin, false)
    }
  })

  it('is refused where it is not whole', async () => {
    const files = new MemoryKeyFiles()
    await keysIn(files).create('a.example')
    await keysIn(files).backup('/backup')
    const text = await files.import('/backup')
    for (const [i, broken] of ['', text.slice(text.indexOf('{')), text.slice(0, -9), `x${text}`].entries()) {
      const fresh = new MemoryKeyFiles()
      await fresh.export('/backup', broken)
      await assert.rejects(keysIn(fresh).restore('/backup'), /bad settings|bad key/, String(i))
      assert.deepEqual(await fresh.list(), [])
    }
  })
})

describe('keys from the environment', () => {
  const seeds = [1, 2].map(n => generateKey('a.example', new Uint8Array(32).fill(n)))

  it('sign in their order, and nothing is read or written', async () => {
    const files = new MemoryKeyFiles()
    const keys = keysIn(files, { environment: `${seeds.map(key => key.signer).join('\n')}\n` })
    const identity = await keys.load()
    assert.ok(identity)
    assert.deepEqual(
      signedBy(identity),
      seeds.map(key => keyId(parseVerifier(key.verifier))),
    )
    for (const change of [keys.create(), keys.beginRotation(), keys.finishRotation(), keys.rename('b.example')])
      await assert.rejects(change, { code: 'usage', reason: 'keys-from-environment' })
    await assert.rejects(keys.backup('/backup'), { code: 'usage', reason: 'keys-from-environment' })
    assert.deepEqual(await files.list(), [])
  })

  it('are refused without a word of the secret', async () => {
    const good = seeds[0]?.signer ?? ''
    const other = generateKey('b.example', new Uint8Array(32)).signer
    for (const environment of ['', 'x', good.slice(0, -3), `${good}\n${other}`]) {
      const loading = keysIn(new MemoryKeyFiles(), { environment }).load()
      await assert.rejects(loading, (error: Error) => {
        const said = Buffer.from(utf8(`${error.message}${error.stack}`)).toString()
        return !said.includes(good.slice(40, 60)) && !said.includes(other.slice(40, 60))
      })
    }
  })
})
