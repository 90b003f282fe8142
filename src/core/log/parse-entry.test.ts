import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isGoferryError } from '../errors.ts'
import type { Entry } from './entry.ts'
import { formatEntry } from './format-entry.ts'
import { parseEntry } from './parse-entry.ts'

const h1 = 'h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
const sha = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const zip = [
  'goferry/zip/v1',
  'path example.com/a',
  'version v1.0.0',
  `sha256 ${sha}`,
  'size 22',
  'at 2026-02-28T23:59:59Z',
  'from local',
]

const texts: Record<Entry['kind'], string[]> = {
  record: [`example.com/a v1.0.0 ${h1}`, `example.com/a v1.0.0/go.mod ${h1}`],
  info: ['goferry/info/v1', 'path example.com/a', 'version v1.0.0', `sha256 ${sha}`],
  zip,
  archive: [
    'goferry/archive/v1',
    'path golang.org/toolchain',
    'version v0.0.1-go1.26.8.linux-amd64',
    `sha256 ${sha}`,
    'size 64986221',
    'at 2026-01-01T00:00:00Z',
    'from local',
    'recipe 1/zlib-1.3.1',
  ],
  recall: [
    'goferry/recall/v1',
    'path example.com/a',
    'version v1.0.0',
    'reason 后门 (CVE-1)',
    'at 2026-01-01T00:00:00Z',
  ],
  restore: [
    'goferry/restore/v1',
    'path example.com/a',
    'version v1.0.0',
    'reason a mistake',
    'at 2026-01-01T00:00:00Z',
  ],
  import: [
    'goferry/import/v1',
    'origin mirror.example',
    'size 12',
    `root ${sha}`,
    `bundle ${sha}`,
    `evidence ${sha}`,
    'entries 3',
    'at 2026-02-28T23:59:59Z',
  ],
  proofs: ['goferry/proofs/v1', `sha256 ${sha}`, 'size 0', 'at 2026-01-01T00:00:00Z'],
  unknown: ['goferry/zip/v2', 'anything  at all'],
}

const lines = (...list: string[]) => list.map(line => `${line}\n`).join('')

describe('parseEntry', () => {
  for (const [kind, list] of Object.entries(texts)) {
    it(`reads a ${kind} entry, and formatEntry gives the same text`, () => {
      const entry = parseEntry(lines(...list))
      assert.equal(entry.kind, kind)
      assert.equal(formatEntry(entry), lines(...list))
    })
  }

  it('gives every field of a zip entry', () => {
    const entry = parseEntry(lines(...zip.slice(0, 6), 'from https://proxy.example/x', 'unlisted vendor drop'))
    assert.deepEqual(entry, {
      kind: 'zip',
      path: 'example.com/a',
      version: 'v1.0.0',
      sha256: sha,
      size: 22,
      at: '2026-02-28T23:59:59Z',
      from: 'https://proxy.example/x',
      unlisted: 'vendor drop',
    })
  })

  const refused: [string, string, string][] = [
    ['an empty text', '', 'entry-not-record-text'],
    ['no line end', zip.join('\n'), 'entry-not-record-text'],
    ['a blank line', `${lines(...zip)}\n`, 'entry-not-record-text'],
    ['a carriage return', lines(...zip).replaceAll('\n', '\r\n'), 'entry-not-record-text'],
    ['a lone surrogate', lines(...zip, 'unlisted \ud800'), 'entry-not-record-text'],
    ['a leaf over 65,535 bytes', lines(...zip, `unlisted ${'中'.repeat(22_000)}`), 'entry-too-large'],
    ['a kind without a version', lines('goferry/zip', ...zip.slice(1)), 'entry-kind'],
    ['text of no kind', lines('hello'), 'entry-kind'],
    ['half a record', lines(texts.record[0] ?? ''), 'entry-kind'],
    ['a record with a third line', lines(...texts.record, 'x'), 'entry-kind'],
    ['a record in the other order', lines(...texts.record.toReversed()), 'entry-kind'],
    ['a record of two versions', lines(...texts.record).replace('v1.0.0/go', 'v1.0.1/go'), 'entry-kind'],
    ['a hash that is not canonical', lines(...texts.record).replace('uFU=', 'uFV='), 'entry-kind'],
    ['a missing field', lines(...zip.toSpliced(3, 1)), 'entry-field'],
    ['fields in another order', lines(...zip.toSpliced(1, 2, 'version v1.0.0', 'path example.com/a')), 'entry-field'],
    ['a field too many', lines(...zip, 'colour red'), 'entry-surplus'],
    ['an upper-case digest', lines(...zip).replace(sha, sha.toUpperCase()), 'entry-value'],
    ['a size with a leading zero', lines(...zip).replace('size 22', 'size 022'), 'entry-value'],
    ['a size that is not exact', lines(...zip).replace('size 22', 'size 9007199254740993'), 'entry-value'],
    ['a day that does not exist', lines(...zip).replace('02-28', '02-30'), 'entry-value'],
    ['a time with a zone', lines(...zip).replace('59Z', '59+00:00'), 'entry-value'],
    ['a user in the URL', lines(...zip).replace('local', 'https://me:pw@proxy.example/'), 'entry-value'],
    ['a query in the URL', lines(...zip).replace('local', 'https://proxy.example/?token=1'), 'entry-value'],
    ['a text that overrides direction', lines(...zip, 'unlisted a\u202eb'), 'entry-value'],
    ['a path with a space', lines(...zip).replace('example.com/a', 'example.com/ a'), 'entry-value'],
  ]
  for (const [what, text, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseEntry(text), { code: 'bad-entry', reason })
    })
  }

  it('throws nothing but bad-entry, and gives back every text that it takes', () => {
    const piece = fc.constantFrom(
      ...Object.values(texts).flat(),
      'unlisted x',
      'unlisted ',
      '',
      'size -1',
      'goferry/x/v1',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map(list => lines(...list)),
    )
    fc.assert(
      fc.property(text, input => {
        try {
          assert.equal(formatEntry(parseEntry(input)), input)
        } catch (error) {
          assert.ok(isGoferryError(error, 'bad-entry'), String(error))
        }
      }),
    )
  })
})

describe('formatEntry', () => {
  it('refuses a value that would pass for another field', () => {
    const entry = parseEntry(lines(...zip))
    assert.throws(() => formatEntry({ ...entry, from: 'local\nunlisted x' } as Entry), { code: 'bad-entry' })
    assert.throws(() => formatEntry({ kind: 'unknown', text: lines(...zip) }), { code: 'bad-entry' })
  })

  it('gives a text that parseEntry takes back, for generated entries', () => {
    const word = fc.stringMatching(/^[a-z]{1,9}$/)
    const digest = fc.stringMatching(/^[0-9a-f]{64}$/)
    const at = fc
      .integer({ min: 0, max: 4_000_000_000 })
      .map(seconds => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'))
    const module = { path: word.map(w => `example.com/${w}`), version: fc.nat().map(n => `v1.${n}.0`) }
    const blob = { sha256: digest, size: fc.maxSafeNat(), at }
    const reason = fc.stringMatching(/^[a-z中文](?: ?[a-z中文]){0,20}$/)
    const from = fc.constantFrom('local', 'file:///srv/x', 'https://a.example/b')
    const entry: fc.Arbitrary<Entry> = fc.oneof(
      fc.record({ kind: fc.constant('info' as const), ...module, sha256: digest }),
      fc.record({ kind: fc.constant('zip' as const), ...module, ...blob, from }),
      fc.record({ kind: fc.constant('zip' as const), ...module, ...blob, from, unlisted: reason }),
      fc.record({ kind: fc.constantFrom('recall' as const, 'restore' as const), ...module, reason, at }),
      fc.record({ kind: fc.constant('proofs' as const), ...blob }),
    )
    fc.assert(fc.property(entry, value => assert.deepEqual(parseEntry(formatEntry(value)), { ...value })))
  })
})
