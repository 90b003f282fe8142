import { createHash } from 'node:crypto'
import { fill, type Lang, type Params, printable } from '../messages/text.ts'
import { toolchainTexts } from '../messages/toolchain.ts'
import { formatBytes } from '../quantity.ts'
import type { DlFile, DlRelease } from './dl-list.ts'

/** What the page of the download site shows. */
export interface DlPage {
  /** The name of the node. */
  readonly node: string
  readonly releases: readonly DlRelease[]
  /** The label of the vendor whose page it is; undefined for Go's own. */
  readonly vendor: string | undefined
  /** The labels of the vendors of which something is held. */
  readonly vendors: readonly string[]
  /** What leads from the URL of the page to the folder of the archives: `dl/` where that has no slash at its end. */
  readonly toFolder: string
}

const style = `body{font:16px/1.5 sans-serif;max-width:75em;margin:2em auto;padding:0 1em}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2em .8em .2em 0;border-top:1px solid #ccc}
code{font-size:.8em;overflow-wrap:anywhere}`

/** The Content-Security-Policy of the page: no script, nothing from elsewhere, no style but its own. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page in HTML. Nothing in it is taken for markup but what stands here. */
export function dlPage(page: DlPage, lang: Lang): string {
  const { node, releases, vendor, vendors, toFolder } = page
  const say = (key: keyof typeof toolchainTexts, params: Params = {}) =>
    escaped(fill(toolchainTexts[key], lang, params))
  const title = vendor === undefined ? say('dl.title') : say('dl.vendor-title', { vendor })
  const link = (to: string, text: string) => `<a href="${escaped(toFolder + to)}">${escaped(text)}</a>`
  const row = (file: DlFile) => {
    const cells = [
      link(file.filename, file.filename),
      escaped(`${file.os}/${file.arch}`),
      escaped(formatBytes(file.size)),
      file.rebuilt ? say('dl.rebuilt') : '',
      `<code>${escaped(file.sha256)}</code>`,
    ]
    return `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>\n`
  }
  const heads = (['dl.file', 'dl.platform', 'dl.size', 'dl.kind', 'dl.sha256'] as const).map(key => say(key))
  const table = ({ version, stable, files }: DlRelease) =>
    `<h2>${escaped(version)}${stable ? '' : ` (${say('dl.unstable')})`}</h2>
<table><tr>${heads.map(head => `<th>${head}</th>`).join('')}</tr>
${files.map(row).join('')}</table>
`
  const others = vendors.map(label => link(`${label}/`, label))
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
<h1>${title}</h1>
<p>${say('dl.node', { node })}</p>
${releases.length === 0 ? `<p>${say('dl.none')}</p>\n` : ''}${releases.map(table).join('')}
<p>${say('dl.rebuilt-means')}</p>
<p>JSON: ${link('?mode=json&include=all', '?mode=json&include=all')}</p>
${others.length === 0 ? '' : `<p>${say('dl.vendors')} ${others.join(', ')}</p>\n`}</html>
`
}

/** `text` as text of HTML or the value of an attribute in double quotes. */
function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
