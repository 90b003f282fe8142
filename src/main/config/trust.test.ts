import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { isGoferryError, describe as tell } from '../../core/errors.ts'
import { generateKey } from '../../core/note/key.ts'
import { loadTrust, trustFileOf } from './trust.ts'

const folder = temporaryFolders()
const key = (name: string, seed: number) => generateKey(name, new Uint8Array(32).fill(seed))
const [logKey, bundleKey, approver] = [key('mirror.example', 1), key('bundle.a', 2), key('alice', 3)]

const good = `site: centre
mirrors:
  - origin: mirror.example
    log:
      keys:
        - key: ${logKey.verifier}
    bundle:
      needed: 1
      keys:
        - key: ${bundleKey.verifier}
          from: 2026-01-01T00:00:00Z
          until: 2027-01-01T00:00:00Z
approvers:
  needed: 1
  keys:
    - key: ${approver.verifier}
`

function load(text: string) {
  const file = join(folder(), 'trust.yaml')
  writeFileSync(file, text)
  return loadTrust(file)
}

/** The English sentence of the refusal, which must be `bad-settings`. */
function refusal(text: string): string {
  try {
    load(text)
  } catch (error) {
    if (isGoferryError(error, 'bad-settings')) return tell(error, 'en').replace(/^.*?\/trust\.yaml: /, '')
    throw error
  }
  return 'accepted'
}

describe('the trust policy', () => {
  it('is what the file says', () => {
    const { site, mirrors, approvers } = load(good)
    assert.equal(site, 'centre')
    assert.deepEqual(mirrors, [
      {
        origin: 'mirror.example',
        log: { needed: 1, keys: [{ key: logKey.verifier }] },
        bundle: {
          needed: 1,
          keys: [{ key: bundleKey.verifier, from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }],
        },
      },
    ])
    assert.deepEqual(approvers, { needed: 1, keys: [{ key: approver.verifier }] })
  })

  it('may ask for no approver, and be for any site', () => {
    const text = good.replace('site: centre\n', '').replace(/approvers:[\s\S]*/, 'approvers: {needed: 0, keys: []}\n')
    assert.deepEqual([load(text).site, load(text).approvers], [undefined, { needed: 0, keys: [] }])
  })

  it('lies in the folder of the node unless the settings say otherwise', () => {
    assert.equal(trustFileOf('/data', { ferry: undefined }), '/data/trust.yaml')
    assert.equal(trustFileOf('/data', { ferry: { trust: '/etc/t.yaml' } }), '/etc/t.yaml')
  })

  it('is told how to make where there is none', () => {
    assert.throws(
      () => loadTrust(join(folder(), 'trust.yaml')),
      (error: unknown) => isGoferryError(error, 'bad-settings') && error.reason === 'trust.no-file',
    )
  })

  const refused: [string, string, RegExp][] = [
    [
      'an unknown key',
      good.replace('site:', 'sight:'),
      /^line 1: sight is not known there; .*site, mirrors, approvers/,
    ],
    ['an unknown key of a mirror', good.replace('    bundle:', '    bundles:'), /bundle/],
    ['an unknown key of a key', good.replace('until:', 'untill:'), /^line 12: mirrors\[0\].bundle.keys\[0\].untill/],
    ['no mirror', 'mirrors: []\napprovers: {needed: 0, keys: []}\n', /^line 1: mirrors /],
    ['no approvers', good.replace(/approvers:[\s\S]*/, ''), /^line 1: approvers is missing/],
    ['a key that is none', good.replace(bundleKey.verifier, 'hello'), /^line 10: mirrors\[0\].bundle.keys\[0\].key /],
    ['a date without a time', good.replace('2027-01-01T00:00:00Z', '2027-01-01'), /^line 12: .*until is no time/],
    ['a day that is not', good.replace('2027-01-01T', '2027-02-30T'), /^line 12: .*until is no time/],
    ['a site that is none', good.replace('site: centre', 'site: "The Centre"'), /^line 1: site has lower-case/],
    [
      'more keys needed than are there',
      good.replace('needed: 1', 'needed: 2'),
      /^line 8: mirrors\[0\].bundle.needed asks/,
    ],
    ['no key needed', good.replace('needed: 1', 'needed: 0'), /^line 8: mirrors\[0\].bundle.needed /],
    ['one key twice', `${good}    - key: ${approver.verifier}\n`, /^line 17: approvers.keys\[1\].key is there twice/],
    ['a reason of two lines', `${good}      revoked: "a\\nb"\n`, /^line 17: approvers.keys\[0\].revoked is one line/],
    ['what is no YAML', 'a: [', /cannot be read as YAML/],
    ['a list', '- a\n', /^line 1: /],
    ['a key that comes twice', `${good}site: other\n`, /cannot be read as YAML/],
    ['aliases', good.replace('- key: ', '- &a key: ').replace(/approvers:[\s\S]*/, 'approvers: *a\n'), /YAML/],
  ]
  for (const [what, text, sentence] of refused)
    it(`is refused for ${what}, which is told`, () => assert.match(refusal(text), sentence))

  it('is good where the only key is revoked: nothing passes then, and that is told of each bundle', () => {
    assert.equal(load(`${good}      revoked: lost\n`).approvers.keys[0]?.revoked, 'lost')
  })

  it('is refused for the same mirror twice', () => {
    const one = good.slice(good.indexOf('  - origin'), good.indexOf('approvers'))
    assert.match(refusal(good.replace(one, one + one)), /^line 13: mirrors\[1\].origin is there twice/)
  })

  it('never shows a secret key that was put there by mistake', () => {
    const said = refusal(good.replace(bundleKey.verifier, bundleKey.signer))
    assert.match(said, /is no verifier key/)
    assert.ok(!said.includes(bundleKey.signer.slice(-20)))
  })

  it('is refused where it is longer than any', () => {
    assert.match(refusal(`${good}#${'x'.repeat(1 << 20)}\n`), /at most/)
  })
})
