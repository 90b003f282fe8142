import { printable } from '../messages/text.ts'

/** The side of a label: the sleeve of a disc, in millimetres. */
export const sideMm = 120

/** Text of one line: where its base line begins, in how much room and how high, in millimetres. */
interface SvgText {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
  readonly text: string
  readonly bold?: boolean
}

/** No smaller can be read on paper. */
const smallest = 1.7
/** The widths of a letter of a monospaced font and of a Chinese character, of the height. */
const [letter, wide] = [0.61, 1.02]
const fonts = "'Noto Sans Mono CJK SC','Noto Sans Mono','DejaVu Sans Mono',SimHei,'Noto Sans CJK SC',monospace"

/** One line of SVG, made smaller and then cut in its middle to fit; any text is safe in it. */
export function svgText({ x, y, width, size, text, bold = false }: SvgText): string {
  const letters = [...shown(text)]
  const fit = Math.max(smallest, Math.min(size, width / Math.max(widthOf(letters), 1)))
  const kept = cut(letters, width / fit)
    .map(escaped)
    .join('')
  const place = `x="${round(x)}" y="${round(y)}" font-size="${round(fit)}"${bold ? ' font-weight="bold"' : ''}`
  return `<text ${place} font-family="${fonts}" xml:space="preserve">${kept}</text>`
}

/** A line to write on. */
export function bar(x: number, y: number, width: number): string {
  return `<path d="M${round(x)} ${round(y + 0.6)}h${round(width)}" stroke="black" stroke-width="0.25"/>`
}

/** Black squares of a grid within `side` mm, a white margin of four squares around, as a QR code wants it. */
export function squares(rows: readonly (readonly boolean[])[], x: number, y: number, side: number): string {
  const scale = side / (rows.length + 8)
  const path = rows.flatMap((row, v) => row.flatMap((black, h) => (black ? [`M${h + 4} ${v + 4}h1v1h-1z`] : [])))
  const move = `translate(${round(x)} ${round(y)}) scale(${scale.toFixed(5)})`
  return `<path transform="${move}" d="${path.join('')}" shape-rendering="crispEdges"/>`
}

/** Characters that XML cannot hold even when they are escaped are shown as what stands for them. */
function shown(text: string): string {
  return printable(text.toWellFormed()).replace(/[\ufffe\uffff]/g, '\ufffd')
}

/** The middle of `letters` gives way to a sign where they do not fit into `ems` times their height. */
function cut(letters: readonly string[], ems: number): readonly string[] {
  if (widthOf(letters) <= ems) return letters
  const half = (ems - letter) / 2
  return [...fitting(letters, half), '…', ...fitting(letters.toReversed(), half).toReversed()]
}

/** As many of the first `letters` as fit. */
function fitting(letters: readonly string[], ems: number): readonly string[] {
  const kept: string[] = []
  let left = ems
  for (const one of letters) {
    left -= widthOf([one])
    if (left < 0) break
    kept.push(one)
  }
  return kept
}

function widthOf(letters: readonly string[]): number {
  return letters.reduce((sum, one) => sum + (one > '\u2e7f' ? wide : letter), 0)
}

function escaped(letter: string): string {
  return /[&<>"']/.test(letter) ? `&#${letter.codePointAt(0)};` : letter
}

function round(mm: number): number {
  return Math.round(mm * 100) / 100
}
