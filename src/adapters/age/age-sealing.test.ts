import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { forgetPeak, peakMemory } from '../../../test/support/processes.ts'
import { runCommand } from '../../../test/support/run-command.ts'
import { collect } from '../../core/bytes.ts'
import { isGoferryError } from '../../core/errors.ts'
import { AgeSealing } from './age-sealing.ts'

const folder = temporaryFolders()
const sealing = new AgeSealing()
const mine = await sealing.generate()
const other = await sealing.generate()
const chunk = 65_536
/** Around the borders of chunks, where the last one is told from the others. */
const sizes = [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 7]

async function* pieces(bytes: Uint8Array, size = 10_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

/** The pieces of a stream are gone once the next is asked for. */
async function* kept(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) yield piece.slice()
}

const seal = (bytes: Uint8Array, ...recipients: string[]) => collect(kept(sealing.seal(recipients, pieces(bytes))))
const unseal = (bytes: Uint8Array, identity: string, size?: number) =>
  collect(kept(sealing.unseal([identity], pieces(bytes, size), 'v001')))

describe('what is sealed for a site', () => {
  for (const size of sizes)
    it(`is opened by age itself, and what age made is opened here: ${size} bytes`, async () => {
      const at = folder()
      const clear = randomBytes(size)
      const [key, plain, ours, theirs, back] = ['key', 'plain', 'ours', 'theirs', 'back'].map(name => join(at, name))
      assert.ok(key && plain && ours && theirs && back)
      writeFileSync(key, `${mine.identity}\n`)
      writeFileSync(plain, clear)
      writeFileSync(ours, await seal(clear, mine.recipient))
      // Not -o: of nothing, age makes no file.
      const opened = await runCommand(['sh', '-c', 'age -d -i "$1" "$2" >"$3"', 'sh', key, ours, back])
      assert.deepEqual(opened, { code: 0, stdout: '', stderr: '' })
      assert.deepEqual(readFileSync(back), clear)
      const made = await runCommand(['age', '-r', mine.recipient, '-r', other.recipient, '-o', theirs, plain])
      assert.deepEqual(made, { code: 0, stdout: '', stderr: '' })
      assert.deepEqual(Buffer.from(await unseal(readFileSync(theirs), mine.identity)), clear)
    })

  it('has keys that age-keygen knows', async () => {
    const at = join(folder(), 'key')
    writeFileSync(at, `${mine.identity}\n`)
    const { stdout } = await runCommand(['age-keygen', '-y', at])
    assert.equal(stdout, `${mine.recipient}\n`)
    const { stdout: made } = await runCommand(['age-keygen'])
    const [, recipient] = /public key: (\S+)/.exec(made) ?? []
    const [identity = ''] = /AGE-SECRET-KEY-1\S+/.exec(made) ?? []
    assert.equal(await sealing.recipientOf(identity), recipient)
  })

  it('can be read with each of the keys it was sealed for, however the bytes come, and is never the same twice', async () => {
    const clear = randomBytes(chunk + 5)
    const sealed = await seal(clear, mine.recipient, other.recipient)
    for (const size of [1, 17, 16_384, 1 << 20])
      assert.deepEqual(Buffer.from(await unseal(sealed, other.identity, size)), clear)
    assert.deepEqual(Buffer.from(await unseal(sealed, mine.identity)), clear)
    assert.notDeepEqual(await seal(clear, mine.recipient, other.recipient), sealed)
  })

  it('can be read while a key is changed for another: any of the identities will do', async () => {
    const sealed = await seal(Buffer.from('text'), mine.recipient)
    const stream = sealing.unseal([other.identity, mine.identity], pieces(sealed), 'v001')
    assert.equal(Buffer.from(await collect(stream)).toString(), 'text')
  })

  it('takes no more memory for a hundred megabytes than for ten', { timeout: 120_000 }, async () => {
    const megabyte = randomBytes(1 << 20)
    async function* many(count: number) {
      for (let i = 0; i < count; i++) yield megabyte
    }
    const peakOf = async (count: number) => {
      forgetPeak(process.pid)
      let bytes = 0
      const sealed = sealing.seal([mine.recipient], many(count))
      for await (const piece of sealing.unseal([mine.identity], sealed, 'v001')) bytes += piece.length
      assert.equal(bytes, count << 20)
      return peakMemory(process.pid)
    }
    await peakOf(10)
    const few = await peakOf(10)
    const many100 = await peakOf(100)
    assert.ok(many100 - few < 60e6, `${few} bytes for 10 MiB, ${many100} for 100 MiB`)
  })
})

describe('what cannot be unsealed', () => {
  it('is for other keys: refused before any byte comes out', async () => {
    const sealed = await seal(randomBytes(10), mine.recipient)
    await assert.rejects(unseal(sealed, other.identity), {
      code: 'bad-seal',
      reason: 'seal.other-key',
      subject: 'v001',
    })
    await assert.rejects(collect(sealing.unseal([], pieces(sealed), 'v001')), { reason: 'seal.other-key' })
  })

  for (const size of sizes)
    it(`was cut: refused wherever that is, of ${size} bytes`, async () => {
      const sealed = await seal(randomBytes(size), mine.recipient)
      const start = sealed.length - size - 16 * Math.max(1, Math.ceil(size / chunk))
      const borders = [start - 16, start, start + 16, start + chunk + 16, start + 2 * (chunk + 16)]
      const cuts = [0, 1, 21, 22, 100, ...borders, sealed.length - 17, sealed.length - 16, sealed.length - 1]
      for (const length of cuts.filter(one => one < sealed.length))
        await assert.rejects(
          unseal(sealed.subarray(0, length), mine.identity),
          { code: 'bad-seal' },
          `cut at ${length}`,
        )
    })

  it('was added to, or joined with another: refused', async () => {
    for (const size of sizes) {
      const sealed = Buffer.from(await seal(randomBytes(size), mine.recipient))
      for (const more of [Buffer.from([0]), randomBytes(16), sealed, sealed.subarray(-chunk - 16), randomBytes(chunk)])
        await assert.rejects(unseal(Buffer.concat([sealed, more]), mine.identity), { code: 'bad-seal' })
    }
  })

  it('had a bit changed, any of the header and some of each chunk: refused, and only whole chunks came before', async () => {
    const clear = randomBytes(2 * chunk + 100)
    const sealed = await seal(clear, mine.recipient)
    const start = sealed.length - clear.length - 3 * 16
    const places = [...Array(start).keys(), start, start + 65_535, start + chunk + 16, sealed.length - 1]
    for (const place of places) {
      const altered = sealed.slice()
      altered[place] = (altered[place] ?? 0) ^ (1 << (place % 8))
      let came = 0
      const drain = async () => {
        for await (const piece of sealing.unseal([mine.identity], pieces(altered), 'v001')) {
          assert.deepEqual(Buffer.from(piece), clear.subarray(came, came + piece.length))
          came += piece.length
        }
      }
      await assert.rejects(drain(), error => isGoferryError(error, 'bad-seal'), `bit of byte ${place}`)
      assert.equal(came % chunk, 0)
    }
  })

  it('has its chunks in another order, or one twice: refused', async () => {
    const sealed = Buffer.from(await seal(randomBytes(3 * chunk), mine.recipient))
    const size = chunk + 16
    const [three, two, one] = [1, 2, 3].map(n => sealed.subarray(-n * size, sealed.length - (n - 1) * size))
    const head = sealed.subarray(0, -3 * size)
    assert.ok(one && two && three)
    for (const parts of [[two, one, three], [one, one, three], [one, two, two, three], [one, three], [three]])
      await assert.rejects(unseal(Buffer.concat([head, ...parts]), mine.identity), { reason: 'seal.damaged' })
  })

  const headers: Record<string, string | Uint8Array> = {
    'nothing at all': '',
    'a text': 'hello, this is no encrypted file',
    'an armoured file': '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n',
    'another version': 'age-encryption.org/v2\n-> X25519 abc\n\n--- abc\n0123456789abcdef',
    'a header without stanzas': `age-encryption.org/v1\n--- ${'A'.repeat(43)}\n0123456789abcdef`,
    'a stanza without a body': `age-encryption.org/v1\n-> X25519\n--- ${'A'.repeat(43)}\n0123456789abcdef`,
    'a share of zeros': `age-encryption.org/v1\n-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n--- ${'A'.repeat(43)}\n${'x'.repeat(40)}`,
    'bytes that are no text': `age-encryption.org/v1\n-> \u0000\u00ff\n\n--- ${'A'.repeat(43)}\n0123456789abcdef`,
    noise: randomBytes(100_000),
  }
  for (const [what, bytes] of Object.entries(headers))
    it(`begins with ${what}: refused`, async () => {
      await assert.rejects(unseal(Buffer.from(bytes), mine.identity), { code: 'bad-seal', subject: 'v001' })
    })

  it('has a header without end: 16 KiB of it are read, no more, and the source is closed', async () => {
    let [asked, closed] = [0, false]
    async function* endless() {
      try {
        yield Buffer.from('age-encryption.org/v1\n')
        for (;;) {
          asked += 1000
          yield Buffer.from(`-> grease ${'x'.repeat(989)}`)
        }
      } finally {
        closed = true
      }
    }
    const stream = sealing.unseal([mine.identity], endless(), 'v001')
    await assert.rejects(collect(stream), { code: 'bad-seal', reason: 'seal.form' })
    assert.ok(asked <= 17_000, `${asked} bytes were asked for`)
    assert.ok(closed)
  })

  it('is left before its end, or refused: the source is closed', async () => {
    let open = 0
    async function* counted(bytes: Uint8Array) {
      open++
      try {
        yield* pieces(bytes)
      } finally {
        open--
      }
    }
    const sealed = await seal(randomBytes(3 * chunk), mine.recipient)
    for await (const _ of sealing.unseal([mine.identity], counted(sealed), 'v001')) break
    for await (const _ of sealing.seal([mine.recipient], counted(sealed))) break
    await assert.rejects(collect(sealing.unseal([other.identity], counted(sealed), 'v001')), { code: 'bad-seal' })
    assert.equal(open, 0)
  })
})

describe('a key', () => {
  it('to seal for that is none is refused and named', async () => {
    const pq = `age1pq1${'q'.repeat(40)}`
    // A point of small order: what is sealed for it everybody can read.
    const zero = 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z'
    const wrong = ['', 'age1', 'ssh-ed25519 AAAA', pq, mine.identity.toLowerCase(), `${mine.recipient}q`, zero]
    for (const recipient of wrong)
      await assert.rejects(seal(new Uint8Array(), recipient), { code: 'bad-key', reason: 'seal.recipient' })
    await assert.rejects(seal(new Uint8Array()), { code: 'bad-key' })
  })

  it('to unseal with that is none is refused, and never shown', async () => {
    const sealed = await seal(new Uint8Array(), mine.recipient)
    for (const identity of [
      '',
      'AGE-SECRET-KEY-1',
      mine.recipient,
      `${mine.identity}Q`,
      mine.identity.replace(/..$/, 'QQ'),
    ]) {
      const isHidden = (error: unknown) =>
        isGoferryError(error, 'bad-key') && !JSON.stringify(error).includes(identity.slice(0, -2) || 'KEY-1')
      await assert.rejects(unseal(sealed, identity), isHidden)
      await assert.rejects(sealing.recipientOf(identity), isHidden)
    }
  })

  it('more than a hundred of them is refused; for a hundred is sealed what can be unsealed', async () => {
    const many = Array<string>(100).fill(other.recipient)
    const sealed = await seal(Buffer.from('text'), ...many.slice(1), mine.recipient)
    assert.equal(Buffer.from(await unseal(sealed, mine.identity)).toString(), 'text')
    await assert.rejects(seal(new Uint8Array(), ...many, mine.recipient), { code: 'too-large', reason: 'seal.many' })
  })
})
