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
  const { body } = await serveDl(world, request)
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
    const { body, contentType, cache, archive: whose, etag } = await serveDl(world, archive)
    assert.equal(Buffer.from(await wholeBody(body)).toString(), 'linux')
    assert.deepEqual([contentType, cache, whose], ['application/gzip', 'brief', 'rebuilt'])
    const digest = await serveDl(world, { ...archive, digest: true })
    assert.equal(Buffer.from(await wholeBody(digest.body)).toString(), etag)
  })

  it('tells the publisher’s own, which stays for ever', async () => {
    const zip = { ...archive, module: windows, name: 'go1.26.8.windows-amd64.zip' }
    const { cache, archive: whose, contentType } = await serveDl(filled(), zip)
    assert.deepEqual([cache, whose, contentType], ['immutable', 'official', 'application/zip'])
  })

  it('hides what is recalled or denied, as a module is hidden', async () => {
    const recalled = filled().recall(linux, 'malware')
    assert.deepEqual(await filenames(recalled), ['go1.26.8.windows-amd64.zip'])
    await assert.rejects(serveDl(recalled, archive), { code: 'denied', reason: 'answer.recalled' })
    await assert.rejects(serveDl(recalled, { ...archive, digest: true }), { code: 'denied' })
    const denied = filled({ deny: ['golang.org/toolchain'] })
    await assert.rejects(serveDl(denied, list), { code: 'denied' })
    await assert.rejects(serveDl(denied, archive), { code: 'denied' })
  })

  it('says what to run where an archive is not there, and notes that it was asked for', async () => {
    const world = filled().loseArchive(linux)
    assert.deepEqual(await filenames(world), ['go1.26.8.windows-amd64.zip'])
    await assert.rejects(serveDl(world, archive), { code: 'absent', reason: 'answer.archive-not-made' })
    const other = { ...archive, module: toolchainModule({ go: '1.26.9', os: 'linux', arch: 'amd64' }) }
    await assert.rejects(serveDl(world, other), { code: 'absent', reason: 'answer.no-toolchain' })
    assert.deepEqual(world.misses, [
      'golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64',
      'golang.org/toolchain@v0.0.1-go1.26.9.linux-amd64',
    ])
  })

  it('keeps a vendor’s toolchains apart', async () => {
    const vendor = { ...linux, path: 'toolchain.invalid/corp' }
    const world = filled().hold(vendor, []).holdArchive(vendor, 'corp')
    assert.deepEqual(await filenames(world), [name, 'go1.26.8.windows-amd64.zip'])
    assert.deepEqual(await filenames(world, { ...list, path: vendor.path }), [name])
    const { body, archive: whose } = await serveDl(world, { ...archive, module: vendor })
    assert.deepEqual([Buffer.from(await wholeBody(body)).toString(), whose], ['corp', 'vendor'])
  })
})
