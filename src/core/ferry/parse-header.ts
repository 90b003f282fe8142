import { fromUtf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { isSha256, isSize, isTime } from '../log/entry-values.ts'
import { decodeBase64 } from '../note/decode-base64.ts'
import { isKeyName } from '../note/key-name.ts'
import { parseHash, treeLimit } from '../tlog/hash.ts'
import type { TreeHead } from '../tlog/tree-head.ts'
import type { BundleFile, BundleHeader, Volume } from './bundle-header.ts'
import { isBundleFileName, isBundleId, isSiteName, volumesLimit } from './bundle-names.ts'
import { formatHeader, headerTitle, WITHOUT } from './format-header.ts'
import { type IdRanges, parseRanges } from './id-ranges.ts'
import { subtreeCount } from './running-tree.ts'

/**
 * The header that `text` is: what a note said whose signatures were checked before. Exactly one text stands for a
 * header: any other is refused. Throws `bundle-damaged` with the number of the line.
 */
export function parseHeader(text: string): BundleHeader {
  const lines = new Lines(text)
  lines.one('', value => (value === headerTitle ? value : undefined))
  const header: BundleHeader = {
    origin: lines.one('origin', value => (isKeyName(value) ? value : undefined)),
    site: lines.one('site', value => (isSiteName(value) ? value : undefined)),
    id: lines.one('id', value => (isBundleId(value) ? value : undefined)),
    from: lines.one('from', readHead),
    to: lines.one('to', readHead),
    created: lines.one('created', readTime),
    expires: lines.many('expires', readTime, 1)[0],
    edge: lines.many('edge', parseHash, 64),
    proof: lines.many('proof', parseHash, 128),
    checkpoint: lines.one('checkpoint', readText),
    log: lines.one('log', readFile),
    stream: lines.one('stream', readStream),
    volumes: lines.many('volume', readVolume, volumesLimit),
    parity: lines.many('parity', readFile, volumesLimit),
    sealed: lines.many('sealed', readFile, volumesLimit + 1),
    without: {
      withheld: lines.many('withheld', readRanges, 1)[0] ?? [],
      lacking: lines.many('lacking', readRanges, 1)[0] ?? [],
      carried: lines.many('carried', readRanges, 1)[0] ?? [],
      replaced: lines.many('replaced', readRanges, 1)[0] ?? [],
    },
  }
  lines.end()
  if (formatHeader(header) !== text || !isSound(header)) throw lines.refusal()
  return header
}

/** The lines of a header, taken in their order. */
class Lines {
  readonly #lines: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#lines = text.split('\n')
  }

  /** The value of the next line, which begins with `word` and a space. */
  one<T>(word: string, read: (value: string) => T | undefined): T {
    const prefix = word === '' ? '' : `${word} `
    const line = this.#lines[this.#at]
    const value = line?.startsWith(prefix) ? read(line.slice(prefix.length)) : undefined
    if (value === undefined) throw this.refusal()
    this.#at++
    return value
  }

  /** The values of the next lines, as long as they begin with `word`; at most `limit`. */
  many<T>(word: string, read: (value: string) => T | undefined, limit: number): T[] {
    const values: T[] = []
    while (values.length < limit && this.#lines[this.#at]?.startsWith(`${word} `)) values.push(this.one(word, read))
    return values
  }

  /** The text ends with the line before. */
  end(): void {
    if (this.#at !== this.#lines.length - 1 || this.#lines.at(-1) !== '') throw this.refusal()
  }

  refusal(): GoferryError {
    return new GoferryError('bundle-damaged', {
      subject: 'header',
      reason: 'bundle.header-form',
      params: { line: this.#at + 1 },
    })
  }
}

/** What no single line shows. */
function isSound({ from, to, edge, proof, stream, volumes, log, parity, sealed, without }: BundleHeader): boolean {
  const files = [log, ...volumes, ...parity]
  const names = [...files, ...sealed].map(({ name }) => name)
  const ranges = WITHOUT.flatMap(why => without[why])
  return (
    from.size <= to.size &&
    edge.length === subtreeCount(from.size) &&
    (from.size > 0 && from.size < to.size) === proof.length > 0 &&
    volumes.reduce((sum, { size }) => sum + size, 0) === stream.bytes &&
    volumes.every(({ size, first }) => size > 0 && (first ?? 0) < size) &&
    volumes.length + parity.length <= volumesLimit &&
    (sealed.length === 0 || sealed.length === 1 + volumes.length) &&
    new Set(names).size === names.length &&
    ranges.every(({ first, last }) => first >= from.size && last < to.size)
  )
}

function readHead(value: string): TreeHead | undefined {
  const [size = '', root = '', ...rest] = value.split(' ')
  const hash = parseHash(root)
  if (!isSize(size) || Number(size) > treeLimit || hash === undefined || rest.length > 0) return undefined
  return { size: Number(size), root: hash }
}

function readTime(value: string): string | undefined {
  return isTime(value) ? value : undefined
}

function readText(value: string): string | undefined {
  const bytes = decodeBase64(value)
  return bytes === undefined ? undefined : fromUtf8(bytes)
}

function readFile(value: string): BundleFile | undefined {
  const [name = '', size = '', sha256 = '', ...rest] = value.split(' ')
  if (!isBundleFileName(name) || !isSize(size) || !isSha256(sha256) || rest.length > 0) return undefined
  return { name, size: Number(size), sha256 }
}

function readVolume(value: string): Volume | undefined {
  const [, file = '', first = ''] = /^(.*) (\d+|-)$/.exec(value) ?? []
  const read = readFile(file)
  if (read === undefined || !(first === '-' || isSize(first))) return undefined
  return { ...read, first: first === '-' ? undefined : Number(first) }
}

function readStream(value: string): BundleHeader['stream'] | undefined {
  const [bytes = '', objects = '', ...rest] = value.split(' ')
  if (!isSize(bytes) || !isSize(objects) || rest.length > 0) return undefined
  return { bytes: Number(bytes), objects: Number(objects) }
}

function readRanges(value: string): IdRanges | undefined {
  const ranges = parseRanges(value)
  return ranges?.length ? ranges : undefined
}
