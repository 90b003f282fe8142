import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { makeToolchain, toolchainFiles } from '../../../test/support/toolchain.ts'
import { buildZip } from '../../../test/support/zip-builder.ts'
import { utf8 } from '../bytes.ts'
import { sourceOf } from '../zip/byte-source.ts'
import { readDirectory } from '../zip/central-directory.ts'
import { findDirectory } from '../zip/end-record.ts'
import { readMembers } from '../zip/members.ts'
import { nameInArchive, nameInZip } from './archive-form.ts'
import { rebuildArchive } from './rebuild.ts'
import type { Toolchain } from './toolchain.ts'

const folder = temporaryFolders()
const linux = { go: '1.26.8', os: 'linux', arch: 'amd64' }
const windows = { go: '1.26.8', os: 'windows', arch: 'amd64' }

async function rebuilt(zip: Uint8Array, toolchain: Toolchain): Promise<{ bytes: Buffer; h1: string }> {
  let h1 = ''
  const pieces: Uint8Array[] = []
  const made = rebuildArchive(sourceOf(zip), toolchain, hash => {
    h1 = hash
  })
  for await (const piece of made) pieces.push(piece.slice())
  return { bytes: Buffer.concat(pieces), h1 }
}

/** The same files in another order, not packed, with other times and modes. */
function otherZip(toolchain: Toolchain): Uint8Array {
  const { path, version } = makeToolchain(toolchain)
  const files = Object.entries({ 'a.go': 'package a\n', ...toolchainFiles(toolchain) }).reverse()
  return buildZip({
    members: files.map(([name, text]) => ({
      name: `${path}@${version}/${name}`,
      content: utf8(text),
      method: 0,
      modified: 0x5a5a_5a5a,
      attributes: 0o100600 * 2 ** 16,
    })),
  })
}

describe('the archive that is made of a toolchain’s zip', () => {
  it('unpacks by tar(1) to the files with their own names, modes and one time', async () => {
    const { zip, h1Zip } = makeToolchain(linux)
    const { bytes, h1 } = await rebuilt(zip, linux)
    assert.equal(h1, h1Zip)
    const root = folder()
    writeFileSync(join(root, 'a.tar.gz'), bytes)
    const { status, stderr } = spawnSync('tar', ['-C', root, '-xzf', join(root, 'a.tar.gz')], { encoding: 'utf8' })
    assert.deepEqual([status, stderr], [0, ''])
    const mode = (name: string) => (statSync(join(root, 'go', name)).mode & 0o777).toString(8)
    const programs = ['bin/go', 'bin/gofmt', 'pkg/tool/made_up/compile', 'src/all.bash', 'lib/wasm/go_js_wasm_exec']
    for (const name of programs) assert.equal(mode(name), '755', name)
    for (const name of ['VERSION', 'src/go.mod', 'src/sort/sort.go']) assert.equal(mode(name), '644', name)
    const { stdout } = spawnSync(join(root, 'go/bin/go'), ['version'], { encoding: 'utf8' })
    assert.equal(stdout, 'made-up go1.26.8 version\n')
    for (const name of ['bin/go', 'src'])
      assert.equal(statSync(join(root, 'go', name)).mtimeMs, Date.UTC(2026, 7, 28, 16, 20, 7))
  })

  it('is a zip for Windows, with the same modes', async () => {
    const { zip, h1Zip } = makeToolchain(windows)
    const { bytes, h1 } = await rebuilt(zip, windows)
    assert.equal(h1, h1Zip)
    const source = sourceOf(bytes)
    const span = findDirectory(source, 'zip')
    const entries = readDirectory(source, span, 'zip')
    const modes = Object.fromEntries(entries.map(({ name, attributes }) => [name, (attributes >>> 16).toString(8)]))
    assert.equal(modes['go/bin/go.exe'], '100755')
    assert.equal(modes['go/src/go.mod'], '100644')
    const read: string[] = []
    for await (const { name } of readMembers(source, { entries, end: span.offset, keep: () => false }, 'zip'))
      read.push(name)
    const wanted = Object.keys({ 'a.go': '', ...toolchainFiles(windows) })
    assert.deepEqual(read.sort(), wanted.map(name => `go/${nameInArchive(name)}`).sort())
  })

  for (const toolchain of [linux, windows])
    it(`has the same bytes for ${toolchain.os} whatever the order, packing, times and modes of the zip`, async () => {
      const one = await rebuilt(makeToolchain(toolchain).zip, toolchain)
      const other = await rebuilt(otherZip(toolchain), toolchain)
      assert.equal(one.h1, other.h1)
      assert.equal(Buffer.compare(one.bytes, other.bytes), 0)
    })

  it('is of no other version, and of no broken zip', async () => {
    const { zip } = makeToolchain(linux)
    await assert.rejects(rebuilt(zip, { ...linux, go: '1.26.9' }), { code: 'bad-zip', reason: 'zip.prefix' })
    const broken = zip.slice()
    // A byte of the content of the first file.
    broken[85] = (broken[85] ?? 0) ^ 1
    await assert.rejects(rebuilt(broken, linux), { code: 'bad-zip' })
  })
})

describe('the name of a file', () => {
  it('is another in the zip where it is a go.mod, and there is none of what the zip leaves out', () => {
    for (const name of ['src/go.mod', 'src/cmd/go.mod', 'bin/go', 'VERSION', 'src/x_go.mod'])
      assert.equal(nameInArchive(nameInZip(name) ?? ''), name)
    for (const name of ['api/go1.txt', 'doc/x', 'misc/ios/clangwrap.sh', 'test/a.go'])
      assert.equal(nameInZip(name), undefined)
  })
})
