import { utf8 } from '../bytes.ts'
import { base64, hex, sha256 } from '../hash.ts'
import type { BundleFile, BundleHeader, Volume, Without } from './bundle-header.ts'
import { formatRanges } from './id-ranges.ts'

/** The first line of a header. */
export const headerTitle = 'goferry bundle v1'

/** The reasons for which a blob does not travel, in the order of their lines. */
export const WITHOUT = ['withheld', 'lacking', 'carried', 'replaced'] as const satisfies readonly (keyof Without)[]

/**
 * The text of `header`, which the bundle keys sign: one fact a line, a word and its values, always in this order, so
 * that the same facts have the same text. The checkpoint stands in base64: it is a note of its own.
 */
export function formatHeader(header: BundleHeader): string {
  const { origin, site, id, from, to, created, expires, log, stream, without } = header
  const lines: string[] = [
    headerTitle,
    `origin ${origin}`,
    `site ${site}`,
    `id ${id}`,
    `from ${from.size} ${base64(from.root)}`,
    `to ${to.size} ${base64(to.root)}`,
    `created ${created}`,
    ...(expires === undefined ? [] : [`expires ${expires}`]),
    ...header.edge.map(hash => `edge ${base64(hash)}`),
    ...header.proof.map(hash => `proof ${base64(hash)}`),
    `checkpoint ${base64(utf8(header.checkpoint))}`,
    fileLine('log', log),
    `stream ${stream.bytes} ${stream.objects}`,
    ...header.volumes.map(volumeLine),
    ...header.parity.map(file => fileLine('parity', file)),
    ...header.sealed.map(file => fileLine('sealed', file)),
    ...WITHOUT.filter(why => without[why].length > 0).map(why => `${why} ${formatRanges(without[why])}`),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * The digest by which a bundle is known to people, approvals and receipts: SHA-256 of the text of its header, in
 * hexadecimal. One more signature does not change it.
 */
export function headerDigest(text: string): string {
  return hex(sha256(utf8(text)))
}

function fileLine(word: string, { name, size, sha256 }: BundleFile): string {
  return `${word} ${name} ${size} ${sha256}`
}

function volumeLine(volume: Volume): string {
  return `${fileLine('volume', volume)} ${volume.first ?? '-'}`
}
