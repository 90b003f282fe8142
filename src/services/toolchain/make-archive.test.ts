import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { makeToolchain } from '../../../test/support/toolchain.ts'
import { toolchainWorld } from '../../../test/support/toolchain-world.ts'
import { DiskStore } from '../../adapters/fs/disk-store.ts'
import type { Entry } from '../../core/log/entry.ts'
import { LogState } from '../../core/log/state.ts'
import { archiveFolder } from '../../core/toolchain/archive-key.ts'
import { toolchainModule } from '../../core/toolchain/toolchain.ts'
import { blobKey } from '../../core/tree/keys.ts'
import { makeArchive } from './make-archive.ts'
import type { ToolchainWorld } from './world.ts'

const toolchain = { go: '1.26.8', os: 'linux', arch: 'amd64' }
const module = toolchainModule(toolchain)
const { zip, h1Zip, h1Mod } = makeToolchain(toolchain)
const folder = temporaryFolders()

describe('making the archive of a toolchain', () => {
  let root: string
  let state: LogState
  let journal: string[]
  let world: ToolchainWorld
  const log = (entry: Entry) => state.apply(state.size, entry)
  const archives = () => readdirSync(join(root, archiveFolder(module)))

  beforeEach(async () => {
    root = folder()
    state = new LogState()
    journal = []
    const store = new DiskStore(root)
    const quiet = toolchainWorld(store, state)
    world = { ...quiet, journal: { ...quiet.journal, error: event => journal.push(event) } }
    log({ kind: 'record', ...module, h1Zip, h1Mod })
    await store.put(blobKey('public', module, 'zip'), zip)
  })

  /** The same maker under the name of another recipe, whose archives end in `tail`. */
  function makerOf(recipe: string, tail: string): ToolchainWorld['maker'] {
    const { maker } = world
    return {
      recipe,
      async *rebuild(...task) {
        yield* maker.rebuild(...task)
        yield Buffer.from(tail)
      },
    }
  }

  it('logs it, and does nothing where it is held', async () => {
    assert.equal(await makeArchive(world, toolchain), 'made')
    const { archive } = state.version(module.path, module.version) ?? {}
    assert.deepEqual(archives(), [archive?.sha256])
    assert.deepEqual([archive?.at, archive?.recipe], ['2026-01-02T03:04:05Z', world.maker.recipe])
    assert.equal(await makeArchive(world, toolchain), 'held')
    assert.equal(state.size, 2)
  })

  it('makes the same again where it was lost', async () => {
    await makeArchive(world, toolchain)
    const [name = ''] = archives()
    const bytes = readFileSync(join(root, archiveFolder(module), name))
    rmSync(join(root, 'archives'), { recursive: true })
    assert.equal(await makeArchive(world, toolchain), 'made')
    assert.equal(Buffer.compare(readFileSync(join(root, archiveFolder(module), name)), bytes), 0)
    assert.equal(state.size, 2)
  })

  it('takes no other by the same recipe, and tells the journal', async () => {
    await makeArchive(world, toolchain)
    rmSync(join(root, 'archives'), { recursive: true })
    const damaged = { ...world, maker: makerOf(world.maker.recipe, 'x') }
    await assert.rejects(makeArchive(damaged, toolchain), { code: 'mismatch', reason: 'toolchain.archive-differs' })
    assert.deepEqual([journal, state.size], [['archive-differs'], 2])
    assert.deepEqual(readdirSync(join(root, 'run/tmp')), [])
  })

  it('takes another by another recipe, and removes the former', async () => {
    await makeArchive(world, toolchain)
    const [former = ''] = archives()
    rmSync(join(root, archiveFolder(module), former))
    writeFileSync(join(root, archiveFolder(module), 'e'.repeat(64)), 'left by a crash')
    assert.equal(await makeArchive({ ...world, maker: makerOf('2/new', 'x') }, toolchain), 'made')
    assert.deepEqual(archives(), [state.version(module.path, module.version)?.archive?.sha256])
    assert.notEqual(archives()[0], former)
  })

  it('makes nothing of a zip that is damaged or not there', async () => {
    const place = join(root, blobKey('public', module, 'zip'))
    const other = makeToolchain(toolchain, { 'src/evil.go': 'package evil\n' })
    writeFileSync(place, other.zip)
    await assert.rejects(makeArchive(world, toolchain), { code: 'store-damaged' })
    writeFileSync(place, zip.subarray(0, zip.length - 1))
    await assert.rejects(makeArchive(world, toolchain), { code: 'bad-zip' })
    rmSync(place)
    await assert.rejects(makeArchive(world, toolchain), { code: 'missing', reason: 'toolchain.no-zip' })
    assert.deepEqual([state.size, readdirSync(join(root, 'run/tmp'))], [1, []])
  })

  it('never puts one in the place of the publisher’s own, nor of what is recalled', async () => {
    log({ kind: 'archive', ...module, sha256: 'f'.repeat(64), size: 1, at: '2026-01-01T00:00:00Z', from: 'local' })
    await assert.rejects(makeArchive(world, toolchain), { code: 'missing', reason: 'toolchain.official-lost' })
    log({ kind: 'recall', ...module, reason: 'malware', at: '2026-01-01T00:00:00Z' })
    await assert.rejects(makeArchive(world, toolchain), { code: 'missing' })
  })
})
