import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { TestMirror } from '../../../../test/support/bundle-builder.ts'
import { TakingNode } from '../../../../test/support/taking-world.ts'
import { formatApproval } from '../../../core/ferry/approval.ts'
import { parseRanges } from '../../../core/ferry/id-ranges.ts'
import { generateKey, parseSigner } from '../../../core/note/key.ts'
import { keepApproval } from './approvals.ts'
import { commit } from './commit.ts'
import { provenanceOf } from './provenance.ts'
import { quarantine } from './quarantine.ts'

const [a, b, c] = ['a', 'b', 'c'].map(name => ({ path: `x.test/${name}`, version: 'v1.0.0' })) as [
  Module,
  Module,
  Module,
]
type Module = { readonly path: string; readonly version: string }
const alice = generateKey('alice', new Uint8Array(32).fill(41))
const bob = generateKey('bob', new Uint8Array(32).fill(42))

/** A node that took a and c, entries 0-2 and 6-8 of the mirror, approved by alice; bob refused b, and later approved it. */
async function imported() {
  const [node, mirror] = [new TakingNode(), new TestMirror()]
  for (const module of [a, b, c]) mirror.addModule(module)
  const keys = [{ key: alice.verifier }, { key: bob.verifier }]
  const trust = { ...mirror.trust, approvers: { needed: 1, keys } }
  const bundle = mirror.cut()
  await node.lay(bundle)
  await quarantine(await node.open(trust))
  await node.step('scanned')
  const decide = async (key: typeof alice, decision: 'approve' | 'refuse', entries: string, time: string) => {
    const reason = decision === 'refuse' ? 'no licence' : undefined
    const approval = { bundle: bundle.digest, decision, entries: parseRanges(entries), reason, time }
    await keepApproval(await node.open(trust), formatApproval(approval, parseSigner(key.signer)), bundle.digest)
  }
  await decide(alice, 'approve', '0-8', '2026-11-20T00:00:00Z')
  await decide(bob, 'refuse', '3-5', '2026-11-20T00:00:01Z')
  await commit(await node.open(trust))
  await decide(bob, 'approve', '3-5', '2026-11-20T00:00:02Z')
  await commit(await node.open(trust))
  const state = node.log?.state ?? assert.fail()
  const { store } = node.disk
  return { bundle, store, state, keys, of: (module: Module) => provenanceOf({ store, approvers: keys }, state, module) }
}

describe('how a version came by a bundle', () => {
  it('tells its places in the log of the mirror, the bundle, who carried and who approved it', async () => {
    const { bundle, of } = await imported()
    const { digest, header } = bundle
    const told = { id: header.id, from: 0, to: 9, created: header.created, carriers: ['carrier'] }
    const [only, ...others] = await of(c)
    const { evidence, ...rest } = only ?? assert.fail()
    assert.match(evidence, /^log\/imports\/[0-9a-f]{64}$/)
    assert.deepEqual(others, [])
    assert.deepEqual(rest, {
      origin: 'mirror.example',
      bundle: digest,
      at: '2026-11-27T00:00:00Z',
      entry: 0,
      told: {
        ...told,
        entries: { record: 6, info: 7, zip: 8 },
        approvers: [{ key: `alice+${alice.verifier.split('+')[1]}`, isVerified: true }],
      },
    })
    const [later] = await of(b)
    assert.equal(later?.entry, 7)
    assert.deepEqual(later?.told?.entries, { record: 3, info: 4, zip: 5 })
    assert.deepEqual(later?.told?.approvers.map(({ key }) => key.split('+')[0]).sort(), ['alice', 'bob'])
  })

  it('names an approver whom the trust policy does not know any more as such', async () => {
    const { store, state } = await imported()
    const [only] = await provenanceOf({ store, approvers: [] }, state, a)
    assert.deepEqual(
      only?.told?.approvers.map(({ isVerified }) => isVerified),
      [false],
    )
  })

  it('tells what the log itself says where the evidence is lost or damaged, and nothing of what came otherwise', async () => {
    const { store, of, keys, state } = await imported()
    assert.deepEqual(await of({ path: 'x.test/none', version: 'v1.0.0' }), [])
    const damaged = { read: async () => Buffer.from('{}') }
    const [other] = await provenanceOf({ store: damaged, approvers: keys }, state, a)
    assert.deepEqual([other?.origin, other?.told], ['mirror.example', undefined])
    await store.remove((await of(a))[0]?.evidence ?? '')
    const [lost] = await of(a)
    assert.deepEqual([lost?.origin, lost?.told], ['mirror.example', undefined])
  })
})
