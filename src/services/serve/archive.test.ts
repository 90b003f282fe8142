import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ServeWorld } from '../../../test/support/serve-world.ts'
import type { DlRequest } from '../../core/toolchain/dl-request.ts'
import { toolchainModule } from '../../core/toolchain/toolchain.ts'
import { wholeBody } from './answer.ts'
import { serveDl } from './archive.ts'

const linux = toolchainModule({ go: '1.26.8', os: 'linux', arch: 'amd64' })
const windows = toolchainModule({ go: '1.26.8', os: 'windows', arch: 'amd64' })
const list: DlRequest = { kind: 'list', path: linux.path, all: false }
const name = 'go1.26.8.linux-amd64.tar.gz'
const archive: DlRequest = { kind: 'archive', module: linux, name, digest: false }

async function filenames(world: ServeWorld, request = list): Promise<string[]> {
  const { body } = await serveDl(world, request, 'en')
  const releases = JSON.parse(Buffer.from(await wholeBody(body)).toString())
  return releases.flatMap(({ files }: { files: { filename: string }[] }) => files.map(({ filename }) => filename))
}

function filled(policy = {}): ServeWorld {
  const world = new ServeWorld('none', policy)
  world.hold(linux).holdArchive(linux, 'linux', '1/zlib-1')
  return world.hold(windows).holdArchive(windows, 'windows')
}

describe('the download site', () => {
  it('names and gives what is held', async () => {
    const world = filled()
    assert.deepEqual(await filenames(world), [name, 'go1.26.8.windows-amd64.zip'])
    const { body, contentType, cache, archive: whose, etag } = await serveDl(world, archive, 'en')
    assert.equal(Buffer.from(await wholeBody(body)).toString(), 'linux')
    assert.deepEqual([contentType, cache, whose], ['application/gzip', 'brief', 'rebuilt'])
    const digest = await serveDl(world, { ...archive, digest: true }, 'en')
    assert.equal(Buffer.from(await wholeBody(digest.body)).toString(), etag)
  })

  it('tells the publisher’s own, which stays for ever', async () => {
    const zip = { ...archive, module: windows, name: 'go1.26.8.windows-amd64.zip' }
    const { cache, archive: whose, contentType } = await serveDl(filled(), zip, 'en')
    assert.deepEqual([cache, whose, contentType], ['immutable', 'official', 'application/zip'])
  })

  it('hides what is recalled or denied, as a module is hidden', async () => {
    const recalled = filled().recall(linux, 'malware')
    assert.deepEqual(await filenames(recalled), ['go1.26.8.windows-amd64.zip'])
    await assert.rejects(serveDl(recalled, archive, 'en'), { code: 'denied', reason: 'answer.recalled' })
    await assert.rejects(serveDl(recalled, { ...archive, digest: true }, 'en'), { code: 'denied' })
    const denied = filled({ deny: ['golang.org/toolchain'] })
    await assert.rejects(serveDl(denied, list, 'en'), { code: 'denied' })
    await assert.rejects(serveDl(denied, archive, 'en'), { code: 'denied' })
  })

  it('says what to run where an archive is not there, and notes that it was asked for', async () => {
    const world = filled().loseArchive(linux)
    assert.deepEqual(await filenames(world), ['go1.26.8.windows-amd64.zip'])
    await assert.rejects(serveDl(world, archive, 'en'), { code: 'absent', reason: 'answer.archive-not-made' })
    const other = { ...archive, module: toolchainModule({ go: '1.26.9', os: 'linux', arch: 'amd64' }) }
    await assert.rejects(serveDl(world, other, 'en'), { code: 'absent', reason: 'answer.no-toolchain' })
    assert.deepEqual(world.misses, [
      'golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64',
      'golang.org/toolchain@v0.0.1-go1.26.9.linux-amd64',
    ])
  })

  it('shows people the same as tools, and nothing that is hidden', async () => {
    const page: DlRequest = { kind: 'page', path: linux.path, toFolder: '' }
    const read = async (world: ServeWorld, request = page) =>
      Buffer.from(await wholeBody((await serveDl(world, request, 'zh')).body)).toString()
    const corp = { ...linux, path: 'toolchain.invalid/corp' }
    const hold = (world: ServeWorld) => world.hold(corp, []).holdArchive(corp, 'corp')
    const shown = await read(hold(filled()))
    for (const part of [name, 'go1.26.8.windows-amd64.zip', '<html lang="zh">', 'href="corp/"'])
      assert.ok(shown.includes(part), `${part}: ${shown}`)
    assert.ok((await read(hold(filled()), { ...page, path: corp.path })).includes('corp 的工具链'))
    const recalled = await read(hold(filled()).recall(linux, 'malware').recall(corp, 'malware'))
    assert.ok(!recalled.includes(name) && !recalled.includes('corp') && recalled.includes('windows-amd64'), recalled)
    assert.ok(!(await read(hold(filled({ deny: [corp.path] })))).includes('corp'))
    assert.ok(!(await read(filled().loseArchive(linux))).includes(name))
    await assert.rejects(read(filled({ deny: [linux.path] })), { code: 'denied' })
    await assert.rejects(read(hold(filled({ deny: [corp.path] })), { ...page, path: corp.path }), { code: 'denied' })
  })

  it('keeps a vendor’s toolchains apart', async () => {
    const vendor = { ...linux, path: 'toolchain.invalid/corp' }
    const world = filled().hold(vendor, []).holdArchive(vendor, 'corp')
    assert.deepEqual(await filenames(world), [name, 'go1.26.8.windows-amd64.zip'])
    assert.deepEqual(await filenames(world, { ...list, path: vendor.path }), [name])
    const { body, archive: whose } = await serveDl(world, { ...archive, module: vendor }, 'en')
    assert.deepEqual([Buffer.from(await wholeBody(body)).toString(), whose], ['corp', 'vendor'])
  })
})
