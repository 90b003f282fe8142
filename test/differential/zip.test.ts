import { deflateRawSync } from 'node:zlib'
import { concat, utf8 } from '../../src/core/bytes.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'
import {
  buildZip,
  descriptor,
  extraField,
  timestamp,
  withDescriptor,
  type ZipMember,
  type ZipShape,
} from '../support/zip-builder.ts'

const modules = [
  { path: 'example.com/m', version: 'v1.0.0' },
  { path: 'gopkg.in/yaml.v2', version: 'v2.4.0-rc.1' },
  { path: 'example.com/a/b/v3', version: 'v3.0.0-20240102030405-0123456789ab' },
  { path: 'example.com/Old', version: 'v2.0.0+incompatible' },
]

/** What refuses both sides' zips by what they declare or hold; Go refuses these too. */
const goReasons = [
  'zip.prefix',
  'zip.file-name',
  'zip.duplicate',
  'zip.case-collision',
  'zip.file-and-directory',
  'zip.gomod-place',
  'zip.gomod-case',
  'zip.file-limit',
  'zip.unpacked-limit',
  'zip.name-encoding',
  'zip.method',
  'zip.size',
]

/** Where the reader is stricter than Go: whatever another reader could see in another way, and bytes that hide. */
const stricter = [
  'zip.end',
  'zip.directory-place',
  'zip.zip64',
  'zip.directory',
  'zip.directory-limit',
  'zip.comment',
  'zip.name-limit',
  'zip.flags',
  'zip.extra',
  'zip.layout',
  'zip.local',
  'zip.descriptor',
  'zip.deflate',
  'zip.crc',
  'zip.directory-entry',
  'zip.irregular',
]

// Beyond these: 'zip.packed-limit' takes a file of 500 MiB, and stands in src/core/zip/inspect-zip.test.ts.
differential({
  op: 'zip',
  generate(random) {
    const { path, version } = random.pick(modules)
    const prefix = `${path}@${version}/`
    const shape = honest(random, prefix)
    const zip = buildZip(random.chance(0.5) ? random.pick(attacks)(shape, random, prefix) : shape)
    const bytes = random.chance(0.1) ? random.mutate(zip) : zip
    return concat(utf8(`${path}@${version}\n`), bytes)
  },
  async load(core) {
    const { inspectZip } = await import(new URL('zip/inspect-zip.ts', core).href)
    const { sourceOf } = await import(new URL('zip/byte-source.ts', core).href)
    return async input => {
      const line = input.indexOf(0x0a)
      const [path, version] = Buffer.from(input.subarray(0, line)).toString().split('@')
      const { goMod, ...rest } = await inspectZip(sourceOf(input.subarray(line + 1)), { path, version })
      return goMod === undefined ? rest : { ...rest, goMod: Buffer.from(goMod).toString() }
    }
  },
  reasons: [...goReasons, ...stricter],
  stricter,
  planted: {
    file: 'zip/module-files.ts',
    find: "if (base !== file) throw badZip(subject, 'zip.gomod-place', { name: file })",
    replace: 'if (base !== file) return',
  },
})

const names = ['a.go', 'b.go', 'x/a.go', 'x/y/b_test.go', 'README.md', 'é/日本.txt', 'sp ace', '.gitignore', 'x.y/z']

function honest(random: Random, prefix: string): ZipShape {
  const files = names.filter(() => random.chance(0.3))
  const all = [random.pick(['go.mod', 'LICENSE', 'main.go']), ...files]
  return { members: all.map(name => member(random, prefix + name)) }
}

function member(random: Random, name: string): ZipMember {
  return {
    name,
    content: utf8(random.pick(['', 'package a\n', 'module example.com/m\n', 'x'.repeat(random.int(300))])),
    method: random.pick([0, 8, 8]),
    flags: random.pick([0, withDescriptor, withDescriptor | 0x800]),
    modified: random.pick([0, 0x58210000]),
    extra: random.pick([empty, empty, timestamp]),
    madeBy: random.pick([20, 0x314]),
    attributes: random.pick([0, 0o100644 * 2 ** 16]),
  }
}

type Attack = (shape: ZipShape, random: Random, prefix: string) => ZipShape

/** Puts `more` into one of the members. */
function twist(more: (one: ZipMember, random: Random, prefix: string) => Partial<ZipMember>): Attack {
  return (shape, random, prefix) => {
    const at = random.int(shape.members.length)
    const twisted = shape.members.map((one, i) => (i === at ? { ...one, ...more(one, random, prefix) } : one))
    return { ...shape, members: twisted }
  }
}

/** Adds members of these names at the end. */
function add(choices: readonly (readonly string[])[]): Attack {
  return (shape, random, prefix) => {
    const added = random.pick(choices).map(name => member(random, prefix + name))
    return { ...shape, members: [...shape.members, ...added] }
  }
}

const empty = new Uint8Array()
const junk = utf8('junk')

const attacks: readonly Attack[] = [
  // Go refuses these.
  twist((_one, random, prefix) => ({ name: random.pick(['x', `/${prefix}x`, prefix.replace('@', '/'), '../x', '']) })),
  add([['../x'], ['x//y'], ['a\\b'], ['aux.c'], ['a.'], ['x/...'], ['a\0'], ['a:b'], ['\u{1e900}\u0301'], ['½']]),
  add([
    ['q', 'q'],
    ['a.go', 'a.go'],
  ]),
  add([
    ['q', 'Q'],
    ['k', '\u212a'],
    ['s', '\u017f'],
    ['d/1', 'D/2'],
    ['ß', 'ẞ'],
    ['σ', 'ς'],
    ['𐐀', '𐐨'],
  ]),
  add([
    ['q', 'q/r'],
    ['q/r', 'q'],
    ['q/r/s', 'q/r'],
  ]),
  add([['d/go.mod'], ['d/GO.mod'], ['d/e/go.mod']]),
  add([['GO.MOD'], ['Go.mod']]),
  twist((_one, random, prefix) => ({ name: `${prefix}${random.pick(['go.mod', 'LICENSE'])}`, size: 2 ** 24 + 1 })),
  twist((_one, random) => ({ size: random.pick([500 * 2 ** 20 + 1, 2 ** 32 - 1]) })),
  twist((_one, _random, prefix) => ({ name: concat(utf8(prefix), Uint8Array.of(0x61, 0xff)) })),
  twist((_one, random) => ({ method: random.pick([1, 9, 12, 93]) })),
  twist((one, random) => ({ size: Math.max(0, (one.content?.length ?? 0) + random.pick([-1, 1, 7])) })),
  // Go takes some of these.
  (shape, random) => ({
    ...shape,
    ...random.pick([{ comment: junk }, { suffix: junk }, { comment: buildZip(shape) }]),
  }),
  (shape, random) => ({ ...shape, prefix: random.pick([junk, buildZip(shape)]), movedBase: true }),
  (shape, random) => ({ ...shape, end: random.pick([{ disk: 1 }, { entriesHere: 0 }, { offset: 1 }, { size: 9 }]) }),
  (shape, random) => ({
    ...shape,
    zip64: random.pick([{}, { entries: 65_536 }, { recordSize: 9 }, { recordOffset: 0 }]),
  }),
  (shape, random) => {
    const entries = shape.members.length + random.pick([-1, 1])
    return { ...shape, end: { entries, entriesHere: entries } }
  },
  shape => ({ ...shape, zip64: { entries: 900_000, entriesHere: 900_000 } }),
  twist((_one, random) => random.pick([{ comment: junk }, { disk: 1 }])),
  twist((_one, random, prefix) => ({ name: `${prefix}${'n/'.repeat(2040)}${'n'.repeat(random.pick([1, 40, 400]))}` })),
  twist((one, random) => ({ flags: (one.flags ?? 0) | (1 << random.pick([0, 4, 5, 6, 13])) })),
  twist((_one, random) => ({
    extra: random.pick([extraField(0x7075, junk), extraField(1, new Uint8Array(24)), extraField(0xcafe, junk), junk]),
  })),
  twist((_one, random) =>
    random.pick([{ before: junk }, { offset: 0 }, { offset: 2 ** 32 - 1 }, { packedSize: 99_999 }]),
  ),
  (shape, random) => ({ ...shape, ...random.pick([{ beforeDirectory: junk }, { prefix: junk }]) }),
  twist((one, random) => ({
    local: random.pick([{ name: 'x' }, { crc: 1 }, { size: 1 }, { method: 1 }, { flags: (one.flags ?? 0) ^ 0x800 }]),
  })),
  twist((one, random) => ({
    flags: withDescriptor,
    descriptor: random.pick([empty, descriptor({ crc: 1, packedSize: 2, size: 3 }), junk]),
    modified: one.modified ?? 0,
  })),
  twist((one, random) => {
    const packed = deflateRawSync(one.content ?? empty)
    return { method: 8, data: random.pick([concat(packed, junk), packed.subarray(0, -1), random.bytes(9)]) }
  }),
  twist((_one, random) => ({ crc: random.pick([0, 1, 0xffffffff]) })),
  (shape, random, prefix) => {
    const folder = { ...member(random, `${prefix}${random.pick(['', 'x/', 'n/', 'README.md/'])}`), content: empty }
    return { ...shape, members: [...shape.members, { ...folder, method: 0 }] }
  },
  twist((_one, random) => ({ attributes: random.pick([0o120777, 0o040755, 0o020600, 0o010600]) * 2 ** 16 })),
]
