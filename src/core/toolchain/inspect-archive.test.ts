import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { makeToolchain } from '../../../test/support/toolchain.ts'
import { officialArchive, officialFiles, tarGz } from '../../../test/support/toolchain-archive.ts'
import { buildZip, type ZipMember } from '../../../test/support/zip-builder.ts'
import { concat, utf8 } from '../bytes.ts'
import { sourceOf } from '../zip/byte-source.ts'
import { inspectArchive } from './inspect-archive.ts'
import { toolchainModule } from './toolchain.ts'

const linux = { go: '1.26.8', os: 'linux', arch: 'amd64' }
const windows = { go: '1.26.8', os: 'windows', arch: 'amd64' }
const tarName = 'go1.26.8.linux-amd64.tar.gz'
const zipName = 'go1.26.8.windows-amd64.zip'
const inspectTar = (bytes: Uint8Array) => inspectArchive(sourceOf(bytes), tarName, toolchainModule(linux))
const inspectZip = (bytes: Uint8Array) => inspectArchive(sourceOf(bytes), zipName, toolchainModule(windows))

const zipOf = (members: readonly ZipMember[]) => buildZip({ members })
const member = (name: string, text = '', mode = 0o100644): ZipMember => ({
  name,
  content: utf8(text),
  attributes: mode * 2 ** 16,
})
const go = member('go/bin/go.exe', 'a program', 0o100755)

describe('the archive of a publisher', () => {
  it('has the hash of the module that Go makes of the same files', async () => {
    const contents = await inspectTar(officialArchive(linux))
    assert.equal(contents.h1Zip, makeToolchain(linux).h1Zip)
    assert.notEqual(contents.h1, contents.h1Zip)
    assert.equal(contents.files, Object.keys(officialFiles(linux)).length)
    const members = Object.entries(officialFiles(windows)).map(([name, text]) => member(`go/${name}`, text))
    assert.equal((await inspectZip(zipOf(members))).h1Zip, makeToolchain(windows).h1Zip)
  })

  it('has another hash where one file is another, also of those that the module leaves out', async () => {
    const contents = await inspectTar(officialArchive(linux))
    const other = await inspectTar(officialArchive(linux, { 'src/sort.go': 'package evil\n' }))
    assert.notEqual(other.h1Zip, contents.h1Zip)
    const besides = await inspectTar(officialArchive(linux, { 'test/a.go': 'package evil\n' }))
    assert.equal(besides.h1Zip, contents.h1Zip)
    assert.notEqual(besides.h1, contents.h1)
  })

  const names = [
    'bin/go',
    '/go/x',
    '../go/x',
    'go/../x',
    'go/./x',
    'go//x',
    'go/a\\b',
    'go/a\u001b[2J',
    'go/\u202egnp',
    'gopher/x',
  ]
  for (const name of names) {
    it(`has no file ${JSON.stringify(name)}`, async () => {
      await assert.rejects(inspectTar(tarGz({ 'go/bin/go': '', [name]: '' })), {
        code: 'bad-archive',
        reason: 'archive.name',
      })
      await assert.rejects(inspectZip(zipOf([go, member(name)])), { code: 'bad-archive', reason: 'archive.name' })
    })
  }

  const twice: [what: string, members: ZipMember[]][] = [
    ['the same file twice', [go, member('go/x'), member('go/x')]],
    ['a file in a file', [go, member('go/x'), member('go/x/y')]],
    ['a file where a folder is', [go, member('go/x/y'), member('go/x')]],
    ['a folder where a file is', [go, member('go/x'), member('go/x/', '', 0o040755)]],
  ]
  for (const [what, members] of twice)
    it(`has not ${what}`, () =>
      assert.rejects(inspectZip(zipOf(members)), { code: 'bad-archive', reason: 'archive.twice' }))

  it('has no link, and a program', async () => {
    await assert.rejects(inspectZip(zipOf([go, member('go/x', '/etc/passwd', 0o120777)])), {
      code: 'bad-archive',
      reason: 'archive.irregular',
    })
    await assert.rejects(inspectTar(tarGz({ 'go/VERSION': 'go1.26.8' })), {
      code: 'bad-archive',
      reason: 'archive.no-toolchain',
    })
  })

  it('is one whole gzip stream', async () => {
    const good = officialArchive(linux)
    const bad: Uint8Array[] = [new Uint8Array(), utf8('no gzip'), good.subarray(0, -9), concat(good, utf8('more'))]
    for (const bytes of bad) await assert.rejects(inspectTar(bytes), { code: 'bad-archive' })
  })

  it('is no bomb', async () => {
    // The header says more than there may be: nothing of it is unpacked.
    const huge = { ...member('go/x'), size: 2 ** 31 }
    await assert.rejects(inspectZip(zipOf([go, huge])), { code: 'too-large', reason: 'archive.limit' })
    const zeros = gzipSync(new Uint8Array(1 << 26))
    await assert.rejects(inspectTar(zeros), { code: 'bad-archive', reason: 'archive.after-end' })
  })

  it('is no zip that another reader sees in another way', async () => {
    const zip = zipOf([go])
    await assert.rejects(inspectZip(concat(utf8('x'), zip)), { code: 'bad-archive' })
    await assert.rejects(inspectZip(concat(zip, utf8('x'))), { code: 'bad-archive', reason: 'zip.end' })
  })
})
