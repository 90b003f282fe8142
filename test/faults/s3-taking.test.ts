import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { MemoryStore } from '../../src/adapters/memory/memory-store.ts'
import { S3Bucket } from '../../src/adapters/s3/s3-bucket.ts'
import { S3Head } from '../../src/adapters/s3/s3-head.ts'
import { S3Store } from '../../src/adapters/s3/s3-store.ts'
import type { TakingStep } from '../../src/ports/steps.ts'
import { commit } from '../../src/services/ferry/in/commit.ts'
import { quarantine } from '../../src/services/ferry/in/quarantine.ts'
import { TestMirror } from '../support/bundle-builder.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { LogWorld } from '../support/log-world.ts'
import { ObjectStore } from '../support/object-store.ts'
import { TakingNode } from '../support/taking-world.ts'

const folder = temporaryFolders()

// A node keeps its own tree on a disk, and only a replica in an object store: what is shown here is that taking a
// bundle in asks nothing of a store that an object store cannot do.
describe('a bundle that is taken into an object store', () => {
  const mirror = new TestMirror()
  const modules = ['x.test/a', 'y.test/b'].map(path => ({ path, version: 'v1.0.0' }))
  for (const module of modules) mirror.addModule(module)
  const bundle = mirror.cut()
  let objects: ObjectStore
  before(async () => {
    objects = await ObjectStore.start(folder())
  })

  const centre = (name: string) => {
    const bucket = new S3Bucket(objects.address(name))
    return new TakingNode(new LogWorld({ store: new S3Store(bucket, new MemoryStore()), heads: new S3Head(bucket) }))
  }

  /** All of it was taken, once. */
  async function checkTaken(node: TakingNode): Promise<void> {
    for (const module of modules) assert.equal(await node.held(module), 'zmi')
    assert.deepEqual([await node.quarantined(), await node.strangers(), (await node.state()).step], [[], [], 'done'])
    assert.equal(node.log?.state.imports.length, 1)
  }

  it('lies in quarantine, and is committed from there', async () => {
    const node = centre('whole')
    await node.lay(bundle)
    await quarantine(await node.open(mirror.trust))
    // The versions share one info.
    assert.deepEqual([(await node.quarantined()).length, await node.held(modules[0] ?? assert.fail())], [5, ''])
    await node.step('scanned')
    await commit(await node.open(mirror.trust))
    await checkTaken(node)
  })

  const steps: readonly TakingStep[] = ['object-quarantined', 'evidence-put', 'import-logged', 'version-placed']
  for (const step of steps)
    it(`goes on where the process died at ${step}`, async () => {
      const node = centre(step)
      await node.lay(bundle)
      const take = async () => {
        const world = await node.open(mirror.trust)
        await quarantine(world)
        if ((await node.state()).step === 'quarantined') await node.step('scanned')
        await commit(await node.open(mirror.trust))
      }
      node.reached = at => {
        assert.notEqual(at, step)
      }
      await assert.rejects(take(), { code: 'ERR_ASSERTION' })
      node.restart()
      await take()
      await checkTaken(node)
    })
})
