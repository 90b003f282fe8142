import { mediaTexts } from '../messages/media.ts'
import { fill, type Params } from '../messages/text.ts'
import { formatBytes } from '../quantity.ts'
import type { BundleFile } from './bundle-header.ts'
import { bundleFileName } from './bundle-names.ts'
import type { MediaFacts } from './media-facts.ts'
import { bar, sideMm, squares, svgText } from './svg-text.ts'

/** The squares of a QR code, row by row, true for black; without the white margin. */
export type QrModules = readonly (readonly boolean[])[]

/** All in millimetres. */
const margin = 5
const right = sideMm - margin
const qrMm = 38
const rowMm = 2.7
const fileRows = 9

/**
 * The label of disc `disc` (1 for the first), as SVG to be printed: black on white, 120 mm square as a sleeve of a disc
 * is, the same for the same facts. `qr` makes a QR code of a text. Facts of any text do no harm in it.
 */
export function label(facts: MediaFacts, disc: number, qr: (text: string) => QrModules): string {
  const media = `gf-${facts.id} ${disc}/${facts.discs.length}`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<svg xmlns="http://www.w3.org/2000/svg"',
    ` width="${sideMm}mm" height="${sideMm}mm" viewBox="0 0 ${sideMm} ${sideMm}">`,
    `<rect width="${sideMm}" height="${sideMm}" fill="white"/>`,
    svgText({ x: margin, y: 12, width: right - margin, size: 8, text: media, bold: true }),
    svgText({ x: margin, y: 17, width: right - margin, size: 3.2, text: words('label.title') }),
    ...factLines(facts),
    squares(qr(labelCode(facts, disc)), right - qrMm, 21, qrMm),
    ...digestLines(facts.headerSha256),
    ...fileLines(facts.discs[disc - 1] ?? [], bundleFileName(facts.id, 'readme')),
    ...['label.written' as const, 'label.received' as const].flatMap((who, i) => signLine(who, 109 + i * 7)),
    '</svg>',
    '',
  ].join('\n')
}

/** What the QR code of a label says: `goferry:1a2b3c4d5e6f:2/3:sha256:` and the SHA-256 of the header. */
export function labelCode({ id, discs, headerSha256 }: MediaFacts, disc: number): string {
  return `goferry:${id}:${disc}/${discs.length}:sha256:${headerSha256}`
}

function factLines({ site, origin, from, to, date }: MediaFacts): string[] {
  const facts = [
    ['media.words.site', site],
    ['media.words.origin', origin],
    ['media.words.entries', `[${from}, ${to})`],
    ['media.words.date', date],
  ] as const
  const width = right - qrMm - 2 - margin
  return facts.flatMap(([key, text], i) => [
    svgText({ x: margin, y: 25 + i * 9.5, width, size: 2.6, text: words(key) }),
    svgText({ x: margin, y: 29.6 + i * 9.5, width, size: 4, text, bold: true }),
  ])
}

/** The digest in groups of four, to be compared by eye. */
function digestLines(digest: string): string[] {
  const groups = digest.match(/.{1,4}/g) ?? []
  const line = (from: number, y: number) =>
    svgText({ x: margin, y, width: right - margin, size: 3.6, text: groups.slice(from, from + 8).join(' ') })
  const title = svgText({ x: margin, y: 65, width: right - margin, size: 2.6, text: words('media.words.header') })
  return [title, line(0, 69.4), line(8, 73.8)]
}

/** In two columns; the last place says how many had no place. */
function fileLines(files: readonly BundleFile[], readme: string): string[] {
  const places = fileRows * 2
  const shown = files.length > places ? files.slice(0, places - 1) : files
  const lines = shown.map(({ name, size }) => `${name} ${formatBytes(size)}`)
  if (shown.length < files.length) lines.push(`${words('label.more', { n: files.length - shown.length })}${readme}`)
  const width = (right - margin) / 2 - 1
  return [
    svgText({ x: margin, y: 78.5, width: right - margin, size: 2.6, text: words('label.files') }),
    ...lines.map((text, i) => {
      const x = margin + Math.floor(i / fileRows) * (width + 2)
      return svgText({ x, y: 81.5 + (i % fileRows) * rowMm, width, size: 2.2, text })
    }),
  ]
}

function signLine(who: 'label.written' | 'label.received', y: number): string[] {
  return [
    svgText({ x: margin, y, width: 34, size: 2.8, text: words(who) }),
    bar(40, y, 40),
    svgText({ x: 83, y, width: 13, size: 2.8, text: words('media.words.date') }),
    bar(97, y, right - 97),
  ]
}

/** A message in both languages. */
function words(key: keyof typeof mediaTexts, params: Params = {}): string {
  const [en, zh] = (['en', 'zh'] as const).map(lang => fill(mediaTexts[key], lang, params))
  return `${en} ${zh}`
}
