import { concat, utf8 } from '../../src/core/bytes.ts'
import { base64 } from '../../src/core/hash.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'

/** The larger half of what is written must be as Go writes it, or nothing would be accepted. */
const maybe = (random: Random, text: string, ...spoilt: string[]) => (random.chance(0.85) ? text : random.pick(spoilt))
const mutated = (random: Random, bytes: Uint8Array) => (random.chance(0.15) ? random.mutate(bytes) : bytes)

differential({
  op: 'tlog.ParseTilePath',
  generate: random => mutated(random, utf8(tilePath(random))),
  async load(core) {
    const { parseTilePath } = await import(new URL('tlog/tile.ts', core).href)
    return input => parseTilePath(Buffer.from(input).toString('latin1'))
  },
  reasons: ['tile-path', 'tile-range'],
  stricter: ['tile-range'],
  planted: { file: 'tlog/tile.ts', find: 'if (format(tile) !== path)', replace: 'if (false)' },
})

function tilePath(random: Random): string {
  const height = maybe(random, '8', '1', '30', '0', '31', '08', 'x', '2')
  const level = maybe(random, random.pick(['0', '1', '2', 'data']), '00', '-1', '6', '63', '9999999999', 'DATA')
  const groups = Array.from({ length: random.pick([0, 0, 1, 1, 2, 6]) }, () => `x${digits(random)}/`)
  const last = maybe(random, digits(random), `x${digits(random)}`, '1', '0001', '')
  const width = random.chance(0.5) ? '' : `.p/${maybe(random, String(1 + random.int(255)), '0', '256', '01', '')}`
  return `${maybe(random, 'tile', 'Tile', 'tile/tile')}/${height}/${level}/${groups.join('')}${last}${width}`
}

function digits(random: Random): string {
  return String(random.int(1000)).padStart(3, '0')
}

differential({
  op: 'tlog.ParseTree',
  generate: random => mutated(random, utf8(treeHead(random))),
  async load(core) {
    const { parseGoHead } = await import(new URL('tlog/tree-head.ts', core).href)
    return input => {
      // Latin-1, because Go counts bytes, and only ASCII counts.
      const { size, root } = parseGoHead(Buffer.from(input).toString('latin1'))
      return { size, root: base64(root) }
    }
  },
  reasons: ['tree-form', 'tree-origin', 'tree-size', 'tree-root'],
  stricter: ['tree-size'],
  planted: { file: 'tlog/tree-head.ts', find: '(0|[1-9]\\d{0,15})', replace: '(\\d{1,16})' },
})

function treeHead(random: Random): string {
  const origin = maybe(random, 'go.sum database tree', 'go.sum database tree v2', '', 'goferry.example/log')
  const spoilt = ['-1', '+1', '01', '', '9007199254740993', '99999999999999999999', '1 ']
  const size = maybe(random, String(random.int(1e9)), ...spoilt)
  const root = base64(random.bytes(32))
  const odd = maybe(random, root, base64(random.bytes(31)), `${root}=`, root.slice(1), root.replace(/.=$/, '\r/='))
  return `${origin}\n${size}\n${odd}${maybe(random, '\n', '', '\nmore\n', '\n\n')}`
}

differential({
  op: 'tlog.ParseRecord',
  generate(random) {
    return mutated(random, concat(utf8(record(random)), random.chance(0.3) ? random.bytes(5) : utf8('head\n')))
  },
  async load(core) {
    const { parseLookup } = await import(new URL('sumdb/lookup.ts', core).href)
    return input => {
      const { id, text, head } = parseLookup(input)
      return { id, text, head: base64(head) }
    }
  },
  reasons: ['record-form', 'record-id', 'record-text'],
  stricter: ['record-id'],
  planted: { file: 'tlog/record-text.ts', find: '\\u000b', replace: '\\u000c' },
})

function record(random: Random): string {
  const id = maybe(random, String(random.int(1e9)), '-1', '+5', '007', '', 'x', '9223372036854775808')
  const pieces = ['example.com/a v1.0.0 h1:x', 'a', '中文', '\ufeff', '\ufffd']
  const lines = Array.from(
    { length: random.int(4) },
    () => `${maybe(random, random.pick(pieces), '', '\t', '\v', 'a\rb')}\n`,
  )
  return `${id}${maybe(random, '\n', '', '\n\n')}${lines.join('')}${maybe(random, '\n', '')}`
}
