import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { type DlPage, dlPage, pagePolicy } from './dl-page.ts'

const sha256 = 'a'.repeat(64)
const file = { os: 'linux', arch: 'amd64', version: 'go1.26.8', sha256, size: 65_432_100, kind: 'archive' } as const
const filename = 'go1.26.8.linux-amd64.tar.gz'
const releases = [
  { version: 'go1.27rc1', stable: false, files: [] },
  { version: 'go1.26.8', stable: true, files: [{ ...file, filename, rebuilt: true as const }] },
]
const page: DlPage = { node: 'goferry.test', releases, vendor: undefined, vendors: ['corp'], toFolder: '' }

describe('the page of the download site', () => {
  it('names each archive with size, digest, mark and link', () => {
    const html = dlPage(page, 'en')
    const cells = [
      `<a href="${filename}">${filename}</a>`,
      'linux/amd64',
      '65.4 MB',
      'rebuilt',
      `<code>${sha256}</code>`,
    ]
    assert.ok(html.includes(`<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>`), html)
    assert.ok(html.includes('<h2>go1.27rc1 (to try out)</h2>') && html.includes('<a href="corp/">corp</a>'), html)
    assert.ok(dlPage({ ...page, toFolder: 'dl/' }, 'en').includes(`<a href="dl/${filename}">`))
    assert.ok(dlPage({ ...page, releases: [] }, 'en').includes('It holds none.'))
  })

  it('is in the language that is asked for', () => {
    const html = dlPage({ ...page, vendor: 'corp' }, 'zh')
    assert.ok(html.includes('<html lang="zh">') && html.includes('corp 的工具链') && html.includes('重建'), html)
  })

  it('takes no name for markup', () => {
    const hostile = `"><script>alert('&')</script>\u202e`
    const named = { ...file, filename: hostile, os: hostile, arch: hostile, sha256: hostile }
    const html = dlPage(
      {
        node: hostile,
        releases: [{ version: hostile, stable: true, files: [named] }],
        vendor: hostile,
        vendors: [hostile],
        toFolder: hostile,
      },
      'en',
    )
    assert.ok(!/<script|<\/script|\u202e|alert\('/.test(html), html)
    const [tags] = [html.match(/<[^>]*>/g) ?? []]
    const known =
      /^<(!doctype html|\/?(html|title|style|h1|h2|p|table|tr|th|td|code|a)( lang="en"| href="[^"<>]*")?|meta [^"]*"[^"]*"( content="[^"]*")?)>$/
    assert.deepEqual(
      tags.filter(tag => !known.test(tag)),
      [],
    )
  })

  it('allows its own style, and neither script nor anything from elsewhere', () => {
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(dlPage(page, 'en')) ?? []
    const digest = createHash('sha256').update(style).digest('base64')
    assert.deepEqual(pagePolicy.split('; '), [
      "default-src 'none'",
      `style-src 'sha256-${digest}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
  })
})
