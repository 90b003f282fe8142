import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Gpg } from '../../../test/support/gpg.ts'
import { GoferryError } from '../../core/errors.ts'
import { checkOpenPgp } from './check-open-pgp.ts'

const archive = Buffer.alloc(3_000_000, 'the archive of a toolchain')
const name = 'go1.26.8.linux-amd64.tar.gz'

/** In pieces of one buffer, as a file is read. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(1 << 20)
  for (let at = 0; at < bytes.length; at += buffer.length) {
    const piece = bytes.subarray(at, at + buffer.length)
    buffer.set(piece)
    yield buffer.subarray(0, piece.length)
  }
}

function check(signature: Uint8Array, keys: Uint8Array, bytes: Uint8Array = archive): Promise<string> {
  return checkOpenPgp({ name, read: () => pieces(bytes), signature, keys, now: Date.now() })
}

describe('the signature of a publisher, made by gpg', () => {
  const gpg = new Gpg()
  let own: string
  let ownKey: Buffer
  let good: Buffer
  before(async () => {
    own = await gpg.makeKey('own')
    await gpg.makeKey('other')
    ownKey = await gpg.exported('own')
    good = await gpg.sign('own', archive)
  })
  after(() => gpg.close())
  const refused = (signature: Uint8Array, keys: Uint8Array, reason: string, bytes?: Uint8Array) =>
    assert.rejects(check(signature, keys, bytes), { code: 'bad-signature', reason, subject: name })

  it('is good by its key, armored or not', async () => {
    assert.equal(await check(good, ownKey), own)
    const binary = await gpg.sign('own', archive, '--no-armor')
    assert.ok((binary[0] ?? 0) > 127)
    assert.equal(await check(binary, await gpg.run('--export', 'own')), own)
  })

  it('is good by an RSA key, and by a subkey that may sign', async () => {
    const rsa = await gpg.makeKey('rsa', { algorithm: 'rsa3072' })
    assert.equal(await check(await gpg.sign('rsa', archive), await gpg.exported('rsa')), rsa)
    const parent = await gpg.makeKey('parent')
    await gpg.run('--passphrase', '', '--quick-add-key', parent, 'ed25519', 'sign', '1y')
    assert.equal(await check(await gpg.sign('parent', archive), await gpg.exported('parent')), parent)
  })

  it('is good by one of several keys in one file, in one block or more', async () => {
    const other = await gpg.exported('other')
    assert.equal(await check(good, Buffer.concat([other, Buffer.from('\n# a remark\n'), ownKey])), own)
    assert.equal(await check(good, await gpg.run('--armor', '--export', 'other', 'own')), own)
  })

  it('is refused where another key made it', async () =>
    refused(good, await gpg.exported('other'), 'signature.other-key'))

  it('is refused where it is of another file', async () => {
    const changed = Buffer.from(archive)
    changed[archive.length - 1] = 0
    await refused(good, ownKey, 'signature.other-file', changed)
    await refused(good, ownKey, 'signature.other-file', archive.subarray(1))
    await refused(good, ownKey, 'signature.other-file', new Uint8Array())
  })

  it('is refused where its key has expired since, or is revoked', async () => {
    await gpg.makeKey('old', { expires: '1y', at: '20240101T000000' })
    const old = await gpg.sign('old', archive, '--faked-system-time', '20240601T000000')
    await refused(old, await gpg.exported('old'), 'signature.key-expired')
    const fingerprint = await gpg.makeKey('taken back')
    const signed = await gpg.sign('taken back', archive)
    await gpg.revoke(fingerprint)
    await refused(signed, await gpg.exported('taken back'), 'signature.key-revoked')
  })

  it('is refused where it has expired, lies in the future, or rests on a hash that can be forged', async () => {
    const brief = await gpg.sign('own', archive, '--default-sig-expire', 'seconds=1')
    const later = { name, read: () => pieces(archive), signature: brief, keys: ownKey, now: Date.now() + 60_000 }
    const unfit = { code: 'bad-signature', reason: 'signature.unfit' }
    await assert.rejects(checkOpenPgp(later), unfit)
    const before = { ...later, signature: good, now: Date.now() - 86_400_000 }
    await assert.rejects(checkOpenPgp(before), { code: 'bad-signature' })
    await gpg.makeKey('weak', { algorithm: 'rsa2048' })
    const weak = await gpg.sign('weak', archive, '--digest-algo', 'SHA1', '--allow-weak-digest-algos')
    const isWeak = ({ reason, params }: GoferryError) =>
      reason === 'signature.unfit' && /SHA1/.test(String(params?.['problem']))
    await assert.rejects(check(weak, await gpg.exported('weak')), isWeak)
  })

  it('is one signature of the bytes of a file, and nothing else', async () => {
    const text = good.toString()
    const both = await gpg.sign('own', archive, '--local-user', 'other')
    const asText = await gpg.sign('own', Buffer.from('a text\n'), '--textmode')
    const whole = await gpg.run('--armor', '--local-user', 'own', '--sign', '--output', '-', '/dev/null')
    const damaged = [
      '',
      'no armor at all',
      text.slice(0, text.length / 2),
      text.replace('BEGIN PGP SIGNATURE', 'BEGIN PGP MESSAGE'),
      text.replaceAll(/^[\w+/]{20}/gm, '!'.repeat(20)),
      text.replace('\n\n', '\n'),
    ].map(one => Buffer.from(one))
    const binary = await gpg.sign('own', archive, '--no-armor')
    for (const [i, bad] of [
      ...damaged,
      both,
      asText,
      whole,
      ownKey,
      binary.subarray(0, -3),
      Buffer.alloc(9, 255),
    ].entries())
      await refused(bad, ownKey, 'signature.form').catch(cause => assert.fail(`${i}: ${cause}`))
  })

  it('needs a public key', async () => {
    const secret = await gpg.run('--armor', '--export-secret-keys', 'own')
    const binary = await gpg.run('--export-secret-keys', 'own')
    const text = ownKey.toString()
    const damaged = ['', 'no key', text.slice(0, 150), text.replaceAll(/^[\w+/]{20}/gm, '!'.repeat(20))]
    for (const bad of [...damaged.map(one => Buffer.from(one)), secret, binary, good, Buffer.alloc(9, 255)])
      await assert.rejects(check(good, bad), { code: 'bad-key', reason: 'signature.key-form' }, bad.toString())
  })

  it('is checked in memory that does not grow with the file', async () => {
    const piece = new Uint8Array(1 << 20)
    let peak = 0
    async function* read() {
      for (let i = 0; i < 600; i++) {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers)
        yield piece
      }
    }
    const large = { name, read, signature: good, keys: ownKey, now: Date.now() }
    await assert.rejects(checkOpenPgp(large), { reason: 'signature.other-file' })
    assert.ok(peak < 200e6, `${peak} bytes`)
  })

  it('passes on why a file cannot be read', async () => {
    async function* read() {
      yield archive
      throw new GoferryError('io-failed', { subject: 'disk' })
    }
    await assert.rejects(checkOpenPgp({ name, read, signature: good, keys: ownKey, now: Date.now() }), {
      code: 'io-failed',
      subject: 'disk',
    })
  })
})
