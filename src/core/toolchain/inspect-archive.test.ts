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
const version = member('go/VERSION', 'go1.26.8\n')

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

  const cased: [what: string, names: string[]][] = [
    ['of files', ['go/src/A.go', 'go/src/a.go']],
    ['of folders', ['go/Src/a.go', 'go/src/b.go']],
    ['of a file and a folder', ['go/SRC', 'go/src/b.go']],
    ['that Unicode folds', ['go/src/\u212a.go', 'go/src/k.go']],
  ]
  for (const [what, names] of cased)
    it(`has not two names ${what} that differ by case alone`, async () => {
      const refusal = { code: 'bad-archive', reason: 'archive.case' }
      const files = Object.fromEntries(names.map(name => [name, '']))
      await assert.rejects(inspectTar(tarGz({ 'go/bin/go': '', 'go/VERSION': 'go1.26.8', ...files })), refusal)
      await assert.rejects(inspectZip(zipOf([go, version, ...names.map(name => member(name))])), refusal)
    })

  it('has not a folder that differs from another by case alone', () =>
    assert.rejects(inspectZip(zipOf([go, member('go/Src/', '', 0o040755), member('go/src/', '', 0o040755)])), {
      code: 'bad-archive',
      reason: 'archive.case',
    }))

  it('is of the release that its name says, by its file VERSION', async () => {
    const withVersion = (text: string) => tarGz({ 'go/bin/go': '', 'go/VERSION': text })
    for (const text of [
      'go1.26.8',
      'go1.26.8\ntime 2026-08-28T16:20:07Z\n',
      'go1.26.8-loongnix',
      'go1.26.8 X:arenas\n',
    ])
      assert.equal((await inspectTar(withVersion(text))).files, 2)
    assert.equal((await inspectZip(zipOf([go, version]))).files, 2)
    const other = { code: 'bad-archive', reason: 'archive.other-version' }
    for (const text of ['', 'go1.26.9', 'go1.26', '1.26.8', 'go1.26.80', 'devel go1.26.8', '\ngo1.26.8', ' go1.26.8'])
      await assert.rejects(inspectTar(withVersion(text)), other, text)
    await assert.rejects(inspectZip(zipOf([go, member('go/VERSION', 'go1.26.7')])), other)
    const none = { code: 'bad-archive', reason: 'archive.no-version' }
    for (const bytes of [tarGz({ 'go/bin/go': '' }), withVersion(`go1.26.8${' '.repeat(5000)}`)])
      await assert.rejects(inspectTar(bytes), none)
    for (const members of [
      [go],
      [go, member('go/VERSION', ' '.repeat(5000))],
      [go, member('go/src/VERSION', 'go1.26.8')],
    ])
      await assert.rejects(inspectZip(zipOf(members)), none)
    await assert.rejects(inspectTar(tarGz({ 'go/bin/go': '', 'go/version': 'go1.26.8' })), none)
  })

  it('has no program that runs as its owner or group', async () => {
    for (const mode of [0o104755, 0o102755])
      await assert.rejects(inspectZip(zipOf([go, version, member('go/bin/gofmt.exe', '', mode)])), {
        code: 'bad-archive',
        reason: 'archive.privileged',
      })
    // A folder that hands its group on does no harm: files that are built in one have it.
    assert.equal((await inspectZip(zipOf([go, version, member('go/src/', '', 0o042755)]))).files, 2)
  })

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
