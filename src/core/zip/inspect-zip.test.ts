import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { ZipFile } from 'yazl'
import {
  buildZip,
  descriptor,
  extraField,
  timestamp,
  u32,
  withDescriptor,
  type ZipMember,
  type ZipShape,
} from '../../../test/support/zip-builder.ts'
import { concat, utf8 } from '../bytes.ts'
import { hashFiles } from '../dirhash/dirhash.ts'
import { GoferryError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import { type ByteSource, sourceOf } from './byte-source.ts'
import { inspectZip } from './inspect-zip.ts'

const module = { path: 'example.com/m', version: 'v1.0.0' }
const prefix = 'example.com/m@v1.0.0/'
const goMod = utf8('module example.com/m\n')
const junk = utf8('junk')

/** A file of the module; deflated unless told otherwise. */
function file(name: string, more: Partial<ZipMember> = {}): ZipMember {
  return { name: prefix + name, content: utf8(`content of ${name}`), ...more }
}

const plain = [file('go.mod', { content: goMod }), file('a.go')]

async function inspect(shape: ZipShape) {
  return inspectZip(sourceOf(buildZip(shape)), module)
}

async function reasonOf(shape: ZipShape): Promise<string> {
  try {
    await inspect(shape)
    return 'accepted'
  } catch (error) {
    if (!(error instanceof GoferryError)) throw error
    assert.equal(error.subject, 'example.com/m@v1.0.0')
    return error.reason ?? error.code
  }
}

describe('inspectZip', () => {
  it('gives h1, go.mod, the number of files and their size', async () => {
    const names = plain.map(member => ({ name: String(member.name), sha256: sha256(member.content ?? junk) }))
    assert.deepEqual(await inspect({ members: plain }), {
      h1: hashFiles(names),
      goMod,
      files: 2,
      unpackedBytes: goMod.length + 'content of a.go'.length,
    })
  })

  it('gives no go.mod where the zip has none', async () => {
    assert.equal((await inspect({ members: [file('a.go')] })).goMod, undefined)
  })

  const big = Buffer.alloc(5 * 2 ** 20, 'all work and no play ')
  const shapes: Record<string, ZipShape> = {
    'stored members': { members: plain.map(member => ({ ...member, method: 0 })) },
    'data descriptors, as Go writes them': { members: plain.map(member => ({ ...member, flags: withDescriptor })) },
    'time stamps in extra fields': { members: plain.map(member => ({ ...member, extra: timestamp })) },
    'extra fields that only the central headers have': {
      members: plain.map(member => ({ ...member, extra: timestamp, local: { extra: new Uint8Array() } })),
    },
    'modes and times': {
      members: plain.map(m => ({ ...m, attributes: 0o100644 * 2 ** 16, madeBy: 0x314, modified: 7 })),
    },
  }
  for (const [title, shape] of Object.entries(shapes)) {
    it(`accepts ${title}, with the same hash`, async () => {
      assert.equal((await inspect(shape)).h1, (await inspect({ members: plain })).h1)
    })
  }

  it('accepts no members, an empty file, and names beyond ASCII', async () => {
    assert.equal((await inspect({ members: [] })).files, 0)
    const members = [file('empty', { content: new Uint8Array() }), file('日本/é.go'), file('sp ace.go')]
    assert.equal((await inspect({ members })).files, 3)
  })

  it('reads large members in pieces, stored and deflated', async () => {
    const members = [file('a', { content: big }), file('b', { content: big, method: 0, flags: withDescriptor })]
    assert.equal((await inspect({ members })).unpackedBytes, 2 * big.length)
  })

  it('accepts 65,535 files with zip64 end records, and asks for them', async () => {
    const members = Array.from({ length: 65_535 }, (_, i) => file(`${i}`, { content: new Uint8Array(), method: 0 }))
    assert.equal((await inspect({ members, zip64: {} })).files, 65_535)
    assert.equal(await reasonOf({ members: plain, end: { entries: 65_535, entriesHere: 65_535 } }), 'zip.zip64')
  })

  it('accepts what another writer makes: yazl, with contents in memory and streamed', async () => {
    const zip = new ZipFile()
    zip.addBuffer(Buffer.from(goMod), `${prefix}go.mod`)
    zip.addBuffer(Buffer.from('package a'), `${prefix}é.go`, { compress: false, mtime: new Date(1e12) })
    zip.addReadStream(Readable.from([big]), `${prefix}big`, { mode: 0o100755 })
    zip.end()
    const bytes = await buffer(zip.outputStream)
    assert.deepEqual((await inspectZip(sourceOf(bytes), module)).goMod, goMod)
  })

  const one = (more: Partial<ZipMember>): ZipShape => ({ members: [file('a.go', more), file('b.go')] })
  const text = utf8('content of a.go')
  const refusals: [string, string, ZipShape][] = [
    ['a zip cut short', 'zip.end', { members: plain, suffix: junk }],
    ['a comment', 'zip.end', { members: plain, comment: junk }],
    ['several disks', 'zip.directory-place', { members: plain, end: { disk: 1 } }],
    ['a count that differs from that of this disk', 'zip.directory-place', { members: plain, end: { entriesHere: 1 } }],
    ['a directory elsewhere', 'zip.directory-place', { members: plain, end: { offset: 0 } }],
    ['bytes before the end record', 'zip.directory-place', { members: plain, afterDirectory: junk }],
    ['a prefix that moves all offsets', 'zip.directory-place', { members: plain, prefix: junk, movedBase: true }],
    ['a prefix that the offsets count', 'zip.layout', { members: plain, prefix: junk }],
    ['a zip64 record without need', 'zip.zip64', { members: plain, zip64: {} }],
    [
      'a zip64 record that the end record does not point to',
      'zip.zip64',
      { members: plain, zip64: {}, end: { entries: 2 } },
    ],
    ['a zip64 record elsewhere', 'zip.zip64', { members: plain, zip64: { recordOffset: 0, entries: 70_000 } }],
    ['a zip64 record on several disks', 'zip.zip64', { members: plain, zip64: { disks: 2, entries: 70_000 } }],
    ['fewer headers than counted', 'zip.directory', { members: plain, end: { entries: 3, entriesHere: 3 } }],
    ['more headers than counted', 'zip.directory', { members: plain, end: { entries: 1, entriesHere: 1 } }],
    ['too many members', 'zip.directory-limit', { members: plain, zip64: { entries: 200_001, entriesHere: 200_001 } }],
    ['a member with a comment', 'zip.comment', one({ comment: junk })],
    ['a member on another disk', 'zip.comment', one({ disk: 1 })],
    ['a name that is not UTF-8', 'zip.name-encoding', one({ name: concat(utf8(prefix), Uint8Array.of(0xff)) })],
    ['a name of 5,000 bytes', 'zip.name-limit', one({ name: prefix + 'x'.repeat(5000) })],
    ['an encrypted member', 'zip.flags', one({ flags: 1 })],
    ['patched data', 'zip.flags', one({ flags: 1 << 5 })],
    ['masked headers', 'zip.flags', one({ flags: 1 << 13 })],
    ['bzip2', 'zip.method', one({ method: 12 })],
    ['a Unicode path for other readers', 'zip.extra', one({ extra: extraField(0x7075, utf8('\x01....b.go')) })],
    ['zip64 sizes', 'zip.extra', one({ extra: extraField(1, new Uint8Array(16)) })],
    ['an extra field that ends too early', 'zip.extra', one({ extra: Uint8Array.of(0x55, 0x54, 5, 0, 1) })],
    ['a swollen time stamp', 'zip.extra', one({ extra: extraField(0x5455, new Uint8Array(64)) })],
    ['two time stamps', 'zip.extra', one({ extra: concat(timestamp, timestamp) })],
    ['an unknown field in the local header alone', 'zip.extra', one({ local: { extra: extraField(0xcafe, junk) } })],
    ['bytes between members', 'zip.layout', { members: [file('a.go'), file('b.go', { before: junk })] }],
    ['a member that no header counts', 'zip.layout', { members: plain, beforeDirectory: buildZip({ members: plain }) }],
    ['two headers for one member', 'zip.layout', { members: [file('a.go'), file('b.go', { offset: 0 })] }],
    [
      'members in another order',
      'zip.layout',
      { members: [file('a.go', { offset: 61 }), file('b.go', { offset: 0 })] },
    ],
    ['data beyond the directory', 'zip.layout', one({ packedSize: 10_000 })],
    ['another name in the local header', 'zip.local', one({ local: { name: `${prefix}b.go` } })],
    ['another method in the local header', 'zip.local', one({ local: { method: 0 } })],
    ['other flags in the local header', 'zip.local', one({ flags: withDescriptor, local: { flags: 0 } })],
    ['another CRC in the local header', 'zip.local', one({ local: { crc: 1 } })],
    ['another size in the local header', 'zip.local', one({ local: { size: 1 } })],
    ['another packed size in the local header', 'zip.local', one({ local: { packedSize: 1 } })],
    ['another time in the local header', 'zip.local', one({ local: { modified: 1 } })],
    ['sizes before the data and after it', 'zip.local', one({ flags: withDescriptor, local: { size: 15 } })],
    [
      'a descriptor with another CRC',
      'zip.descriptor',
      one({ flags: withDescriptor, descriptor: descriptor({ crc: 1, packedSize: 17, size: 15 }) }),
    ],
    ['a descriptor without signature', 'zip.descriptor', one({ flags: withDescriptor, descriptor: u32(1, 17, 15) })],
    ['no descriptor', 'zip.descriptor', one({ flags: withDescriptor, descriptor: new Uint8Array() })],
    ['broken deflate data', 'zip.deflate', one({ data: utf8('\x07not deflate') })],
    ['deflate data that ends early', 'zip.deflate', one({ data: deflateRawSync(text).subarray(0, 5) })],
    ['bytes behind the deflate stream', 'zip.deflate', one({ data: concat(deflateRawSync(text), junk) })],
    ['more content than declared', 'zip.size', one({ size: 3 })],
    ['less content than declared', 'zip.size', one({ size: 16 })],
    ['stored data of another size', 'zip.size', one({ method: 0, size: 16 })],
    ['another CRC', 'zip.crc', one({ crc: 1 })],
    ['a CRC of 0, which Go passes over', 'zip.crc', one({ crc: 0 })],
    ['a large member with more content than declared', 'zip.size', one({ content: big, size: big.length - 1 })],
    [
      'a large member that breaks off',
      'zip.deflate',
      one({ content: big, data: deflateRawSync(big).subarray(0, 9000) }),
    ],
    ['bytes behind a large member', 'zip.deflate', one({ content: big, data: concat(deflateRawSync(big), big) })],
    ["another module's name", 'zip.prefix', one({ name: 'example.com/n@v1.0.0/a.go' })],
    ['an absolute name', 'zip.prefix', one({ name: '/etc/passwd' })],
    ['the folder of the module', 'zip.directory-entry', one({ name: prefix })],
    ['a folder', 'zip.directory-entry', one({ name: `${prefix}x/` })],
    ['a folder by whatever method', 'zip.directory-entry', one({ name: `${prefix}x/`, method: 12 })],
    ['a symbolic link', 'zip.irregular', one({ attributes: 0o120777 * 2 ** 16 })],
    ['a device', 'zip.irregular', one({ attributes: 0o020666 * 2 ** 16 })],
    ['a folder by its DOS attributes', 'zip.irregular', one({ attributes: 0x10 })],
    ['a name that climbs', 'zip.file-name', one({ name: `${prefix}../../etc/passwd` })],
    ['a name with a backslash', 'zip.file-name', one({ name: `${prefix}..\\x` })],
    ['a name with NUL', 'zip.file-name', one({ name: `${prefix}a.go\0.txt` })],
    ['a device of Windows', 'zip.file-name', one({ name: `${prefix}x/Aux.txt` })],
    ['one name twice', 'zip.duplicate', one({ name: `${prefix}b.go` })],
    ['names that differ in case', 'zip.case-collision', one({ name: `${prefix}B.go` })],
    ['folders that differ in case', 'zip.case-collision', { members: [file('x/a'), file('X/b')] }],
    ['the Kelvin sign', 'zip.case-collision', { members: [file('k'), file('\u212a')] }],
    ['the long s', 'zip.case-collision', { members: [file('s'), file('\u017f')] }],
    ['a file that is a folder too', 'zip.file-and-directory', { members: [file('x'), file('x/a')] }],
    ['a folder that is a file too', 'zip.file-and-directory', { members: [file('x/a'), file('x')] }],
    ['a go.mod below the root', 'zip.gomod-place', one({ name: `${prefix}x/go.mod` })],
    ['a Go.Mod below the root', 'zip.gomod-place', one({ name: `${prefix}x/Go.Mod` })],
    ['a GO.MOD', 'zip.gomod-case', one({ name: `${prefix}GO.MOD` })],
    ['a go.mod of 16 MiB and a byte', 'zip.file-limit', one({ name: `${prefix}go.mod`, size: 2 ** 24 + 1 })],
    ['a LICENSE of 16 MiB and a byte', 'zip.file-limit', one({ name: `${prefix}LICENSE`, size: 2 ** 24 + 1 })],
    ['500 MiB and a byte', 'zip.unpacked-limit', one({ size: 500 * 2 ** 20 })],
  ]
  for (const [title, reason, shape] of refusals) {
    it(`refuses ${title}: ${reason}`, async () => {
      assert.equal(await reasonOf(shape), reason)
    })
  }

  it('refuses every zip that is cut short', async () => {
    const whole = buildZip({ members: plain })
    for (let length = 0; length < whole.length; length++) {
      await assert.rejects(inspectZip(sourceOf(whole.subarray(0, length)), module), GoferryError)
    }
  })

  it('refuses a file over 500 MiB without reading it', async () => {
    const source: ByteSource = { size: 500 * 2 ** 20 + 1, read: () => assert.fail('read') }
    await assert.rejects(inspectZip(source, module), { code: 'too-large', reason: 'zip.packed-limit' })
  })

  it('refuses names that would fill memory with folders', async () => {
    const deep = (i: number) => file(`${i}/${'x/'.repeat(2000)}f`, { content: new Uint8Array(), method: 0 })
    const members = Array.from({ length: 101 }, (_, i) => deep(i))
    assert.equal(await reasonOf({ members }), 'zip.directory-limit')
  })

  it('refuses a version that is not canonical', async () => {
    const source = sourceOf(buildZip({ members: [] }))
    await assert.rejects(inspectZip(source, { path: 'example.com/m', version: 'v1.0' }), { code: 'bad-version' })
  })

  it('passes on what the source throws, also in the middle of a large member', async () => {
    const bytes = buildZip({ members: [file('a', { content: big, data: deflateRawSync(big, { level: 0 }) })] })
    const failure = new GoferryError('io-failed', { subject: 'm.zip' })
    const source: ByteSource = {
      size: bytes.length,
      read(position, length) {
        if (position > 2 ** 20 && position < 2 ** 21) throw failure
        return bytes.subarray(position, position + length)
      },
    }
    await assert.rejects(inspectZip(source, module), failure)
  })
})
