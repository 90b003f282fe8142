import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CutShape, TestMirror } from '../../../../test/support/bundle-builder.ts'
import { TakingNode } from '../../../../test/support/taking-world.ts'
import { GoferryError } from '../../../core/errors.ts'
import { commit } from './commit.ts'
import { refuse } from './opened-import.ts'
import { quarantine } from './quarantine.ts'
import { showImport } from './show-import.ts'

/** A bundle with the versions a (entries 0-2) and b (3-5) that waits for its commit. */
async function scanned(shape: CutShape = {}) {
  const [node, mirror] = [new TakingNode(), new TestMirror()]
  for (const path of ['x.test/a', 'x.test/b']) mirror.addModule({ path, version: 'v1.0.0' })
  await node.lay(mirror.cut(shape))
  await quarantine(await node.open(mirror.trust))
  await node.step('scanned')
  const shown = async () => {
    const { folder, trust, log } = await node.open(mirror.trust)
    const { versions } = await showImport(folder, trust, log.state)
    return versions.map(({ path, decision, settled }) => [path, decision, settled])
  }
  return { node, mirror, shown }
}

describe('an import as it is shown', () => {
  it('names what the mirror withheld, before and after the rest is in the log', async () => {
    const { node, mirror, shown } = await scanned({ withheld: [3, 4, 5] })
    const b = ['x.test/b', 'withheld', false]
    assert.deepEqual(await shown(), [['x.test/a', 'approved', false], b])
    await commit(await node.open(mirror.trust))
    assert.deepEqual(await shown(), [['x.test/a', 'approved', true], b])
  })

  it('names what the mirror does not hold itself', async () => {
    const header: CutShape['header'] = made => {
      const { withheld: lacking } = made.without
      return { ...made, without: { ...made.without, withheld: [], lacking } }
    }
    const { shown } = await scanned({ withheld: [3, 4, 5], header })
    assert.deepEqual((await shown())[1], ['x.test/b', 'lacking', false])
  })

  it('has nothing that is approved where a check refused it, although nobody needs to approve', async () => {
    const { node, shown } = await scanned()
    await refuse(node.folder, await node.state(), new GoferryError('bundle-unclean', { subject: 'x' }), node.now)
    assert.deepEqual(await shown(), [
      ['x.test/a', 'refused', false],
      ['x.test/b', 'refused', false],
    ])
  })
})
