import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { runCommand } from '../../../test/support/run-command.ts'
import { qrCode } from '../../adapters/qr/qr-code.ts'
import { label, labelCode } from './label.ts'
import type { MediaFacts } from './media-facts.ts'

const folder = temporaryFolders()
const sha256 = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(2)
const volume = (n: number) => ({ name: `gf-1a2b3c4d5e6f-v${String(n).padStart(3, '0')}.gfv`, size: 1e9, sha256 })
const facts: MediaFacts = {
  id: '1a2b3c4d5e6f',
  site: 'region-west',
  origin: 'mirror.corp.example',
  from: 120_034,
  to: 130_999,
  date: '2026-11-27',
  headerSha256: sha256,
  discs: [[volume(1)], [volume(2), volume(3)], [volume(4)]],
}

/** What a reader of QR codes makes of the label as it is printed at 150 dots an inch, and the label itself. */
async function printed(of: MediaFacts, disc: number): Promise<{ code: string; svg: string }> {
  const at = folder()
  const [svg, png] = [join(at, 'label.svg'), join(at, 'label.png')]
  const text = label(of, disc, qrCode)
  writeFileSync(svg, text)
  const drawn = await runCommand(['rsvg-convert', '-d', '150', '-p', '150', '-o', png, svg])
  assert.deepEqual(drawn, { code: 0, stdout: '', stderr: '' })
  const read = await runCommand(['zbarimg', '-q', '--raw', '--nodbus', png])
  assert.equal(read.code, 0, read.stderr)
  return { code: read.stdout.trimEnd(), svg: text }
}

const textsOf = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)

describe('a label', () => {
  it('can be drawn, and its QR code says which disc it is and the digest of the header', async () => {
    const { code } = await printed(facts, 2)
    assert.equal(code, `goferry:1a2b3c4d5e6f:2/3:sha256:${sha256}`)
  })

  it('says all that it has to, in both languages', () => {
    const texts = textsOf(label(facts, 2, qrCode))
    for (const text of [
      'gf-1a2b3c4d5e6f 2/3',
      'Site 站点',
      'region-west',
      'Origin 来源日志',
      'mirror.corp.example',
      '[120034, 130999)',
      '2026-11-27',
      '0f1e 2d3c 4b5a 6978 8796 a5b4 c3d2 e1f0',
      'gf-1a2b3c4d5e6f-v002.gfv 1.0 GB',
      'gf-1a2b3c4d5e6f-v003.gfv 1.0 GB',
      'Written by 刻录人',
      'Received by 接收人',
    ])
      assert.ok(texts.includes(text), text)
    assert.ok(!texts.join().includes('v001'), 'files of another disc')
    assert.equal(label(facts, 2, qrCode), label(structuredClone(facts), 2, qrCode))
  })

  it('has room for eighteen files, and says how many more there are', () => {
    const files = Array.from({ length: 25 }, (_, i) => volume(i + 1))
    const texts = textsOf(label({ ...facts, discs: [files] }, 1, qrCode))
    assert.equal(texts.filter(text => text?.endsWith('GB')).length, 17)
    assert.ok(texts.some(text => text?.startsWith('8 more 另有 8 个：gf-1a2b3c4d5e6f-readme.txt')))
    const all = textsOf(label({ ...facts, discs: [files.slice(0, 18)] }, 1, qrCode))
    assert.equal(all.filter(text => text?.endsWith('GB')).length, 18)
  })

  for (const [what, site] of Object.entries({
    'an end of the element': '</text><script>alert(1)</script>',
    'an attribute': '" onload="alert(1)" x=\'&quot;',
    'an entity': '&xxe;&#0;&amp;<!ENTITY x SYSTEM "file:///etc/passwd">',
    'a CDATA section': ']]><![CDATA[<b>',
    'a comment and an instruction': '--><?xml-stylesheet href="x"?>',
    'characters that XML cannot hold': '\u0000\u0008\u001b[31m\ufffe\uffff',
    'half a character': 'a\ud800b\udc00',
    'text that runs backwards': 'evil\u202etxt.exe',
    'new lines': 'one\r\ntwo\u2028three',
    'far too much': 'x'.repeat(100_000),
    'wide letters': '站'.repeat(500),
    nothing: '',
  }))
    it(`is drawn, with its code, when a name holds ${what}`, async () => {
      const hostile = { ...facts, site, origin: site, date: site, discs: [[{ ...volume(1), name: site }]] }
      const { code, svg } = await printed(hostile, 1)
      assert.equal(code, labelCode(hostile, 1))
      const elements = [...svg.matchAll(/<\/?([\w?!]+)/g)].map(([, name]) => name)
      assert.deepEqual(new Set(elements), new Set(['?xml', 'svg', 'rect', 'text', 'path']))
      assert.ok(svg.length < 100_000, `${svg.length} characters`)
      assert.doesNotMatch(svg, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\ufffe\uffff]/)
    })
})

describe('a QR code', () => {
  it('holds 2,331 bytes, and no more', () => {
    assert.equal(qrCode('x'.repeat(2331)).length, 177)
    assert.throws(() => qrCode('x'.repeat(2332)), { code: 'too-large' })
    assert.throws(() => qrCode('站'.repeat(778)), { code: 'too-large' })
  })
})
