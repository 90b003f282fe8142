import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, beforeEach, describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { makeToolchain } from '../../../test/support/toolchain.ts'
import { officialArchive } from '../../../test/support/toolchain-archive.ts'
import { toolchainWorld } from '../../../test/support/toolchain-world.ts'
import { DiskStore } from '../../adapters/fs/disk-store.ts'
import { ThreadZipCheck } from '../../adapters/threads/thread-zip-check.ts'
import { GoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import type { Entry } from '../../core/log/entry.ts'
import { LogState } from '../../core/log/state.ts'
import { archiveFolder } from '../../core/toolchain/archive-key.ts'
import { toolchainModule } from '../../core/toolchain/toolchain.ts'
import { vendorPath } from '../../core/toolchain/vendor.ts'
import { blobKey } from '../../core/tree/keys.ts'
import { type ImportWorld, importArchive } from './import-archive.ts'
import { makeArchive } from './make-archive.ts'

const toolchain = { go: '1.26.8', os: 'linux', arch: 'amd64' }
const module = toolchainModule(toolchain)
const vendored = { ...module, path: vendorPath('corp') }
const { zip, h1Zip, h1Mod } = makeToolchain(toolchain)
const name = 'go1.26.8.linux-amd64.tar.gz'
const official = officialArchive(toolchain)
const folder = temporaryFolders()
const check = new ThreadZipCheck({ threads: 1, waiting: 10 })
after(() => check.close())

describe('importing the archive of a toolchain', () => {
  let root: string
  let state: LogState
  let world: ImportWorld
  const log = (entry: Entry) => state.apply(state.size, entry)
  const archives = (of = module) => readdirSync(join(root, archiveFolder(of)))
  const known = (of = module) => state.version(of.path, of.version)

  beforeEach(() => {
    root = folder()
    state = new LogState()
    const store = new DiskStore(root)
    world = {
      ...toolchainWorld(store, state),
      check,
      checkSignature: async (location, { signature, keys }) => {
        assert.equal(Buffer.compare(readFileSync(location), signature), 0)
        return Buffer.from(keys).toString()
      },
      needRecord: async ({ path, version }) => {
        if (state.version(path, version) === undefined) throw new GoferryError('missing', { subject: path })
      },
      publishMod: async (of, mod, logFirst) => {
        await logFirst()
        await store.put(blobKey('public', of, 'mod'), mod)
      },
    }
  })

  const logRecord = () => log({ kind: 'record', ...module, h1Zip, h1Mod })
  const take = (bytes: Uint8Array, more: Partial<Parameters<typeof importArchive>[1]> = {}) => {
    const read = async function* () {
      yield bytes
    }
    return importArchive(world, {
      name,
      read,
      sha256: hex(sha256(bytes)),
      signed: undefined,
      vendor: undefined,
      ...more,
    })
  }

  it('takes Go’s own by its digest and the record of the module, once', async () => {
    logRecord()
    const digest = hex(sha256(official))
    assert.deepEqual(await take(official), { name, sha256: digest, size: official.length, outcome: 'imported' })
    assert.deepEqual([known()?.archive?.sha256, known()?.archive?.recipe], [digest, undefined])
    assert.deepEqual(archives(), [digest])
    assert.equal((await take(official)).outcome, 'held')
    rmSync(join(root, 'archives'), { recursive: true })
    assert.equal((await take(official)).outcome, 'imported')
    assert.deepEqual([archives(), readdirSync(join(root, 'run/tmp'))], [[digest], []])
  })

  it('puts it in the place of one that was made here, and nothing in its place', async () => {
    logRecord()
    await world.store.put(blobKey('public', module, 'zip'), zip)
    await makeArchive(world, toolchain)
    await take(official)
    assert.deepEqual(archives(), [hex(sha256(official))])
    assert.equal(await makeArchive(world, toolchain), 'held')
    const again = officialArchive(toolchain, { 'test/a.go': 'package other\n' })
    await assert.rejects(take(again), { code: 'store-conflict', reason: 'toolchain.other-official' })
    assert.deepEqual(archives(), [hex(sha256(official))])
  })

  it('takes none that is not what its publisher says, or whose files the record does not know', async () => {
    logRecord()
    await assert.rejects(take(official, { sha256: 'a'.repeat(64) }), { code: 'mismatch', reason: 'toolchain.sha256' })
    const evil = officialArchive(toolchain, { 'src/sort.go': 'package evil\n' })
    await assert.rejects(take(evil), { code: 'mismatch', reason: 'toolchain.other-files' })
    await assert.rejects(take(official.subarray(0, 50)), { code: 'bad-archive' })
    assert.deepEqual([state.size, readdirSync(join(root, 'run/tmp'))], [1, []])
  })

  it('takes Go’s own by a signature alone, but not without the files of the record, nor with another digest', async () => {
    logRecord()
    const signed = (signature: Uint8Array) => ({ signed: { signature, keys: Buffer.from('ABC') } })
    const evil = officialArchive(toolchain, { 'src/sort.go': 'package evil\n' })
    const otherFiles = { code: 'mismatch', reason: 'toolchain.other-files' }
    await assert.rejects(take(evil, { sha256: undefined, ...signed(evil) }), otherFiles)
    const otherDigest = { code: 'mismatch', reason: 'toolchain.sha256' }
    await assert.rejects(take(official, { sha256: 'a'.repeat(64), ...signed(official) }), otherDigest)
    const report = await take(official, { sha256: undefined, ...signed(official) })
    assert.deepEqual([report.outcome, report.signedBy], ['imported', 'ABC'])
  })

  it('takes none without digest or name, without a record, or of what is recalled', async () => {
    await assert.rejects(take(official), { code: 'missing' })
    await assert.rejects(take(official, { sha256: undefined }), { code: 'usage', reason: 'toolchain.needs-proof' })
    await assert.rejects(take(official, { name: 'x.tar.gz' }), { code: 'usage', reason: 'toolchain.archive-name' })
    logRecord()
    log({ kind: 'recall', ...module, reason: 'malware', at: '2026-01-01T00:00:00Z' })
    await assert.rejects(take(official), { code: 'denied' })
  })

  it('takes a vendor’s under its own label, with a record of its own', async () => {
    await take(official, { vendor: 'corp', sha256: undefined })
    assert.equal(known(), undefined)
    assert.match(known(vendored)?.record.h1Zip ?? '', /^h1:/)
    assert.deepEqual(archives(vendored), [hex(sha256(official))])
    const other = officialArchive(toolchain, { 'test/a.go': 'package other\n' })
    await assert.rejects(take(other, { vendor: 'corp' }), { code: 'store-conflict' })
  })
})
