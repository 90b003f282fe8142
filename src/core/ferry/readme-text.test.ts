import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { runCommand } from '../../../test/support/run-command.ts'
import { utf8 } from '../bytes.ts'
import { hex, sha256 } from '../hash.ts'
import { bundleFileName } from './bundle-names.ts'
import { checkMediaFile, discLabel, type MediaFacts } from './media-facts.ts'
import { readmeText } from './readme-text.ts'
import { sha256sums } from './sha256sums.ts'

const folder = temporaryFolders()
const file = (name: string, text: string) => ({ name, text, size: text.length, sha256: hex(sha256(utf8(text))) })
const header = file('gf-1a2b3c4d5e6f-header.txt', 'header\n')
const first = file('gf-1a2b3c4d5e6f-v001.gfv', 'one')
const second = file('gf-1a2b3c4d5e6f-v002.gfv', '')
const facts: MediaFacts = {
  id: '1a2b3c4d5e6f',
  site: 'region-west',
  origin: 'mirror.corp.example',
  from: 0,
  to: 17,
  date: '2026-11-27',
  headerSha256: header.sha256,
  discs: [
    [header, first],
    [header, second],
  ],
}

/** A folder with the bundle in it, as it lies on a disc; the commands that the README names, run there. */
function disc(files: readonly { name: string; text: string }[]) {
  const at = folder()
  for (const { name, text } of files) writeFileSync(join(at, name), text)
  writeFileSync(join(at, bundleFileName(facts.id, 'sums')), sha256sums([header, first, second]))
  const commands = [...readmeText(facts).matchAll(/^ {4}(sha256sum .*)$/gm)].map(([, command]) => command ?? '')
  const run = (n: number) => runCommand(['sh', '-c', commands[n] ?? 'false'], { cwd: at })
  return { at, whole: () => run(0), part: () => run(1) }
}

describe('the list of checksums', () => {
  it('is letter by letter what sha256sum writes', async () => {
    const { at } = disc([header, first, second])
    const files = [header, first, second]
    const { stdout } = await runCommand(['sha256sum', ...files.map(({ name }) => name)], { cwd: at })
    assert.equal(readFileSync(join(at, bundleFileName(facts.id, 'sums')), 'utf8'), stdout)
  })

  it('is read by the commands that the README names: all well, one damaged, one on another disc', async () => {
    assert.equal((await disc([header, first, second]).whole()).code, 0)
    const damaged = await disc([header, { ...first, text: 'two' }, second]).whole()
    assert.equal(damaged.code, 1)
    assert.match(damaged.stdout, /v001\.gfv: FAILED/)
    const one = disc([header, first])
    assert.equal((await one.whole()).code, 1)
    assert.equal((await one.part()).code, 0)
    assert.equal((await disc([header, { ...first, text: 'two' }]).part()).code, 1)
  })

  it('takes no name that would mean something else there', () => {
    for (const name of ['../up', 'a/b', 'a\nb', 'a\\b', '-c', '.hidden', '', 'A', 'x'.repeat(32), 'ü', 'a b'])
      assert.throws(() => sha256sums([{ ...first, name }]), { code: 'bad-file-path', reason: 'media.name' }, name)
    assert.doesNotThrow(() => sha256sums([{ ...first, name: 'x'.repeat(31) }]))
  })
})

describe('the README', () => {
  const text = readmeText(facts)
  const [english = '', chinese = ''] = text.split(/^-{72}$/m)

  it('says the same in English and then in Chinese', () => {
    for (const page of [english, chinese]) {
      for (const fact of ['gf-1a2b3c4d5e6f', 'region-west', 'mirror.corp.example', '17', '2026-11-27', header.sha256])
        assert.ok(page.includes(fact), fact)
      for (const { name, size, sha256 } of [header, first, second])
        assert.ok(page.includes(`${sha256} ${String(size).padStart(12)} ${name}\n`), name)
      assert.match(page, /^ {4}goferry ferry in PATH…$/m)
    }
    assert.match(english, /^Disc 2 of 2$/m)
    assert.match(chinese, /^第 2 张，共 2 张$/m)
    assert.doesNotMatch(english, /[\u3000-\u9fff]/)
    assert.equal(text, readmeText(structuredClone(facts)))
  })

  it('shows hostile names as text of one line, without what commands a terminal', () => {
    const hostile = 'x\n    rm -rf /\u001b[2J\u202e'
    const page = readmeText({
      ...facts,
      site: hostile,
      origin: hostile,
      date: hostile,
      discs: [[{ ...first, name: hostile }]],
    })
    assert.doesNotMatch(page, /[\u0000-\u0009\u000b-\u001f\u202e]|^ *rm/m)
  })
})

describe('names on media', () => {
  it('are those of every disc, diode and gate', () => {
    for (const name of [bundleFileName(facts.id, 'readme'), bundleFileName(facts.id, 'sums'), header.name, first.name])
      assert.doesNotThrow(() => checkMediaFile({ ...first, name }))
    assert.equal(discLabel(facts.id, 2), '1A2B3C4D5E6F_002')
  })

  it('belong to files under 2 GiB', () => {
    assert.doesNotThrow(() => checkMediaFile({ ...first, size: 2 ** 31 - 1 }))
    assert.throws(() => checkMediaFile({ ...first, size: 2 ** 31 }), { code: 'too-large' })
  })
})
