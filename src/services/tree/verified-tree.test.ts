import assert from 'node:assert/strict'
import { rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { makeModule } from '../../../test/support/test-module.ts'
import { DiskStore } from '../../adapters/fs/disk-store.ts'
import { isGoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import { LogState } from '../../core/log/state.ts'
import { blobKey, KINDS, type Kind } from '../../core/tree/keys.ts'
import { VerifiedTree } from './verified-tree.ts'

const module = makeModule({ path: 'x.test/m', version: 'v1.0.0' })
const { path, version } = module
const digest = (bytes: Uint8Array) => hex(sha256(bytes))

describe('VerifiedTree', () => {
  const folder = temporaryFolders()
  let root: string
  let store: DiskStore
  let state: LogState
  let tree: VerifiedTree
  /** What `refresh` adds to the log. */
  let ahead: () => void
  let hashed: number
  const alarms: unknown[] = []

  beforeEach(async () => {
    root = folder()
    store = new DiskStore(root)
    for (const kind of KINDS) await store.put(blobKey('public', module, kind), module[kind])
    state = new LogState()
    ahead = () => undefined
    hashed = 0
    alarms.length = 0
    tree = new VerifiedTree({
      store,
      state: () => state,
      refresh: async () => ahead(),
      zipCheck: {
        sha256: async location => {
          hashed++
          const bytes = await store.read(location.slice(root.length + 1), 1 << 20)
          return { sha256: digest(bytes ?? new Uint8Array()), size: 0 }
        },
      },
      journal: { info: () => undefined, warn: () => undefined, error: event => alarms.push(event) },
    })
  })

  function log(zip: Uint8Array = module.zip): void {
    const { h1Zip, h1Mod } = module
    if (state.size === 0) state.apply(0, { kind: 'record', path, version, h1Zip, h1Mod })
    if (state.size === 1) state.apply(1, { kind: 'info', path, version, sha256: digest(module.info) })
    const at = '2026-01-01T00:00:00Z'
    state.apply(state.size, { kind: 'zip', path, version, sha256: digest(zip), size: zip.length, at, from: 'local' })
  }

  async function read(kind: Kind): Promise<Buffer> {
    const blob = await tree.open(module, kind)
    assert.ok(blob)
    const bytes = Buffer.alloc(blob.size)
    await blob.read(bytes, 0)
    await blob.close()
    return bytes
  }

  const file = (kind: Kind) => join(root, blobKey('public', module, kind))
  const damaged = (kind: Kind) =>
    assert.rejects(
      tree.open(module, kind),
      error => isGoferryError(error, 'store-damaged') && !error.message.includes(root),
    )

  it('opens what the log names', async () => {
    log()
    for (const kind of KINDS) assert.deepEqual(await read(kind), Buffer.from(module[kind]))
  })

  it('gives undefined for what is not held', async () => {
    assert.equal(await tree.open({ path, version: 'v1.0.1' }, 'zip'), undefined)
  })

  for (const kind of KINDS)
    it(`refuses a .${kind} in which one byte was changed, before it was ever read and after`, async () => {
      log()
      const bytes = Buffer.from(module[kind])
      bytes.writeUInt8(bytes.readUInt8(3) ^ 1, 3)
      await read(kind)
      await writeFile(file(kind), bytes)
      await damaged(kind)
      await damaged(kind)
      assert.deepEqual(alarms, ['stored-file-damaged', 'stored-file-damaged'])
      await writeFile(file(kind), module[kind])
      assert.deepEqual(await read(kind), Buffer.from(module[kind]))
    })

  it('refuses a file that was cut, made longer or emptied', async () => {
    log()
    for (const bytes of [module.zip.subarray(0, 100), Buffer.concat([module.zip, Buffer.alloc(1)]), new Uint8Array()]) {
      await writeFile(file('zip'), bytes)
      await damaged('zip')
    }
  })

  it('refuses another file that was moved into its place with the same size and time', async () => {
    log()
    await read('zip')
    const time = new Date('2026-01-01T00:00:00Z')
    await writeFile(join(root, 'other'), Buffer.from(module.zip).fill(7, 10, 20))
    for (const name of [file('zip'), join(root, 'other')]) await utimes(name, time, time)
    await rename(join(root, 'other'), file('zip'))
    await damaged('zip')
  })

  it('refuses a file that no entry names', async () => {
    for (const kind of KINDS) await damaged(kind)
  })

  it('hashes a file once, and again when it was touched', async () => {
    log()
    await Promise.all([read('zip'), read('zip'), read('zip')])
    await read('zip')
    assert.equal(hashed, 1)
    await utimes(file('zip'), new Date(), new Date())
    await read('zip')
    assert.equal(hashed, 2)
  })

  it('follows the log before it refuses: another process may have written the entry', async () => {
    ahead = () => log()
    assert.deepEqual(await read('zip'), Buffer.from(module.zip))
    const again = Buffer.concat([module.zip, Buffer.from('packed otherwise')])
    await writeFile(file('zip'), again)
    ahead = () => log(again)
    assert.deepEqual(await read('zip'), again)
  })

  it('lists what the derived files name, and nothing where there are none', async () => {
    assert.deepEqual((await tree.list(path)).versions, [])
    assert.equal(await tree.latest(path), undefined)
    await store.replace('public/x.test/m/@v/list', Buffer.from('v1.0.0\nv1.1.0\n'))
    const { versions, isCurrent } = await tree.list(path)
    assert.deepEqual([versions, isCurrent()], [['v1.0.0', 'v1.1.0'], true])
    await store.replace('public/x.test/m/@v/list', Buffer.from('v1.0.0\n'))
    assert.equal(isCurrent(), false)
  })
})
