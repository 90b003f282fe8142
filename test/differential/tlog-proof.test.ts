import { utf8 } from '../../src/core/bytes.ts'
import { base64 } from '../../src/core/hash.ts'
import { recordHash } from '../../src/core/tlog/hash.ts'
import { differential } from '../support/differential.ts'
import { naiveRecordProof, naiveRoot, naiveTreeProof } from '../support/naive-tree.ts'
import type { Random } from '../support/random.ts'

const records = Array.from({ length: 40 }, (_, n) => `record ${n}\n`)
const roots = records.map((_, n) => base64(naiveRoot(records.slice(0, n))))
const json = (value: unknown) => utf8(JSON.stringify(value))
const parse = (input: Uint8Array) => JSON.parse(Buffer.from(input).toString())
const bytes = (text: string) => Buffer.from(text, 'base64')

/** A proof as it is, or with a hash changed, dropped, doubled or added. */
function spoilt(random: Random, proof: readonly Buffer[]): string[] {
  const hashes = proof.map(base64)
  const at = random.int(hashes.length + 1)
  return random.pick([
    () => hashes.toSpliced(at, 1, base64(random.bytes(32))),
    () => hashes.toSpliced(at, 1),
    () => hashes.toSpliced(at, 0, base64(random.bytes(32))),
    () => hashes.toReversed(),
    () => hashes,
  ])()
}

/** A number near `n`: sometimes out of every range. */
const near = (random: Random, n: number) => n + random.pick([-1, 1, 2, -n, 40])

differential({
  op: 'tlog.CheckRecord',
  generate(random) {
    const size = 1 + random.int(39)
    const n = random.int(size)
    const proof = naiveRecordProof(n, records.slice(0, size))
    const good = { size, n, root: roots[size], hash: base64(recordHash(records[n] ?? '')), proof: proof.map(base64) }
    if (random.chance(0.5)) return json(good)
    const other = base64(random.bytes(32))
    return json({
      ...good,
      ...random.pick([
        { proof: spoilt(random, proof) },
        { n: near(random, n) },
        { hash: other },
        { root: other },
        { size: near(random, size) },
      ]),
    })
  },
  async load(core) {
    const { checkRecord } = await import(new URL('tlog/record-proof.ts', core).href)
    return input => {
      const { size, n, root, hash, proof } = parse(input)
      return checkRecord(proof.map(bytes), { size, root: bytes(root) }, n, bytes(hash))
    }
  },
  reasons: ['proof-range', 'proof-length', 'proof-wrong'],
  planted: {
    file: 'tlog/record-proof.ts',
    find: 'proof.length !== path.length',
    replace: 'proof.length < path.length',
  },
})

differential({
  op: 'tlog.CheckTree',
  generate(random) {
    const size = 1 + random.int(39)
    const oldSize = 1 + random.int(size)
    const proof = naiveTreeProof(oldSize, records.slice(0, size))
    const good = { size, oldSize, root: roots[size], oldRoot: roots[oldSize], proof: proof.map(base64) }
    if (random.chance(0.5)) return json(good)
    const other = base64(random.bytes(32))
    return json({
      ...good,
      ...random.pick([
        { proof: spoilt(random, proof) },
        { oldSize: near(random, oldSize) },
        { oldRoot: other },
        { root: other },
        { size: near(random, size) },
      ]),
    })
  },
  async load(core) {
    const { checkTree } = await import(new URL('tlog/tree-proof.ts', core).href)
    return input => {
      const { size, oldSize, root, oldRoot, proof } = parse(input)
      return checkTree(proof.map(bytes), { size, root: bytes(root) }, { size: oldSize, root: bytes(oldRoot) })
    }
  },
  reasons: ['proof-range', 'proof-length', 'proof-wrong'],
  planted: { file: 'tlog/tree-proof.ts', find: '!sameBytes(oldRoot, old.root) ||', replace: '' },
})
