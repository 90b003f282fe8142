import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { utf8 } from '../bytes.ts'
import { readTar } from './read-tar.ts'
import { tarEnd, tarHeader, tarPadding } from './write-tar.ts'

const folder = temporaryFolders()

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(tar: Uint8Array, size = 1000, passOver = false): Promise<string[]> {
  const found: string[] = []
  for await (const member of readTar(inPieces(tar, size), 'a.tar')) {
    let content = ''
    if (!passOver) for await (const piece of member.read()) content += Buffer.from(piece).toString()
    found.push(`${member.name} ${content.slice(0, 10)}${member.isFolder ? 'folder' : member.size}`)
  }
  return found
}

const file = (name: string, text = '', type?: string) => {
  const content = utf8(text)
  const header = tarHeader({ name, mode: 0o644, size: content.length, time: 0 })
  return Buffer.concat([type === undefined ? header : retyped(header, type), content, tarPadding(content.length)])
}

/** The same header of another type, with its sum. */
function retyped(header: Uint8Array, type: string): Uint8Array {
  const block = header.slice()
  block[156] = type.charCodeAt(0)
  block.fill(0x20, 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
  return block
}

const tarOf = (...parts: Uint8Array[]) => Buffer.concat([...parts, tarEnd()])
const pax = (record: string, type = 'x') => file('PaxHeaders/x', record, type)

/** What tar(1) makes of a folder, in one of its formats. */
function tarred(root: string, ...args: string[]): Uint8Array {
  const { stdout, status, stderr } = spawnSync('tar', ['-C', root, ...args, '-cf', '-', 'go'], { maxBuffer: 1 << 26 })
  assert.equal(status, 0, stderr.toString())
  return stdout
}

describe('the members of a tar', () => {
  it('hold no program that runs as its owner or group', async () => {
    for (const mode of [0o4755, 0o2755]) {
      const header = tarHeader({ name: 'go/bin/go', mode, size: 0, time: 0 })
      await assert.rejects(read(tarOf(header)), { code: 'bad-archive', reason: 'archive.privileged' })
    }
    assert.deepEqual(await read(tarOf(tarHeader({ name: 'go/bin/go', mode: 0o755, size: 0, time: 0 }))), [
      'go/bin/go 0',
    ])
  })

  const long = `go/${'long-name/'.repeat(30)}x`

  for (const format of ['gnu', 'oldgnu', 'pax', 'ustar'])
    it(`are read as tar(1) writes them: ${format}`, async () => {
      const root = folder()
      const deep = format === 'ustar' ? `go/${'d'.repeat(90)}/${'e'.repeat(90)}` : long
      mkdirSync(join(root, deep, '..'), { recursive: true })
      writeFileSync(join(root, deep), 'deep')
      writeFileSync(join(root, 'go/big'), 'b'.repeat(70_000))
      const found = await read(tarred(root, `--format=${format}`, '--sort=name'), 777)
      assert.ok(found.includes('go/big bbbbbbbbbb70000'), found.join())
      assert.ok(found.includes(`${deep} deep4`), found.join())
      assert.ok(found.includes('go/ folder'))
    })

  it('are the same in pieces of any size, and where nobody reads them', async () => {
    const tar = tarOf(file('go/', ''), file('go/a', 'x'.repeat(513)), file(long, 'y'), file('go/b'))
    const wanted = ['go/ folder', 'go/a xxxxxxxxxx513', `${long} y1`, 'go/b 0']
    for (const size of [1, 511, 512, 513, 100_000]) assert.deepEqual(await read(tar, size), wanted)
    assert.equal((await read(tar, 1000, true)).length, 4)
  })

  it('are no links', async () => {
    for (const make of [symlinkSync, linkSync]) {
      const root = folder()
      mkdirSync(join(root, 'go'))
      writeFileSync(join(root, 'go/a'), 'a')
      make(join(root, 'go/a'), join(root, 'go/b'))
      await assert.rejects(read(tarred(root)), { code: 'bad-archive', reason: 'archive.irregular' })
    }
  })

  const refused: [what: string, tar: Uint8Array, reason: string][] = [
    ['a device', tarOf(file('go/x', '', '3')), 'archive.irregular'],
    ['a sparse file', tarOf(file('go/x', '', 'S')), 'archive.irregular'],
    ['a folder with a content', tarOf(file('go/x/', 'abc')), 'archive.irregular'],
    ['a size in a pax header', tarOf(pax('12 size=9999\n'), file('go/x')), 'archive.header'],
    ['a link in a pax header', tarOf(pax('18 linkpath=/etc/x\n'), file('go/x')), 'archive.header'],
    ['a name for all that follows', tarOf(pax('13 path=go/y\n', 'g'), file('go/x')), 'archive.header'],
    ['a pax header that lies about its length', tarOf(pax('99 path=go/y\n'), file('go/x')), 'archive.header'],
    ['an endless pax header', tarOf(pax(`${'x'.repeat(70_000)}\n`), file('go/x')), 'archive.header'],
    ['a header with another sum', tarOf(Buffer.from(file('go/x')).fill('y', 0, 1)), 'archive.header'],
    ['no header', tarOf(new Uint8Array(512).fill(65)), 'archive.header'],
    ['what follows the end', Buffer.concat([tarOf(file('go/x')), file('go/y')]), 'archive.after-end'],
    ['an end in a file', file('go/x', 'z'.repeat(600)).subarray(0, 1100), 'archive.short'],
    ['no end', file('go/x'), 'archive.short'],
    ['nothing', new Uint8Array(), 'archive.short'],
  ]
  for (const [what, tar, reason] of refused)
    it(`are none of ${what}`, () => assert.rejects(read(tar), { code: 'bad-archive', reason }))

  it('close what they come from wherever they end', async () => {
    let closed = 0
    const source = async function* () {
      try {
        yield* inPieces(tarOf(file('go/a', 'x'.repeat(2000)), file('go/b')), 512)
      } finally {
        closed++
      }
    }
    for await (const _ of readTar(source(), 'a.tar')) break
    assert.equal(closed, 1)
  })
})
