import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { childrenOf } from '../../../test/support/processes.ts'
import { runCommand } from '../../../test/support/run-command.ts'
import { XorrisoImages } from './xorriso-images.ts'

const folder = temporaryFolders()
const maker = new XorrisoImages(process.env['PATH'])
const never = new AbortController().signal
const label = '1A2B3C4D5E6F_001'
const time = 1_700_000_000

/** Names that other file systems would change: lower case, dots, dashes, 31 characters, no extension. */
const contents = new Map<string, Buffer>(
  [
    ['gf-1a2b3c4d5e6f-header.txt', Buffer.from('header\n')],
    ['gf-1a2b3c4d5e6f-v001.gfv', randomBytes(300_001)],
    ['gf-1a2b3c4d5e6f-v002.gfv', randomBytes(2048)],
    ['gf-1a2b3c4d5e6f-sha256.txt', Buffer.alloc(0)],
    ['0_under.two.dots-and-more_31.abc', Buffer.from('x')],
    ['plain', randomBytes(5000)],
  ].map(([name, bytes]) => [String(name).slice(0, 31), bytes as Buffer]),
)

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const named = (from = contents) =>
  [...from].map(([name, bytes]) => ({ name, size: bytes.length, sha256: sha256(bytes) }))

/** A folder with the files in it, written in an order of their own. */
function source(names: readonly string[] = [...contents.keys()]): string {
  const at = folder()
  for (const name of names) writeFileSync(join(at, name), contents.get(name) ?? '')
  return at
}

const make = (from: string, image: string, more = {}, signal = never) =>
  maker.make({ folder: from, files: named(), label, time, ...more }, image, signal)

describe('an image', () => {
  it('holds the same files under the same names, as another program reads them for Windows and for Linux', async () => {
    const image = join(folder(), 'disc.iso')
    const size = await make(source(), image)
    assert.equal(readFileSync(image).length, size)
    for (const names of ['-J', '-R']) {
      const listed = await runCommand(['isoinfo', names, '-f', '-i', image])
      assert.deepEqual(listed.stdout.trim().split('\n').sort(), [...contents.keys()].map(name => `/${name}`).sort())
      for (const [name, bytes] of contents) {
        const out = join(folder(), 'out')
        await runCommand(['sh', '-c', 'isoinfo "$1" -i "$2" -x "/$3" >"$4"', 'sh', names, image, name, out])
        assert.ok(readFileSync(out).equals(bytes), `${names} ${name}`)
      }
    }
    const { stdout } = await runCommand(['isoinfo', '-d', '-i', image])
    assert.match(stdout, new RegExp(`^Volume id: ${label}$`, 'm'))
    assert.match(stdout, /Joliet with UCS level 3 found[\s\S]*Rock Ridge signatures version 1 found/)
  })

  it('belongs to nobody, can be read by everybody, and has the time that was given', async () => {
    const image = join(folder(), 'disc.iso')
    await make(source(), image)
    const { stdout } = await runCommand(['xorriso', '-no_rc', '-indev', image, '-lsl', '/'])
    const lines = stdout.trim().split('\n').slice(1)
    assert.equal(lines.length, contents.size)
    for (const line of lines) assert.match(line, /^-r--r--r-- +1 0 +0 +\d+ Nov 14 +2023 /)
  })

  it('is the same to the byte, wherever, whenever, by whomever and in whatever order the files come', async () => {
    const at = folder()
    await make(source(), join(at, 'one.iso'))
    const other = source([...contents.keys()].reverse())
    for (const name of contents.keys()) {
      chmodSync(join(other, name), 0o600)
      utimesSync(join(other, name), 1, 1)
    }
    writeFileSync(join(other, 'no-part-of-it'), 'left out')
    mkdirSync(join(other, 'folder'))
    const here = process.env['TZ']
    process.env['TZ'] = 'Asia/Shanghai'
    await make(other, join(at, 'two.iso'), { files: named().reverse() })
    if (here === undefined) delete process.env['TZ']
    else process.env['TZ'] = here
    assert.ok(readFileSync(join(at, 'one.iso')).equals(readFileSync(join(at, 'two.iso'))))
    await make(other, join(at, 'later.iso'), { time: time + 1 })
    assert.ok(!readFileSync(join(at, 'one.iso')).equals(readFileSync(join(at, 'later.iso'))))
  })

  it('can be made of 499 files, in a folder and under a name of any letters', async () => {
    const at = join(folder(), '光盘 "$x" =a\\b')
    mkdirSync(at)
    const many = new Map(Array.from({ length: 499 }, (_, i) => [`gf-1a2b3c4d5e6f-v${i}.gfv`, Buffer.from(`${i}`)]))
    for (const [name, bytes] of many) writeFileSync(join(at, name), bytes)
    await make(at, join(at, '-o 光盘=1.iso'), { files: named(many) })
    assert.ok(readdirSync(at).includes('-o 光盘=1.iso'))
  })
})

describe('no image', () => {
  it('takes the place of what lies there', async () => {
    const at = folder()
    writeFileSync(join(at, 'disc.iso'), 'mine')
    symlinkSync('nowhere', join(at, 'link.iso'))
    for (const name of ['disc.iso', 'link.iso'])
      await assert.rejects(make(source(), join(at, name)), { code: 'usage', reason: 'file-exists' })
    assert.equal(readFileSync(join(at, 'disc.iso'), 'utf8'), 'mine')
    assert.deepEqual(readdirSync(at).sort(), ['disc.iso', 'link.iso'])
  })

  it('is made without xorriso, and it is said what to install', async () => {
    const at = folder()
    const none = new XorrisoImages(at).make({ folder: source(), files: named(), label, time }, join(at, 'a.iso'), never)
    await assert.rejects(none, {
      code: 'missing',
      subject: 'xorriso',
      reason: 'iso.no-xorriso',
      message: /package xorriso/,
    })
    assert.deepEqual(readdirSync(at), [])
  })

  it('is made of a file that is not as the bundle names it', async () => {
    const at = folder()
    const name = 'gf-1a2b3c4d5e6f-v001.gfv'
    const changed = source()
    const bytes = Buffer.from(contents.get(name) ?? '')
    bytes[200_000] = (bytes[200_000] ?? 0) ^ 1
    writeFileSync(join(changed, name), bytes)
    await assert.rejects(make(changed, join(at, 'a.iso')), { code: 'mismatch', subject: name, reason: 'iso.other' })
    truncateSync(join(changed, name), 5)
    await assert.rejects(make(changed, join(at, 'a.iso')), { code: 'mismatch', subject: name })
    renameSync(join(changed, name), join(changed, 'elsewhere'))
    await assert.rejects(make(changed, join(at, 'a.iso')), { code: 'absent', subject: name })
    for (const irregular of [
      () => symlinkSync('elsewhere', join(changed, name)),
      () => mkdirSync(join(changed, name)),
    ]) {
      irregular()
      await assert.rejects(make(changed, join(at, 'a.iso')), { code: 'absent', subject: name })
      renameSync(join(changed, name), join(changed, String(Math.random())))
    }
    assert.deepEqual(readdirSync(at), [])
  })

  it('is made with names or a label that some system would refuse or change', async () => {
    const at = folder()
    const [file] = named()
    for (const name of ['A', '-r', '.x', 'a/b', '../a', 'a=b', 'a b', '', 'x'.repeat(32), 'a\\b', 'ä'])
      await assert.rejects(make(at, join(at, 'a.iso'), { files: [{ ...file, name }] }), { code: 'bad-file-path' }, name)
    for (const label of ['', 'lower', 'A-B', 'A'.repeat(17), 'A B'])
      await assert.rejects(make(at, join(at, 'a.iso'), { label }), { code: 'usage', reason: 'iso.label' })
    for (const files of [[], [file, file]])
      await assert.rejects(make(at, join(at, 'a.iso'), { files }), { code: 'usage', reason: 'iso.files' })
    await assert.rejects(make(at, join(at, 'a.iso'), { files: [{ ...file, size: 2 ** 31 }] }), { code: 'too-large' })
  })

  it('is made of two names of one file', async () => {
    const at = source(['plain'])
    linkSync(join(at, 'plain'), join(at, 'twin'))
    const plain = contents.get('plain') ?? Buffer.alloc(0)
    const files = named(new Map(['plain', 'twin'].map(name => [name, plain])))
    await assert.rejects(make(at, join(at, 'a.iso'), { files }), { code: 'usage', reason: 'iso.files' })
  })

  it('stays when it is stopped, neither before nor in the midst of it, and neither does xorriso', async () => {
    const at = folder()
    const from = source(['plain'])
    const large = { name: 'large', size: 400_000_000, sha256: '0'.repeat(64) }
    writeFileSync(join(from, 'large'), '')
    truncateSync(join(from, 'large'), large.size)
    const stop = new AbortController()
    const watcher = watch(at)
    const begun = once(watcher, 'change')
    const made = make(from, join(at, 'a.iso'), { files: [large] }, stop.signal)
    await Promise.race([begun, made])
    watcher.close()
    stop.abort()
    await assert.rejects(made, { code: 'interrupted' })
    await assert.rejects(make(from, join(at, 'a.iso'), { files: [large] }, stop.signal), { code: 'interrupted' })
    assert.deepEqual(readdirSync(at), [])
    assert.deepEqual(childrenOf(process.pid), [])
  })

  it('is made of what a crash left, which is removed', async () => {
    const at = folder()
    writeFileSync(join(at, '.a.iso.new'), 'half of an image')
    await make(source(), join(at, 'a.iso'))
    assert.deepEqual(readdirSync(at), ['a.iso'])
  })

  it('is left on a full disk, which is said', async () => {
    // Mounting needs root, as CI is.
    const disk = folder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'goferry-test', disk])
    const big = Buffer.alloc(4_000_000, 1)
    const from = folder()
    writeFileSync(join(from, 'big'), big)
    try {
      const files = named(new Map([['big', big]]))
      await assert.rejects(make(from, join(disk, 'a.iso'), { files }), { code: 'no-space' })
      assert.deepEqual(readdirSync(disk), [])
    } finally {
      execFileSync('umount', [disk])
    }
  })

  const script = '#!/bin/sh\nwhile [ "$1" != -o ]; do shift; done; out=$2\n'
  for (const [what, does, reason] of [
    ['makes nothing and says that all is well', 'exit 0', undefined],
    ['fails', 'echo "xorriso : FAILURE : no such thing" >&2; exit 5', 'iso.said'],
    ['is ended by a signal', 'kill -9 $$', 'iso.said'],
    ['makes half an image', 'head -c 40000 "$IMAGE" >"$out"', 'iso.form'],
    ['makes zeros', 'head -c 900000 /dev/zero >"$out"', 'iso.form'],
    ['makes another image', 'cat "$IMAGE".other >"$out"', 'iso.form'],
  ] as const)
    it(`is believed in when xorriso ${what}`, async () => {
      const [at, programs] = [folder(), folder()]
      const image = join(folder(), 'good.iso')
      await make(source(), image)
      const fewer = named().slice(1)
      await make(source(), `${image}.other`, { files: fewer })
      writeFileSync(join(programs, 'xorriso'), script + does.replaceAll('$IMAGE', image))
      chmodSync(join(programs, 'xorriso'), 0o755)
      const lying = new XorrisoImages(`${programs}:${process.env['PATH']}`)
      const made = lying.make({ folder: source(), files: named(), label, time }, join(at, 'a.iso'), never)
      await assert.rejects(made, reason === undefined ? { name: 'GoferryError' } : { code: 'program-failed', reason })
      assert.deepEqual(readdirSync(at), [])
    })
})
