import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { settingDescriptions } from './describe-settings.ts'
import { loadSettings } from './load.ts'
import { schema } from './schema.ts'
import { findSettingsFile, settingsFileOf } from './settings-file.ts'
import { settingsText } from './settings-text.ts'

const folder = temporaryFolders()
const defaults = loadSettings({ environment: {}, flags: {} })

/** The settings that `text` comes to as a file. */
function load(text: string) {
  const file = join(folder(), 'settings.yaml')
  writeFileSync(file, text)
  return loadSettings({ file, environment: {}, flags: {} })
}

for (const lang of ['en', 'zh'] as const)
  describe(`the settings file (${lang})`, () => {
    const text = settingsText(lang)
    const blocks = text.split('\n\n').slice(1)
    const uncommented = (block: string) => block.replace(/^#(?! )|^#(?= {2})/gm, '')

    it('changes nothing as it was written', () => {
      assert.equal(parse(text), null)
      assert.deepEqual(load(text), defaults)
    })

    it('has every setting once, each of which loads without its #', () => {
      assert.equal(blocks.length, settingDescriptions.length)
      for (const [i, { key, default: preset, example }] of settingDescriptions.entries()) {
        const block = uncommented(blocks[i] ?? '')
        assert.deepEqual(parse(block), { [key]: preset ?? example }, key)
        load(block)
      }
    })

    it('without any # has the defaults, and an example where there is none', () => {
      const examples = settingDescriptions.filter(one => one.default === undefined)
      const given = Object.fromEntries(examples.map(({ key, example }) => [key, example]))
      // What an example does not say of what it holds has a default too.
      assert.deepEqual(load(uncommented(text)), schema.parse({ ...defaults, ...given }))
    })
  })

describe('the settings file that is read', () => {
  it("is the one that was named, else that of the node's folder, else none", () => {
    const data = folder()
    assert.equal(findSettingsFile(undefined, data), undefined)
    writeFileSync(settingsFileOf(data), '')
    assert.equal(findSettingsFile(undefined, data), join(data, 'goferry.yaml'))
    assert.equal(findSettingsFile('/etc/x.yaml', data), '/etc/x.yaml')
  })
})
