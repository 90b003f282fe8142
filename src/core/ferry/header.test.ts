import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { generateKey, parseSigner } from '../note/key.ts'
import { signNote } from '../note/sign-note.ts'
import { emptyEdge, growTree } from '../tlog/grow.ts'
import { recordHash } from '../tlog/hash.ts'
import { formatCheckpoint } from '../tlog/tree-head.ts'
import { decide, formatApproval, parseApproval, type SignedApproval } from './approval.ts'
import type { BundleHeader } from './bundle-header.ts'
import { formatHeader } from './format-header.ts'
import { openHeader } from './open-header.ts'
import { parseHeader } from './parse-header.ts'
import { RunningTree } from './running-tree.ts'
import type { TrustedKey, TrustPolicy } from './trust-policy.ts'

const origin = 'mirror.example'
const key = (name: string, seed: number) => generateKey(name, new Uint8Array(32).fill(seed))
const [logKey, bundleKey, secondKey, otherKey] = [
  key(origin, 1),
  key('bundle.a', 2),
  key('bundle.b', 3),
  key('bundle.c', 4),
]
const sha = 'ab'.repeat(32)
const id = '1a2b3c4d5e6f'
const tree = growTree(emptyEdge, ['a\n', 'b\n', 'c\n']).edge
const first = new RunningTree()
first.push(recordHash('a\n'))

const header: BundleHeader = {
  origin,
  site: 'centre',
  id,
  from: { size: 0, root: emptyEdge.root },
  to: tree,
  created: '2026-11-01T00:00:00Z',
  expires: '2026-12-01T00:00:00Z',
  edge: [],
  proof: [],
  checkpoint: Buffer.from(signNote(formatCheckpoint(origin, tree), [parseSigner(logKey.signer)])).toString(),
  log: { name: `gf-${id}-log.gfl`, size: 12, sha256: sha },
  stream: { bytes: 30, objects: 2 },
  volumes: [
    { name: `gf-${id}-v001.gfv`, size: 20, sha256: sha, first: 0 },
    { name: `gf-${id}-v002.gfv`, size: 10, sha256: sha, first: undefined },
  ],
  parity: [{ name: `gf-${id}-p001.gfp`, size: 20, sha256: sha }],
  sealed: [],
  without: { withheld: [{ first: 1, last: 2 }], lacking: [], carried: [], replaced: [{ first: 0, last: 0 }] },
}

describe('the header of a bundle', () => {
  it('is read as it was written', () => {
    const read = parseHeader(formatHeader(header))
    assert.equal(formatHeader(read), formatHeader(header))
    assert.deepEqual([read.volumes, read.parity, read.without], [header.volumes, header.parity, header.without])
  })

  it('has one text: no line of it can change its place, go, come twice or hold something else', () => {
    const lines = formatHeader(header).trimEnd().split('\n')
    const text = (changed: string[]) => `${changed.join('\n')}\n`
    for (const [i, line] of lines.entries()) {
      const [word] = line.split(' ')
      const changed = [
        lines.toSpliced(i, 1, line, line),
        lines.toSpliced(i, 1, `${line} `),
        lines.toSpliced(i, 1, `${word}`),
      ]
      if (word !== 'expires' && word !== 'parity' && word !== 'withheld' && word !== 'replaced')
        changed.push(lines.toSpliced(i, 1))
      const before = lines[i - 1] ?? ''
      if (i > 0 && !before.startsWith(`${word} `)) changed.push(lines.toSpliced(i - 1, 2, line, before))
      for (const each of changed)
        assert.throws(() => parseHeader(text(each)), { code: 'bundle-damaged' }, `${i} ${each[i]}`)
    }
    for (const bad of ['', 'x', formatHeader(header).trimEnd(), `${formatHeader(header)}\n`])
      assert.throws(() => parseHeader(bad), { code: 'bundle-damaged' })
  })

  const unsound: [string, Partial<BundleHeader>][] = [
    ['volumes that are not the stream', { stream: { bytes: 31, objects: 2 } }],
    ['an end before its beginning', { to: { size: 0, root: tree.root }, from: tree }],
    ['an edge of another size', { edge: [tree.root] }],
    ['a proof where none can be', { proof: [tree.root] }],
    ['entries outside of its segment', { without: { ...header.without, lacking: [{ first: 3, last: 3 }] } }],
    ['one name twice', { parity: [{ name: `gf-${id}-v001.gfv`, size: 20, sha256: sha }] }],
    ['a name that leads elsewhere', { log: { ...header.log, name: '../../etc/passwd' } }],
    [
      'a first object beyond its volume',
      { volumes: [{ name: `gf-${id}-v001.gfv`, size: 30, sha256: sha, first: 30 }] },
    ],
    ['fewer sealed files than files', { sealed: [{ name: `gf-${id}-x.age`, size: 1, sha256: sha }] }],
  ]
  for (const [what, change] of unsound)
    it(`is refused for ${what}`, () =>
      assert.throws(() => parseHeader(formatHeader({ ...header, ...change })), { code: 'bundle-damaged' }))
})

const now = Date.parse('2026-11-15T00:00:00Z')
const policyOf = (keys: readonly TrustedKey[], needed = 1): TrustPolicy => ({
  mirrors: [
    { origin, log: { needed: 1, keys: [{ key: logKey.verifier }] }, bundle: { needed, keys } },
    {
      origin: 'other.example',
      log: { needed: 1, keys: [] },
      bundle: { needed: 1, keys: [{ key: otherKey.verifier }] },
    },
  ],
  approvers: { needed: 0, keys: [] },
})
const note = (given: BundleHeader, ...keys: { signer: string }[]) =>
  signNote(
    formatHeader(given),
    keys.map(each => parseSigner(each.signer)),
  )

describe('trust in a header', () => {
  const good = policyOf([{ key: bundleKey.verifier }, { key: secondKey.verifier }])
  it('is given to the signature of a key of the mirror', () => {
    const opened = openHeader(note(header, bundleKey), good, now)
    assert.equal(opened.header.id, id)
    assert.equal(opened.mirror.origin, origin)
    assert.deepEqual(opened.keys.length, 1)
  })

  const refused: [string, Uint8Array, TrustPolicy, number, string][] = [
    ['an unknown key', note(header, otherKey), policyOf([{ key: bundleKey.verifier }]), now, 'bundle-untrusted'],
    ["another mirror's key", note(header, otherKey), good, now, 'bundle-untrusted'],
    [
      'too few keys',
      note(header, bundleKey),
      policyOf([{ key: bundleKey.verifier }, { key: secondKey.verifier }], 2),
      now,
      'bundle-untrusted',
    ],
    [
      'one key twice',
      note(header, bundleKey, bundleKey),
      policyOf([{ key: bundleKey.verifier }, { key: secondKey.verifier }], 2),
      now,
      'bundle-untrusted',
    ],
    [
      'a revoked key',
      note(header, bundleKey),
      policyOf([{ key: bundleKey.verifier, revoked: 'lost' }]),
      now,
      'bundle-revoked',
    ],
    [
      'a revoked key beside a good one',
      note(header, bundleKey, secondKey),
      policyOf([{ key: bundleKey.verifier, revoked: 'lost' }, { key: secondKey.verifier }]),
      now,
      'bundle-revoked',
    ],
    [
      'a key that is not good any more',
      note(header, bundleKey),
      policyOf([{ key: bundleKey.verifier, until: '2026-11-10T00:00:00Z' }]),
      now,
      'bundle-untrusted',
    ],
    [
      'a key that was not good yet',
      note(header, bundleKey),
      policyOf([{ key: bundleKey.verifier, from: '2026-11-10T00:00:00Z' }]),
      now,
      'bundle-untrusted',
    ],
    ['its end', note(header, bundleKey), good, Date.parse('2026-12-01T00:00:00Z'), 'bundle-expired'],
    [
      'a mirror that is not named',
      note({ ...header, origin: 'third.example' }, bundleKey),
      good,
      now,
      'bundle-foreign',
    ],
    [
      'a checkpoint of another tree',
      note({ ...header, to: { ...tree, size: 4 } }, bundleKey),
      good,
      now,
      'bundle-damaged',
    ],
    [
      'a signed text that is no header',
      signNote('hello\n', [parseSigner(bundleKey.signer)]),
      good,
      now,
      'bundle-damaged',
    ],
    ['another site', note(header, bundleKey), { ...good, site: 'region' }, now, 'bundle-foreign'],
    ['bytes that are no note', utf8('goferry bundle v1\n'), good, now, 'bundle-untrusted'],
  ]
  for (const [what, bytes, policy, time, code] of refused)
    it(`is refused for ${what}`, () => assert.throws(() => openHeader(bytes, policy, time), { code }))

  it('is refused for a checkpoint that another key signed', () => {
    const forged = Buffer.from(
      signNote(formatCheckpoint(origin, tree), [parseSigner(key(origin, 9).signer)]),
    ).toString()
    assert.throws(() => openHeader(note({ ...header, checkpoint: forged }, bundleKey), good, now), {
      code: 'bundle-untrusted',
    })
  })

  it('is refused where its beginning is not the beginning of its end', () => {
    const from = { size: 1, root: first.root }
    const later = {
      ...header,
      from,
      edge: first.edge,
      without: { withheld: [], lacking: [], carried: [], replaced: [] },
    }
    const wrong = note({ ...later, proof: [tree.root] }, bundleKey)
    assert.throws(() => openHeader(wrong, good, now), { code: 'bad-proof' })
  })
})

describe('approvals', () => {
  const time = '2026-11-20T00:00:00Z'
  const all = { bundle: sha, decision: 'approve', entries: undefined, reason: undefined, time } as const
  it('are read as they were signed', () => {
    for (const approval of [
      all,
      { ...all, decision: 'refuse', reason: 'no', entries: [{ first: 2, last: 9 }] } as const,
    ]) {
      const text = Buffer.from(formatApproval(approval, parseSigner(bundleKey.signer))).toString()
      assert.deepEqual(parseApproval(text.slice(0, text.indexOf('\n\n') + 1)), approval)
    }
  })
  it('need a reason to refuse, of one line', () => {
    for (const reason of [undefined, '', 'a\nb', '\u202e'])
      assert.throws(() => formatApproval({ ...all, decision: 'refuse', reason }, parseSigner(bundleKey.signer)), {
        code: 'usage',
      })
  })
  it('count once a key, the newest of each entry; one refusal is enough', () => {
    const by = (who: string, rest: Partial<SignedApproval> = {}): SignedApproval => ({ ...all, key: who, ...rest })
    const no = { decision: 'refuse', reason: 'no' } as const
    const late = '2026-11-21T00:00:00Z'
    assert.equal(decide([], 0, 1), 'approved')
    assert.equal(decide([by('a')], 2, 1), 'undecided')
    assert.equal(decide([by('a'), by('a')], 2, 1), 'undecided')
    assert.equal(decide([by('a'), by('b')], 2, 1), 'approved')
    assert.equal(decide([by('a'), by('b'), by('c', no)], 2, 1), 'refused')
    assert.equal(decide([by('a'), by('b', no), by('b', { time: late })], 2, 1), 'approved')
    for (const sameSecond of [
      [by('b', no), by('b')],
      [by('b'), by('b', no)],
    ])
      assert.equal(decide([by('a'), ...sameSecond], 1, 1), 'refused')
    assert.equal(decide([by('a'), by('b', { entries: [{ first: 5, last: 6 }] })], 2, 1), 'undecided')
    assert.equal(decide([by('a'), by('b', { entries: [{ first: 5, last: 6 }] })], 2, 6), 'approved')
  })
  for (const text of [
    '',
    'goferry approval v1\n',
    'goferry approval v1\nbundle x\ndecision approve\nentries all\ntime x\n',
  ])
    it(`refuse ${JSON.stringify(text)}`, () => assert.throws(() => parseApproval(text), { code: 'bad-note' }))
})
